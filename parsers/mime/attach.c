/* Trusts nothing: names are text for people and never become a path. */
#include "parsers/mime/attach.h"

#include <string.h>

#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/head/msgid.h"
#include "parsers/mime/inlinefile.h"
#include "parsers/mime/scan.h"
#include "parsers/mime/tnef.h"
#include "parsers/text/charset.h"

enum {
	CARD_BYTES = 64 * 1024,		/* of a vCard in which its address is looked for */
	LINE_OCTETS = 998 + 2,		/* RFC 5322 section 2.1.1 */
	NAME_OCTETS = 255,
	ENDING_OCTETS = 16,		/* ".tar.gz" */
	TYPES_MAX = 40			/* Content-Type fields of a mail in a mail */
};

/* NULL when there are max. */
static struct attachment *
add(struct attachments *l)
{
	if (l->n >= l->max) {
		l->over = true;
		return NULL;
	}
	l->v = array_grow(l->a, l->v, l->n, sizeof(*l->v));
	return &l->v[l->n++];
}

/* What file systems take, with its ending: that tells what it is. */
static struct str
cut_name(struct arena *a, struct str name)
{
	struct str end = STR_NONE;

	if (name.n <= NAME_OCTETS)
		return name;
	for (size_t i = name.n - ENDING_OCTETS; i < name.n && end.n == 0; i++)
		if (name.p[i] == '.')
			end = str_sub(name, i, SIZE_MAX);
	return str_printf(a, "%.*s%.*s", STR_ARG(str_utf8_cut(name, NAME_OCTETS - end.n)),
	    STR_ARG(end));
}

/* A name that ends in a slash is kept: there is nothing behind it to show. */
struct str
attach_name(struct arena *a, struct str name)
{
	size_t i;

	name = charset_line(a, name);
	for (i = name.n; i > 0 && name.p[i - 1] != '/' && name.p[i - 1] != '\\'; i--)
		;
	if (i < name.n)
		name = str_sub(name, i, name.n);
	return cut_name(a, name);
}

/* A uuencoded part may have its name in its "begin" line only. */
struct str
attach_part_name(const struct attachments *l, const struct part *p)
{
	struct str name, rest = p->body, before;
	struct params disposition;
	struct inlinefile uu;

	param_parse(l->a, p->disposition, &disposition);
	name = param_text(l->a, &disposition, STR("filename"), l->charset);
	if (name.n == 0)
		name = param_text(l->a, &p->type, STR("name"), l->charset);
	if (name.n == 0 && transfer_of(p->encoding) == TRANSFER_UU &&
	    inlinefile_next(&rest, &before, &uu))
		name = charset_text(l->a, STR_NONE, l->charset, uu.name);
	return attach_name(l->a, name);
}

static struct str
media_type(struct arena *a, struct str type, struct str otherwise)
{
	type = str_utf8_cut(charset_line(a, str_lower(a,
	    charset_text(a, STR_NONE, STR_NONE, type))), LIMIT_NAME);
	return str_chr(type, '/', 0) == SIZE_MAX ? otherwise : type;
}

static bool
is_one_of(struct str type, const struct str *types, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(type, types[i]))
			return true;
	return false;
}

/* What signs a mail or tells how, no file that somebody sends. */
static bool
is_proof(struct str type)
{
	static const struct str types[] = {
		{ "application/pgp-signature", 25 }, { "application/pkcs7-signature", 27 },
		{ "application/x-pkcs7-signature", 29 }, { "application/pgp-keys", 20 },
		{ "application/pgp-encrypted", 25 },
	};

	return is_one_of(type, types, COUNT(types));
}

static bool
is_card(struct str type)
{
	static const struct str types[] = {
		{ "text/vcard", 10 }, { "text/x-vcard", 12 }, { "text/directory", 14 },
	};

	return is_one_of(type, types, COUNT(types));
}

struct lines {				/* of a mail that comes in pieces */
	bool	bad;
	char	last;
	size_t	column;
	bool	is_type;		/* the line has begun as TYPE_FIELD does */
	size_t	types;
};

/* Each level of a mail within a mail has such a field. */
static void
count_types(struct lines *l, char c)
{
	static const char field[] = "content-type:";
	size_t at = l->column;

	if (at == 0)
		l->is_type = true;
	if (!l->is_type || at >= sizeof(field) - 1)
		return;
	l->is_type = (c | ' ') == field[at] || c == field[at];
	l->types += l->is_type && at == sizeof(field) - 2;
}

static void
look_at_lines(void *self, struct str piece)
{
	struct lines *l = self;

	for (size_t i = 0; i < piece.n; i++) {
		unsigned char c = (unsigned char)piece.p[i];

		count_types(l, (char)c);
		l->bad |= c == 0 || c > 0x7f || (c == '\n') != (l->last == '\r') ||
		    ++l->column > LINE_OCTETS || l->types > TYPES_MAX;
		if (c == '\n')
			l->column = 0;
		l->last = (char)c;
	}
}

bool
attach_is_plain(enum transfer transfer, struct str body)
{
	struct lines l = { .bad = false };

	transfer_each(transfer, body, look_at_lines, &l);
	return !l.bad && l.last != '\r';
}

static void
take_bytes(struct attachments *l, struct attachment *at, enum transfer transfer,
    struct str body)
{
	at->is_proof |= is_proof(at->type);
	if (str_eq(at->type, STR("message/rfc822")))
		at->is_plain = attach_is_plain(transfer, body);
	if (is_card(at->type))
		at->card = transfer_decode(l->a, transfer, body, CARD_BYTES);
	at->sha256 = transfer_hash(l->a, transfer, body, &at->size);
	if (l->sink != NULL)
		l->sink->take(l->sink->self, at, transfer, body);
}

void
attach_part(struct attachments *l, const struct part *p, bool related)
{
	struct attachment *at = add(l);
	struct params disposition;

	if (at == NULL)
		return;
	param_parse(l->a, p->disposition, &disposition);
	at->name = attach_part_name(l, p);
	at->type = media_type(l->a, p->type.head, STR("text/plain"));
	at->content_id = str_utf8_cut(msgid_one(l->a, p->id), LIMIT_MSGID);
	at->is_inline = str_eq(disposition.head, STR("inline")) || related;
	at->is_shown = related && at->content_id.n == 0;
	take_bytes(l, at, transfer_of(p->encoding), p->body);
}

struct str
attach_label(struct arena *a, const struct attachment *at)
{
	static const struct { struct str type; const char *label; } labels[] = {
		{ { "message/rfc822", 14 }, "message.eml" }, { { "message/global", 14 }, "message.eml" },
		{ { "text/calendar", 13 }, "invitation.ics" }, { { "text/vcard", 10 }, "contact.vcf" },
		{ { "text/plain", 10 }, "text.txt" }, { { "text/html", 9 }, "page.html" },
		{ { "image/jpeg", 10 }, "image.jpg" }, { { "image/svg+xml", 13 }, "image.svg" },
		{ { "application/pdf", 15 }, "document.pdf" },
	};
	size_t slash = str_chr(at->type, '/', 0);
	struct str sub = str_sub(at->type, slash == SIZE_MAX ? 0 : slash + 1, 8);

	if (str_trim(at->name).n > 0)
		return at->name;
	for (size_t i = 0; i < COUNT(labels); i++)
		if (str_eq(at->type, labels[i].type))
			return str_c(labels[i].label);
	for (size_t i = 0; i < sub.n; i++)
		if (!((sub.p[i] >= 'a' && sub.p[i] <= 'z') || (sub.p[i] >= '0' && sub.p[i] <= '9')))
			return STR("file");
	return !str_starts(at->type, STR("image/")) ? STR("file") :
	    str_printf(a, "image.%.*s", STR_ARG(sub));
}

bool
attach_is_picture(const struct attachment *at)
{
	static const struct str types[] = {
		{ "image/png", 9 }, { "image/jpeg", 10 }, { "image/jpg", 9 },
		{ "image/gif", 9 }, { "image/webp", 10 },
	};

	return is_one_of(at->type, types, COUNT(types));
}

bool
attach_is_calendar(const struct attachment *at)
{
	static const struct str types[] = {
		{ "text/calendar", 13 }, { "application/ics", 15 },
	};

	return is_one_of(at->type, types, COUNT(types));
}

void
attach_inlinefile(struct attachments *l, const struct inlinefile *file)
{
	struct attachment *at = add(l);

	if (at == NULL)
		return;
	at->name = attach_name(l->a, charset_text(l->a, STR_NONE, l->charset, file->name));
	at->type = STR("application/octet-stream");
	take_bytes(l, at, file->transfer, file->body);
}

void
attach_tnef(struct attachments *l, const struct tnef_file *file)
{
	struct attachment *at = add(l);

	if (at == NULL)
		return;
	at->name = attach_name(l->a, file->name);
	at->type = media_type(l->a, file->type, STR("application/octet-stream"));
	at->content_id = str_utf8_cut(msgid_one(l->a, file->content_id), LIMIT_MSGID);
	at->is_inline = at->is_shown = file->is_inline;
	take_bytes(l, at, TRANSFER_PLAIN, file->bytes);
}
