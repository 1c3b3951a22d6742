/*
 * The letter for people and programs: docketctl parse, docketd --role parse.
 * The one user of jansson in parsers/.  Never fails: every text in a letter is
 * valid UTF-8, and memory that runs out ends the process.
 */
#include "parsers/letter/letter.h"

#include <jansson.h>
#include <stdlib.h>

/* Takes over `value`; ends the process when there was no memory for it. */
static void
set(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value) != 0)
		abort();
}

static void
append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) != 0)
		abort();
}

static json_t *
text(struct str s)
{
	return json_stringn(s.n == 0 ? "" : s.p, s.n);
}

static json_t *
text_or_null(struct str s)
{
	return s.n == 0 ? json_null() : text(s);
}

static json_t *
texts(const struct strs *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->n; i++)
		append(array, text(list->v[i]));
	return array;
}

static json_t *
address(const struct address *a)
{
	json_t *o = json_object();

	set(o, "name", text(a->name));
	set(o, "address", text(a->addr));
	return o;
}

static json_t *
addresses(const struct addresses *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->n; i++)
		append(array, address(&list->v[i]));
	return array;
}

/* Fields of one name come as a list: nothing is lost, the order is kept. */
static json_t *
headers(const struct headers *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->n; i++) {
		json_t *pair = json_array();

		append(pair, text(list->v[i].name));
		append(pair, text(list->v[i].value));
		append(array, pair);
	}
	return array;
}

static json_t *
attachments(const struct letter *l)
{
	json_t *array = json_array();

	for (size_t i = 0; i < l->n_attachments; i++) {
		const struct attachment *at = &l->attachments[i];
		json_t *o = json_object();

		set(o, "name", text(at->name));
		set(o, "type", text(at->type));
		set(o, "size", json_integer((json_int_t)at->size));
		set(o, "sha256", text(at->sha256));
		set(o, "content_id", text_or_null(at->content_id));
		set(o, "inline", json_boolean(at->is_inline));
		append(array, o);
	}
	return array;
}

static json_t *
bounce(const struct letter *l)
{
	json_t *o;

	if (l->kind != LETTER_BOUNCE && l->kind != LETTER_COMPLAINT)
		return json_null();
	o = json_object();
	set(o, "recipient", text_or_null(l->bounce.recipient));
	set(o, "sent_to", text_or_null(l->bounce.sent_to));
	set(o, "status", text_or_null(l->bounce.status));
	set(o, "diagnostic", text_or_null(l->bounce.diagnostic));
	set(o, "original_id", text_or_null(l->bounce.original_id));
	set(o, "delayed", json_boolean(l->bounce.is_delayed));
	return o;
}

static json_t *
forward(const struct letter *l)
{
	json_t *o;

	if (!l->is_forward)
		return json_null();
	o = json_object();
	set(o, "from", address(&l->forward.from));
	set(o, "subject", text_or_null(l->forward.subject));
	set(o, "date", text_or_null(l->forward.date_text));
	set(o, "cover", text_or_null(l->forward.cover));
	return o;
}

static json_t *
authres(const struct authres *r)
{
	json_t *o;

	if (r->authserv_id.n == 0)
		return json_null();
	o = json_object();
	set(o, "authserv_id", text(r->authserv_id));
	set(o, "dmarc", text_or_null(r->dmarc));
	set(o, "dmarc_from", text_or_null(r->dmarc_from));
	set(o, "spf", text_or_null(r->spf));
	set(o, "dkim", text_or_null(r->dkim));
	return o;
}

static json_t *
provenance(const struct field_value *f)
{
	json_t *o = json_object();

	set(o, "raw", text(f->raw));
	set(o, "source", json_string(field_source_name(f->source)));
	set(o, "where", text_or_null(f->where));
	set(o, "verified", json_boolean(f->verified));
	return o;
}

static void
set_fields(json_t *o, const struct field_values *list)
{
	json_t *values = json_object(), *from = json_object();

	for (size_t i = 0; i < list->n; i++) {
		const struct field_value *f = &list->v[i];

		json_object_setn_new(values, f->name.p, f->name.n, text(f->value));
		json_object_setn_new(from, f->name.p, f->name.n, provenance(f));
	}
	set(o, "fields", values);
	set(o, "provenance", from);
}

static json_t *
reasons(const struct reasons *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->n; i++) {
		json_t *o = json_object();

		set(o, "about", text(list->v[i].about));
		set(o, "why", text(list->v[i].why));
		append(array, o);
	}
	return array;
}

static int
write_buf(const char *p, size_t n, void *arg)
{
	buf_add(arg, (struct str){ p, n });
	return 0;
}

static json_t *
people(json_t *o, const struct letter *l)
{
	set(o, "from", l->from.n == 0 ? json_null() : address(&l->from.v[0]));
	set(o, "from_all", addresses(&l->from));
	set(o, "sender", l->sender.n == 0 ? json_null() : address(&l->sender.v[0]));
	set(o, "reply_to", addresses(&l->reply_to));
	set(o, "to", addresses(&l->to));
	set(o, "cc", addresses(&l->cc));
	set(o, "delivered_to", addresses(&l->delivered_to));
	set(o, "return_path", text_or_null(l->return_path));
	return o;
}

struct str
letter_json(struct arena *a, const struct letter *l)
{
	json_t *o = people(json_object(), l);
	struct buf b;

	set(o, "subject", text(l->subject));
	set(o, "message_id", text_or_null(l->message_id));
	set(o, "in_reply_to", texts(&l->in_reply_to));
	set(o, "references", texts(&l->references));
	set(o, "date", text_or_null(l->date_text));
	set(o, "text", text(l->text));
	set(o, "text_is_html", json_boolean(l->text_is_html));
	set(o, "reply_text", text(l->reply_text));
	set(o, "kind", json_string(letter_kind_coarse(l->kind)));
	set(o, "subkind", l->kind <= LETTER_LIST ? json_null() :
	    json_string(letter_kind_name(l->kind)));
	set(o, "kind_why", text_or_null(l->kind_why));
	set(o, "forward", forward(l));
	set(o, "bounce", bounce(l));
	set(o, "attachments", attachments(l));
	set_fields(o, &l->fields);
	set(o, "authentication", authres(&l->authres));
	set(o, "ambiguous", text_or_null(l->ambiguous));
	set(o, "quarantine", text_or_null(l->quarantine));
	set(o, "limits", texts(&l->limits));
	set(o, "headers", headers(&l->headers));
	if (l->reasons.wanted)
		set(o, "reasons", reasons(&l->reasons));
	buf_init(&b, a);
	if (json_dump_callback(o, write_buf, &b, JSON_INDENT(2)) != 0)
		abort();
	json_decref(o);
	buf_addc(&b, '\n');
	return buf_str(&b);
}
