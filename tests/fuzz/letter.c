/* Any bytes give a letter that crosses the wire and comes back the same. */
#include <stdlib.h>

#include "parsers/field.h"
#include "parsers/letter.h"
#include "parsers/mime.h"
#include "parsers/wire.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	struct letter_conf conf = { .limits = LIMITS_DEFAULT, .explain = true };
	struct letter letter, back;
	struct field_defs fields = { NULL, 0 };
	struct buf one, two;
	struct wire w;

	mime_init();
	field_builtins(a, &fields);
	conf.fields = &fields;
	strs_add(a, &conf.authserv_ids, STR("mx.example.com"));
	letter_parse(a, &conf, (struct str){ (const char *)p, n }, &letter);
	buf_init(&one, a);
	letter_pack(&one, &letter);
	w = (struct wire){ .in = buf_str(&one) };
	must(letter_unpack(a, &w, &back) == 0 && wire_end(&w) == 0);
	buf_init(&two, a);
	letter_pack(&two, &back);
	must(str_eq(buf_str(&one), buf_str(&two)));
	must(letter.text.n <= conf.limits.text_bytes);
	must(letter_json(a, &back).n > 0);
	arena_free(a);
	return 0;
}
