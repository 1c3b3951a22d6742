/*
 * One table says what crosses; reading checks every item of it again, because
 * the other side may have been taken over by a mail.
 */
#include "parsers/letter/letterwire.h"

#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/base/wire.h"
#include "parsers/letter/letter.h"

/* Longest lists that are believed, whatever limits are configured. */
enum { LIST_MAX = 10000, SHA256_HEX = 64 };

enum item_type {
	ITEM_LINE,			/* struct str without control characters */
	ITEM_TEXT,			/* struct str, LF and TAB allowed */
	ITEM_STRS,			/* lines */
	ITEM_ADDRESSES,
	ITEM_HEADERS,
	ITEM_I64,
	ITEM_BOOL,
	ITEM_KIND,
	ITEM_DIGEST,			/* empty, or SHA-256 in hexadecimal */
	ITEM_ATTACHMENTS,
	ITEM_FIELDS,
	ITEM_REASONS
};

#define ITEM(type, member)	{ type, offsetof(struct letter, member) }

static const struct {
	enum item_type	type;
	size_t		offset;
} items[] = {
	ITEM(ITEM_ADDRESSES, from), ITEM(ITEM_ADDRESSES, sender),
	ITEM(ITEM_ADDRESSES, reply_to), ITEM(ITEM_ADDRESSES, to), ITEM(ITEM_ADDRESSES, cc),
	ITEM(ITEM_ADDRESSES, delivered_to), ITEM(ITEM_ADDRESSES, reached), ITEM(ITEM_LINE, return_path),
	ITEM(ITEM_LINE, subject), ITEM(ITEM_LINE, message_id), ITEM(ITEM_STRS, in_reply_to),
	ITEM(ITEM_STRS, references), ITEM(ITEM_I64, date), ITEM(ITEM_LINE, date_text),
	ITEM(ITEM_HEADERS, headers), ITEM(ITEM_TEXT, text), ITEM(ITEM_TEXT, reply_text),
	ITEM(ITEM_I64, commands), ITEM(ITEM_STRS, left), ITEM(ITEM_I64, quote_lines), ITEM(ITEM_I64, signature_lines),
	ITEM(ITEM_TEXT, signature),
	ITEM(ITEM_BOOL, text_is_html), ITEM(ITEM_ATTACHMENTS, attachments),
	ITEM(ITEM_KIND, kind), ITEM(ITEM_LINE, kind_why), ITEM(ITEM_LINE, no_answer),
	ITEM(ITEM_LINE, bounce.recipient), ITEM(ITEM_LINE, bounce.sent_to),
	ITEM(ITEM_LINE, bounce.status),
	ITEM(ITEM_LINE, bounce.diagnostic), ITEM(ITEM_LINE, bounce.original_id),
	ITEM(ITEM_BOOL, bounce.is_delayed), ITEM(ITEM_BOOL, is_forward),
	ITEM(ITEM_LINE, forward.from.name), ITEM(ITEM_LINE, forward.from.addr),
	ITEM(ITEM_LINE, forward.subject), ITEM(ITEM_I64, forward.date),
	ITEM(ITEM_LINE, forward.date_text), ITEM(ITEM_TEXT, forward.cover),
	ITEM(ITEM_LINE, authres.authserv_id),
	ITEM(ITEM_LINE, authres.dmarc), ITEM(ITEM_LINE, authres.dmarc_from),
	ITEM(ITEM_LINE, authres.spf), ITEM(ITEM_LINE, authres.dkim), ITEM(ITEM_LINE, network),
	ITEM(ITEM_BOOL, is_encrypted), ITEM(ITEM_FIELDS, fields), ITEM(ITEM_LINE, ambiguous),
	ITEM(ITEM_LINE, quarantine),
	ITEM(ITEM_DIGEST, digest), ITEM(ITEM_STRS, details), ITEM(ITEM_STRS, file_details), ITEM(ITEM_STRS, limits),
	ITEM(ITEM_REASONS, reasons),
};

enum { ITEMS = COUNT(items) };

/* --- packing --- */

static void
put_addresses(struct buf *b, const struct addresses *list)
{
	wire_put_u32(b, (uint32_t)list->n);
	for (size_t i = 0; i < list->n; i++) {
		wire_put_str(b, list->v[i].name);
		wire_put_str(b, list->v[i].addr);
	}
}

static void
put_headers(struct buf *b, const struct headers *list)
{
	wire_put_u32(b, (uint32_t)list->n);
	for (size_t i = 0; i < list->n; i++) {
		wire_put_str(b, list->v[i].name);
		wire_put_str(b, list->v[i].value);
	}
}

static void
put_attachments(struct buf *b, const struct letter *l)
{
	wire_put_u32(b, (uint32_t)l->n_attachments);
	for (size_t i = 0; i < l->n_attachments; i++) {
		const struct attachment *at = &l->attachments[i];

		wire_put_str(b, at->name);
		wire_put_str(b, at->type);
		wire_put_str(b, at->content_id);
		wire_put_u64(b, at->size);
		wire_put_str(b, at->sha256);
		wire_put_u8(b, at->is_inline);
		wire_put_u8(b, at->is_shown);
		wire_put_u8(b, at->is_plain);
		wire_put_u8(b, (uint8_t)at->use);
	}
}

static void
put_fields(struct buf *b, const struct field_values *list)
{
	wire_put_u32(b, (uint32_t)list->n);
	for (size_t i = 0; i < list->n; i++) {
		const struct field_value *f = &list->v[i];

		wire_put_str(b, f->name);
		wire_put_str(b, f->value);
		wire_put_str(b, f->raw);
		wire_put_u8(b, (uint8_t)f->source);
		wire_put_str(b, f->where);
		wire_put_u8(b, f->verified);
	}
}

static void
put_reasons(struct buf *b, const struct reasons *list)
{
	wire_put_u8(b, list->wanted);
	wire_put_u32(b, (uint32_t)list->n);
	for (size_t i = 0; i < list->n; i++) {
		wire_put_str(b, list->v[i].about);
		wire_put_str(b, list->v[i].why);
	}
}

static void
put_item(struct buf *b, const struct letter *l, enum item_type type, const void *at)
{
	switch (type) {
	case ITEM_LINE:
	case ITEM_TEXT:
	case ITEM_DIGEST:
		wire_put_str(b, *(const struct str *)at);
		break;
	case ITEM_STRS:
		wire_put_strs(b, at);
		break;
	case ITEM_ADDRESSES:
		put_addresses(b, at);
		break;
	case ITEM_HEADERS:
		put_headers(b, at);
		break;
	case ITEM_I64:
		wire_put_u64(b, (uint64_t)*(const int64_t *)at);
		break;
	case ITEM_BOOL:
		wire_put_u8(b, *(const bool *)at);
		break;
	case ITEM_KIND:
		wire_put_u8(b, (uint8_t)*(const enum letter_kind *)at);
		break;
	case ITEM_ATTACHMENTS:
		put_attachments(b, l);
		break;
	case ITEM_FIELDS:
		put_fields(b, at);
		break;
	case ITEM_REASONS:
		put_reasons(b, at);
		break;
	}
}

void
letter_pack(struct buf *b, const struct letter *l)
{
	for (size_t i = 0; i < ITEMS; i++)
		put_item(b, l, items[i].type, (const char *)l + items[i].offset);
}

/* --- unpacking --- */

static struct str
get_line(struct wire *w)
{
	struct str s = wire_text(w);

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			w->bad = true;
	return w->bad ? STR_NONE : s;
}

static struct str
get_text(struct wire *w)
{
	struct str s = wire_text(w);

	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\n' && s.p[i] != '\t') ||
		    s.p[i] == 0x7f)
			w->bad = true;
	return w->bad ? STR_NONE : s;
}

static void
get_strs(struct arena *a, struct wire *w, struct strs *list)
{
	list->n = wire_count(w, 4, LIST_MAX);
	list->v = ARENA_ARRAY(a, list->n, struct str);
	for (size_t i = 0; i < list->n; i++)
		list->v[i] = get_line(w);
}

static void
get_addresses(struct arena *a, struct wire *w, struct addresses *list)
{
	list->n = wire_count(w, 8, LIST_MAX);
	list->v = ARENA_ARRAY(a, list->n, struct address);
	for (size_t i = 0; i < list->n; i++) {
		list->v[i].name = get_line(w);
		list->v[i].addr = get_line(w);
	}
}

static void
get_headers(struct arena *a, struct wire *w, struct headers *list)
{
	list->n = wire_count(w, 8, LIST_MAX);
	list->v = ARENA_ARRAY(a, list->n, struct header);
	for (size_t i = 0; i < list->n; i++) {
		list->v[i].name = get_line(w);
		list->v[i].value = get_line(w);
	}
}

static struct str
get_digest(struct wire *w)
{
	struct str s = get_line(w);

	if (s.n != SHA256_HEX && s.n != 0)
		w->bad = true;
	for (size_t i = 0; i < s.n; i++)
		if (str_chr(STR("0123456789abcdef"), s.p[i], 0) == SIZE_MAX)
			w->bad = true;
	return s;
}

static struct str
get_sha256(struct wire *w)
{
	struct str s = get_digest(w);

	if (s.n == 0)
		w->bad = true;
	return s;
}

/* An enum in range, else bad and 0. */
static unsigned
get_enum(struct wire *w, unsigned count)
{
	unsigned v = wire_u8(w);

	if (v < count)
		return v;
	w->bad = true;
	return 0;
}

static void
get_attachments(struct arena *a, struct wire *w, struct letter *l)
{
	l->n_attachments = wire_count(w, 27, LIST_MAX);
	l->attachments = ARENA_ARRAY(a, l->n_attachments, struct attachment);
	for (size_t i = 0; i < l->n_attachments; i++) {
		struct attachment *at = &l->attachments[i];

		at->name = get_line(w);
		at->type = get_line(w);
		at->content_id = get_line(w);
		at->size = wire_u64(w);
		at->sha256 = get_sha256(w);
		at->is_inline = wire_bool(w);
		at->is_shown = wire_bool(w);
		at->is_plain = wire_bool(w);
		at->use = (enum attach_use)get_enum(w, ATTACH_USES);
	}
}

static void
get_fields(struct arena *a, struct wire *w, struct field_values *list)
{
	list->n = wire_count(w, 18, LIST_MAX);
	list->v = ARENA_ARRAY(a, list->n, struct field_value);
	for (size_t i = 0; i < list->n; i++) {
		struct field_value *f = &list->v[i];

		f->name = get_line(w);
		f->value = get_line(w);
		f->raw = get_line(w);
		f->source = (enum field_source)get_enum(w, FIELD_SOURCES);
		f->where = get_line(w);
		f->verified = wire_bool(w);
	}
}

static void
get_reasons(struct arena *a, struct wire *w, struct reasons *list)
{
	size_t n;

	list->wanted = wire_bool(w);
	n = wire_count(w, 8, LIMIT_REASONS);
	for (list->n = 0; list->n < n; list->n++) {
		list->v = array_grow(a, list->v, list->n, sizeof(*list->v));
		list->v[list->n].about = get_line(w);
		list->v[list->n].why = get_line(w);
	}
}

static void
get_item(struct arena *a, struct wire *w, struct letter *l, enum item_type type, void *at)
{
	switch (type) {
	case ITEM_LINE:
		*(struct str *)at = get_line(w);
		break;
	case ITEM_TEXT:
		*(struct str *)at = get_text(w);
		break;
	case ITEM_STRS:
		get_strs(a, w, at);
		break;
	case ITEM_ADDRESSES:
		get_addresses(a, w, at);
		break;
	case ITEM_HEADERS:
		get_headers(a, w, at);
		break;
	case ITEM_I64:
		*(int64_t *)at = wire_i64(w);
		break;
	case ITEM_BOOL:
		*(bool *)at = wire_bool(w);
		break;
	case ITEM_DIGEST:
		*(struct str *)at = get_digest(w);
		break;
	case ITEM_KIND:
		*(enum letter_kind *)at = (enum letter_kind)get_enum(w, LETTER_KINDS);
		break;
	case ITEM_ATTACHMENTS:
		get_attachments(a, w, l);
		break;
	case ITEM_FIELDS:
		get_fields(a, w, at);
		break;
	case ITEM_REASONS:
		get_reasons(a, w, at);
		break;
	}
}

int
letter_unpack(struct arena *a, struct wire *w, struct letter *out)
{
	*out = (struct letter){ .date = 0 };
	for (size_t i = 0; i < ITEMS && !w->bad; i++)
		get_item(a, w, out, items[i].type, (char *)out + items[i].offset);
	if (!w->bad)
		return 0;
	*out = (struct letter){ .date = 0 };
	return -1;
}
