/* Any bytes are read back by another reader; what is UTF-8 comes back the same. */
#include "parsers/base/json.h"

#include <jansson.h>

#include "tests/fuzz/fuzz.h"

static struct str
written(struct arena *a, const struct strs *lines, size_t indent)
{
	struct json j;
	struct buf b;

	buf_init(&b, a);
	json_init(&j, &b, indent);
	json_open_object(&j, NULL);
	json_strs(&j, "lines", lines);
	json_int(&j, "n", (int64_t)lines->n);
	json_close(&j);
	return buf_str(&b);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct strs lines = { NULL, 0 };
	struct str line, text;
	const json_t *list;
	json_t *o;

	while (str_line(&in, &line))
		strs_add(a, &lines, line);
	text = written(a, &lines, lines.n % 3);
	o = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	assert(o != NULL);
	list = json_object_get(o, "lines");
	assert(json_array_size(list) == lines.n);
	for (size_t i = 0; i < lines.n; i++) {
		const json_t *v = json_array_get(list, i);
		struct str got = { json_string_value(v), json_string_length(v) };

		assert(!str_is_utf8(lines.v[i]) || str_eq(got, lines.v[i]));
	}
	json_decref(o);
}
