#include "parsers/letter/letterjson.h"

#include "parsers/base/json.h"
#include "parsers/letter/letter.h"

static void
put_address(struct json *j, const char *key, const struct address *a)
{
	json_open_object(j, key);
	json_str(j, "name", a->name);
	json_str(j, "address", a->addr);
	json_close(j);
}

/* The first of them, or null. */
static void
put_first(struct json *j, const char *key, const struct addresses *list)
{
	if (list->n == 0)
		json_nil(j, key);
	else
		put_address(j, key, &list->v[0]);
}

static void
put_addresses(struct json *j, const char *key, const struct addresses *list)
{
	json_open_array(j, key);
	for (size_t i = 0; i < list->n; i++)
		put_address(j, NULL, &list->v[i]);
	json_close(j);
}

/* Fields of one name come as a list: nothing is lost, the order is kept. */
static void
put_headers(struct json *j, const struct headers *list)
{
	json_open_array(j, "headers");
	for (size_t i = 0; i < list->n; i++) {
		json_open_array(j, NULL);
		json_str(j, NULL, list->v[i].name);
		json_str(j, NULL, list->v[i].value);
		json_close(j);
	}
	json_close(j);
}

static void
put_attachments(struct json *j, const struct letter *l)
{
	json_open_array(j, "attachments");
	for (size_t i = 0; i < l->n_attachments; i++) {
		const struct attachment *at = &l->attachments[i];

		json_open_object(j, NULL);
		json_str(j, "name", at->name);
		json_str(j, "type", at->type);
		json_int(j, "size", (int64_t)at->size);
		json_str(j, "sha256", at->sha256);
		json_str_or_null(j, "content_id", at->content_id);
		json_bool(j, "inline", at->is_inline);
		json_close(j);
	}
	json_close(j);
}

static void
put_bounce(struct json *j, const struct letter *l)
{
	if (l->kind != LETTER_BOUNCE && l->kind != LETTER_COMPLAINT) {
		json_nil(j, "bounce");
		return;
	}
	json_open_object(j, "bounce");
	json_str_or_null(j, "recipient", l->bounce.recipient);
	json_str_or_null(j, "sent_to", l->bounce.sent_to);
	json_str_or_null(j, "status", l->bounce.status);
	json_str_or_null(j, "diagnostic", l->bounce.diagnostic);
	json_str_or_null(j, "original_id", l->bounce.original_id);
	json_bool(j, "delayed", l->bounce.is_delayed);
	json_close(j);
}

static void
put_forward(struct json *j, const struct letter *l)
{
	if (!l->is_forward) {
		json_nil(j, "forward");
		return;
	}
	json_open_object(j, "forward");
	put_address(j, "from", &l->forward.from);
	json_str_or_null(j, "subject", l->forward.subject);
	json_str_or_null(j, "date", l->forward.date_text);
	json_str_or_null(j, "cover", l->forward.cover);
	json_close(j);
}

static void
put_authres(struct json *j, const struct authres *r)
{
	if (r->authserv_id.n == 0) {
		json_nil(j, "authentication");
		return;
	}
	json_open_object(j, "authentication");
	json_str(j, "authserv_id", r->authserv_id);
	json_str_or_null(j, "dmarc", r->dmarc);
	json_str_or_null(j, "dmarc_from", r->dmarc_from);
	json_str_or_null(j, "spf", r->spf);
	json_str_or_null(j, "dkim", r->dkim);
	json_close(j);
}

static void
put_provenance(struct json *j, const char *key, const struct field_value *f)
{
	json_open_object(j, key);
	json_str(j, "raw", f->raw);
	json_str(j, "source", str_c(field_source_name(f->source)));
	json_str_or_null(j, "where", f->where);
	json_bool(j, "verified", f->verified);
	json_close(j);
}

static void
put_fields(struct arena *a, struct json *j, const struct field_values *list)
{
	json_open_object(j, "fields");
	for (size_t i = 0; i < list->n; i++)
		json_str(j, str_dup(a, list->v[i].name).p, list->v[i].value);
	json_close(j);
	json_open_object(j, "provenance");
	for (size_t i = 0; i < list->n; i++)
		put_provenance(j, str_dup(a, list->v[i].name).p, &list->v[i]);
	json_close(j);
}

static void
put_reasons(struct json *j, const struct reasons *list)
{
	json_open_array(j, "reasons");
	for (size_t i = 0; i < list->n; i++) {
		json_open_object(j, NULL);
		json_str(j, "about", list->v[i].about);
		json_str(j, "why", list->v[i].why);
		json_close(j);
	}
	json_close(j);
}

static void
put_people(struct json *j, const struct letter *l)
{
	put_first(j, "from", &l->from);
	put_addresses(j, "from_all", &l->from);
	put_first(j, "sender", &l->sender);
	put_addresses(j, "reply_to", &l->reply_to);
	put_addresses(j, "to", &l->to);
	put_addresses(j, "cc", &l->cc);
	put_addresses(j, "delivered_to", &l->delivered_to);
	json_str_or_null(j, "return_path", l->return_path);
}

/* What reply_text lacks of the text, where it does. */
static void
put_folded(struct json *j, const struct letter *l)
{
	if (l->quote_lines + l->signature_lines == 0)
		return;
	json_open_object(j, "folded");
	json_int(j, "quote_lines", l->quote_lines);
	json_int(j, "signature_lines", l->signature_lines);
	json_close(j);
}

static void
put_texts(struct json *j, const struct letter *l)
{
	json_str(j, "subject", l->subject);
	json_str_or_null(j, "message_id", l->message_id);
	json_strs(j, "in_reply_to", &l->in_reply_to);
	json_strs(j, "references", &l->references);
	json_str_or_null(j, "date", l->date_text);
	json_str(j, "text", l->text);
	json_bool(j, "text_is_html", l->text_is_html);
	json_str(j, "reply_text", l->reply_text);
	put_folded(j, l);
}

static void
put_kind(struct json *j, const struct letter *l)
{
	json_str(j, "kind", str_c(letter_kind_coarse(l->kind)));
	if (l->kind <= LETTER_LIST)
		json_nil(j, "subkind");
	else
		json_str(j, "subkind", str_c(letter_kind_name(l->kind)));
	json_str_or_null(j, "kind_why", l->kind_why);
	if (l->no_answer.n > 0)
		json_str(j, "no_answer", l->no_answer);
}

struct str
letter_json(struct arena *a, const struct letter *l)
{
	struct json j;
	struct buf b;

	buf_init(&b, a);
	json_init(&j, &b, 2);
	json_open_object(&j, NULL);
	put_people(&j, l);
	put_texts(&j, l);
	put_kind(&j, l);
	put_forward(&j, l);
	put_bounce(&j, l);
	put_attachments(&j, l);
	put_fields(a, &j, &l->fields);
	put_authres(&j, &l->authres);
	if (l->network.n > 0)
		json_str(&j, "network", l->network);
	json_str_or_null(&j, "ambiguous", l->ambiguous);
	json_str_or_null(&j, "quarantine", l->quarantine);
	json_strs(&j, "limits", &l->limits);
	put_headers(&j, &l->headers);
	if (l->reasons.wanted)
		put_reasons(&j, &l->reasons);
	json_close(&j);
	buf_addc(&b, '\n');
	return buf_str(&b);
}
