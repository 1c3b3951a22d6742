/* Any bytes give a letter that crosses the wire and comes back the same. */
#include "parsers/base/limits.h"
#include "parsers/base/wire.h"
#include "parsers/field/field.h"
#include "parsers/letter/letter.h"
#include "parsers/letter/letterjson.h"
#include "parsers/letter/letterwire.h"
#include "parsers/mime/mime.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct letter_conf conf = { .limits = LIMITS_DEFAULT, .explain = true };
	struct letter letter, back;
	struct field_defs fields = { NULL, 0 };
	struct buf one, two;
	struct wire w;

	mime_init();
	field_builtins(a, &fields);
	conf.fields = &fields;
	strs_add(a, &conf.authserv_ids, STR("mx.example.com"));
	letter_parse(a, &conf, in, &letter);
	buf_init(&one, a);
	letter_pack(&one, &letter);
	w = (struct wire){ .in = buf_str(&one) };
	assert(letter_unpack(a, &w, &back) == 0 && wire_end(&w) == 0);
	buf_init(&two, a);
	letter_pack(&two, &back);
	assert(str_eq(buf_str(&one), buf_str(&two)));
	assert(letter.text.n <= conf.limits.text_bytes);
	assert(letter_json(a, &back).n > 0);
}
