/* Every text of a letter is one of the input's lines; read back from JSON it is the same. */
#include <jansson.h>

#include "parsers/letter/letter.h"
#include "parsers/letter/letterjson.h"
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

static void
check_text(const json_t *o, const char *key, struct str want)
{
	const json_t *v = json_object_get(o, key);

	assert(json_is_string(v) || (json_is_null(v) && want.n == 0));
	if (json_is_string(v))
		assert(str_eq((struct str){ json_string_value(v), json_string_length(v) }, want));
}

static void
check_headers(const json_t *list, const struct headers *h)
{
	assert(json_array_size(list) == h->n);
	for (size_t i = 0; i < h->n; i++) {
		const json_t *value = json_array_get(json_array_get(list, i), 1);

		assert(str_eq(str_c(json_string_value(value)), h->v[i].value));
	}
}

static void
check(struct str text, const struct letter *l)
{
	json_t *o = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
	const json_t *field = json_object_get(json_object_get(o, "provenance"), "f");

	assert(o != NULL);
	check_text(o, "subject", l->subject);
	check_text(o, "text", l->text);
	check_text(o, "quarantine", l->quarantine);
	check_text(o, "ambiguous", l->ambiguous);
	check_text(json_object_get(o, "from"), "address", l->from.v[0].addr);
	check_text(json_array_get(json_object_get(o, "attachments"), 0), "name",
	    l->attachments[0].name);
	check_text(field, "raw", l->fields.v[0].raw);
	check_headers(json_object_get(o, "headers"), &l->headers);
	assert(json_is_null(json_object_get(o, "bounce")) == (l->kind != LETTER_BOUNCE &&
	    l->kind != LETTER_COMPLAINT));
	json_decref(o);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct str rest = charset_clean(a, charset_text(a, STR_NONE, STR_NONE, in)), why;
	struct header headers[16];
	struct letter l = { .kind = (enum letter_kind)(in.n % LETTER_KINDS),
	    .is_forward = in.n % 2 == 0, .headers = { headers, 0 }, .n_attachments = 1 };
	struct address from;
	struct attachment file = { .size = in.n };
	struct field_value field = { .name = STR("f") };

	l.text = l.reply_text = rest;
	l.subject = fuzz_line(&rest);
	from = (struct address){ fuzz_line(&rest), fuzz_line(&rest) };
	l.from = l.reply_to = (struct addresses){ &from, 1 };
	file.name = fuzz_line(&rest);
	l.attachments = &file;
	field.raw = field.value = fuzz_line(&rest);
	l.fields = (struct field_values){ &field, 1 };
	l.ambiguous = l.bounce.recipient = l.forward.subject = fuzz_line(&rest);
	l.quarantine = l.authres.authserv_id = fuzz_line(&rest);
	strs_add(a, &l.references, fuzz_line(&rest));
	l.reasons.wanted = l.subject.n % 2 == 0;
	why = fuzz_line(&rest);
	reason_add(a, &l.reasons, "text", "%.*s", STR_ARG(why));
	for (size_t i = 0; i < 16 && rest.n > 0; i++)
		headers[l.headers.n++] = (struct header){ STR("X"), fuzz_line(&rest) };
	check(letter_json(a, &l), &l);
}
