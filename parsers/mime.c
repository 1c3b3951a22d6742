/*
 * Trusts nothing: it walks scan's flat list of parts (no recursion deeper than
 * limits.depth) and decodes slices of the raw mail.
 */
#include "parsers/mime.h"

#include "parsers/attach.h"
#include "parsers/charset.h"
#include "parsers/flowed.h"
#include "parsers/html.h"
#include "parsers/inlinefile.h"
#include "parsers/msgid.h"
#include "parsers/tnef.h"
#include "parsers/words.h"

enum { HTML_FACTOR = 4 };

void
mime_init(void)
{
	transfer_init();
	charset_init();
}

struct str
mime_charset(const struct scan *scan)
{
	for (size_t i = 0; i < scan->n_parts; i++) {
		struct str charset = param_raw(&scan->parts[i].type, STR("charset"));

		if (charset_known(charset))
			return charset;
	}
	return STR_NONE;
}

/* --- what a part is --- */

/* Parts that are text for people when nothing makes them a file. */
static const struct str not_prose[] = {
	{ "text/calendar", 13 }, { "text/x-vcalendar", 16 }, { "text/vcard", 10 },
	{ "text/x-vcard", 12 }, { "text/directory", 14 }, { "text/css", 8 }, { "text/rtf", 8 },
	{ "text/csv", 8 }, { "text/rfc822-headers", 19 }, { "text/x-amp-html", 15 },
};

static bool
is_text(const struct part *p)
{
	for (size_t i = 0; i < sizeof(not_prose) / sizeof(not_prose[0]); i++)
		if (str_eq(p->type.head, not_prose[i]))
			return false;
	return p->type.head.n == 0 || str_eq(p->type.head, STR("text")) ||
	    str_starts(p->type.head, STR("text/")) ||
	    /* No valid type at all: RFC 2045 section 5.2. */
	    str_chr(p->type.head, '/', 0) == SIZE_MAX;
}

static bool
is_html(const struct part *p)
{
	return str_eq(p->type.head, STR("text/html"));
}

static bool
is_tnef(const struct part *p)
{
	return str_eq(p->type.head, STR("application/ms-tnef")) ||
	    str_eq(p->type.head, STR("application/vnd.ms-tnef")) ||
	    str_ieq(param_raw(&p->type, STR("name")), STR("winmail.dat"));
}

static struct str
media_type(struct arena *a, const struct part *p)
{
	if (str_chr(p->type.head, '/', 0) == SIZE_MAX)
		return STR("text/plain");
	return str_utf8_cut(charset_line(a, charset_text(a, STR_NONE, STR_NONE, p->type.head)),
	    LIMIT_NAME);
}

struct walk {
	struct arena		*a;
	const struct limits	*limits;
	const struct scan	*scan;
	struct str		 charset;
	struct mime		*out;
	struct attachments	 files;
	/* What is read when there is no other text. */
	const struct part	*named;		/* the first text that came as a file */
	struct str		 packed;	/* the first within winmail.dat */
};

static struct str
file_name(struct walk *w, const struct part *p, const struct params *disposition)
{
	struct str name = param_text(w->a, disposition, STR("filename"), w->charset);
	struct str rest = p->body, before;
	struct inlinefile uu;

	if (name.n == 0)
		name = param_text(w->a, &p->type, STR("name"), w->charset);
	if (name.n == 0 && transfer_of(p->encoding) == TRANSFER_UU &&
	    inlinefile_next(&rest, &before, &uu))
		name = charset_text(w->a, STR_NONE, w->charset, uu.name);
	return attach_name(w->a, name);
}

static void
add_attachment(struct walk *w, const struct part *p, bool related)
{
	struct attachment *at = attach_new(&w->files);
	struct params disposition;

	if (at == NULL)
		return;
	param_parse(w->a, p->disposition, &disposition);
	at->name = file_name(w, p, &disposition);
	at->type = media_type(w->a, p);
	at->content_id = str_utf8_cut(msgid_one(w->a, p->id), LIMIT_MSGID);
	at->is_inline = str_eq(disposition.head, STR("inline")) || related;
	at->sha256 = transfer_hash(w->a, transfer_of(p->encoding), p->body, &at->size);
}

/* The charset does not matter to the file, and often not to its name. */
static void
add_inlinefile(struct walk *w, const struct inlinefile *file)
{
	struct attachment *at = attach_new(&w->files);

	at->name = attach_name(w->a, charset_text(w->a, STR_NONE, w->charset, file->name));
	at->type = STR("application/octet-stream");
	at->sha256 = transfer_hash(w->a, file->transfer, file->body, &at->size);
}

static void
add_tnef_file(struct walk *w, const struct tnef_file *file)
{
	struct attachment *at = attach_new(&w->files);

	if (at == NULL)
		return;
	at->name = attach_name(w->a, file->name);
	at->type = file->type.n == 0 ? STR("application/octet-stream") :
	    str_lower(w->a, str_utf8_cut(charset_line(w->a, file->type), LIMIT_NAME));
	at->content_id = str_utf8_cut(msgid_one(w->a, file->content_id), LIMIT_MSGID);
	at->is_inline = file->is_inline;
	at->sha256 = transfer_hash(w->a, TRANSFER_PLAIN, file->bytes, &at->size);
}

static bool
has_text_part(const struct scan *scan)
{
	for (size_t i = 0; i < scan->n_parts; i++)
		if (!scan->parts[i].has_parts && is_text(&scan->parts[i]) &&
		    str_trim(scan->parts[i].body).n > 0)
			return true;
	return false;
}

/*
 * winmail.dat: its files in its place.  False when it must be listed itself:
 * something in it could not be read, or the mail's only text is RTF in it.
 */
static bool
open_tnef(struct walk *w, const struct part *p)
{
	size_t max = w->limits->text_bytes;
	struct tnef tnef;
	bool whole = tnef_read(w->a, transfer_decode(w->a, transfer_of(p->encoding), p->body,
	    SIZE_MAX), w->files.max - w->files.n, &tnef);

	for (size_t i = 0; i < tnef.n_files; i++)
		add_tnef_file(w, &tnef.files[i]);
	if (w->packed.n == 0)
		w->packed = str_trim(tnef.text).n > 0 ? str_utf8_cut(tnef.text, max) :
		    html_text(w->a, str_utf8_cut(tnef.html, max * HTML_FACTOR), max);
	return whole && (!tnef.has_rtf || w->packed.n > 0 || has_text_part(w->scan));
}

/* --- the text --- */

/* The text leaves of a subtree, in order; chained, so that sets join cheaply. */
struct leaf {
	const struct part	*html;		/* made text last; NULL: it is text */
	struct str		 text;
	struct leaf		*next;
};

struct leaves {
	struct leaf	*first, **last;
	bool		 has_plain;		/* some that is not blank */
	bool		 has_html;
};

static void
leaves_init(struct leaves *l)
{
	*l = (struct leaves){ .last = NULL };
}

static void
leaves_join(struct leaves *l, const struct leaves *more)
{
	if (more->first == NULL)
		return;
	if (l->first == NULL)
		l->first = more->first;
	else
		*l->last = more->first;
	l->last = more->last;
	l->has_plain |= more->has_plain;
	l->has_html |= more->has_html;
}

/* The bytes of a text part as clean text; a cut may have split a character. */
static struct str
read_text(struct walk *w, const struct part *p, struct str bytes)
{
	return charset_clean(w->a, charset_text(w->a,
	    param_raw(&p->type, STR("charset")), w->charset, bytes));
}

static struct str
decode_text(struct walk *w, const struct part *p, size_t max)
{
	return read_text(w, p, str_sub(
	    transfer_decode(w->a, transfer_of(p->encoding), p->body, max), 0, max));
}

/* The files in a text become attachments; what is left of it, at most max. */
static struct str
take_files(struct walk *w, struct str bytes, size_t max)
{
	struct str rest = bytes, before;
	struct inlinefile file;
	struct buf b = { .p = NULL };

	while (w->files.n < w->files.max && inlinefile_next(&rest, &before, &file)) {
		if (b.p == NULL)
			buf_init(&b, w->a);
		buf_add(&b, str_sub(before, 0, max - b.n));
		add_inlinefile(w, &file);
	}
	if (b.p == NULL)
		return str_sub(bytes, 0, max);
	buf_add(&b, str_sub(rest, 0, max - b.n));
	return buf_str(&b);
}

static struct str
plain_text(struct walk *w, const struct part *p)
{
	size_t max = w->limits->text_bytes;
	enum transfer transfer = transfer_of(p->encoding);
	struct str bytes = transfer == TRANSFER_PLAIN ? p->body :
	    transfer_decode(w->a, transfer, p->body, max), text;

	/* A file may go on where the text is cut. */
	if (transfer != TRANSFER_PLAIN && bytes.n >= max &&
	    str_find(bytes, STR("begin"), 0) != SIZE_MAX)
		bytes = transfer_decode(w->a, transfer, p->body, SIZE_MAX);
	text = read_text(w, p, take_files(w, bytes, max));
	if (!str_ieq(param_raw(&p->type, STR("format")), STR("flowed")))
		return text;
	return flowed_text(w->a, text, str_ieq(param_raw(&p->type, STR("delsp")), STR("yes")));
}

/* A text that was found elsewhere than in a text part. */
static void
add_text(struct walk *w, struct str text, struct leaves *l)
{
	struct leaves one;

	leaves_init(&one);
	one.first = ARENA_NEW(w->a, struct leaf);
	one.first->text = text;
	one.last = &one.first->next;
	one.has_plain = str_trim(text).n > 0;
	leaves_join(l, &one);
}

static void
take_text(struct walk *w, const struct part *p, struct leaves *l)
{
	struct leaf *leaf = ARENA_NEW(w->a, struct leaf);

	if (is_html(p)) {
		leaf->html = p;
		l->has_html = true;
	} else {
		leaf->text = plain_text(w, p);
		l->has_plain = str_trim(leaf->text).n > 0;
	}
	l->first = leaf;
	l->last = &leaf->next;
}

static void
take_report(struct walk *w, const struct part *p)
{
	static const struct {
		struct str	type;
		size_t		offset;
	} rows[] = {
		{ { "message/delivery-status", 23 }, offsetof(struct report, status) },
		{ { "message/global-delivery-status", 30 }, offsetof(struct report, status) },
		{ { "message/feedback-report", 23 }, offsetof(struct report, feedback) },
		{ { "text/calendar", 13 }, offsetof(struct report, calendar) },
		{ { "message/rfc822", 14 }, offsetof(struct report, original) },
		{ { "message/global", 14 }, offsetof(struct report, original) },
		{ { "text/rfc822-headers", 19 }, offsetof(struct report, original) },
		{ { "message/global-headers", 22 }, offsetof(struct report, original) },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str *to = (struct str *)(void *)((char *)&w->out->report + rows[i].offset);

		if (str_eq(p->type.head, rows[i].type) && to->n == 0)
			*to = decode_text(w, p, w->limits->text_bytes);
	}
	if (str_eq(p->type.head, STR("text/calendar")) &&
	    w->out->report.calendar_method.n == 0)
		w->out->report.calendar_method = param_raw(&p->type, STR("method"));
}

static bool
is_report_status(const struct part *p)
{
	return str_eq(p->type.head, STR("message/delivery-status")) ||
	    str_eq(p->type.head, STR("message/global-delivery-status")) ||
	    str_eq(p->type.head, STR("message/feedback-report"));
}

static void
walk_leaf(struct walk *w, const struct part *p, bool related, struct leaves *l)
{
	struct params disposition;
	bool is_file;

	param_parse(w->a, p->disposition, &disposition);
	is_file = str_eq(disposition.head, STR("attachment")) ||
	    file_name(w, p, &disposition).n > 0;
	take_report(w, p);
	/* A multipart in which no part was found is all there is to read. */
	if ((is_text(p) && !is_file) || str_starts(p->type.head, STR("multipart/")))
		take_text(w, p, l);
	else if ((is_file || !is_report_status(p)) && !(is_tnef(p) && open_tnef(w, p)))
		add_attachment(w, p, related);
	if (is_text(p) && w->named == NULL && !str_eq(disposition.head, STR("attachment")))
		w->named = p;
}

static void	walk_part(struct walk *, size_t at, bool related, struct leaves *);

/*
 * multipart/alternative: the plain text where it says something, else the last
 * that can be read.  What is attached to any of them is an attachment.
 */
static void
walk_alternative(struct walk *w, size_t at, bool related, struct leaves *out)
{
	const struct part *parts = w->scan->parts;
	struct leaves one;

	for (size_t i = at + 1; i < parts[at].end; i = parts[i].end) {
		leaves_init(&one);
		walk_part(w, i, related, &one);
		if (one.has_plain && !out->has_plain)
			*out = one;
		else if (!out->has_plain && (one.has_html || out->first == NULL))
			*out = one;
	}
}

static void
walk_part(struct walk *w, size_t at, bool related, struct leaves *out)
{
	const struct part *p = &w->scan->parts[at];
	struct leaves one;

	if (!p->has_parts) {
		walk_leaf(w, p, related, out);
		return;
	}
	if (str_eq(p->type.head, STR("multipart/report")))
		w->out->report.type = str_lower(w->a, charset_line(w->a,
		    charset_text(w->a, STR_NONE, STR_NONE,
		    param_raw(&p->type, STR("report-type")))));
	if (str_eq(p->type.head, STR("multipart/alternative"))) {
		walk_alternative(w, at, related, out);
		return;
	}
	related |= str_eq(p->type.head, STR("multipart/related"));
	for (size_t i = at + 1; i < p->end; i = w->scan->parts[i].end) {
		leaves_init(&one);
		walk_part(w, i, related && i > at + 1, &one);
		leaves_join(out, &one);
	}
}

/* Every leaf in order, an empty line between; HTML where there is no plain one. */
static void
join_text(struct walk *w, const struct leaves *l)
{
	size_t max = w->limits->text_bytes;
	struct buf b;

	buf_init(&b, w->a);
	for (const struct leaf *leaf = l->first; leaf != NULL && b.n < max; leaf = leaf->next) {
		struct str text = leaf->text;

		if (leaf->html != NULL)
			text = html_text(w->a, decode_text(w, leaf->html, max * HTML_FACTOR), max);
		if (str_trim(text).n == 0)
			continue;
		if (b.n > 0)
			buf_adds(&b, "\n");
		buf_add(&b, text);
		if (!str_ends(text, STR("\n")))
			buf_addc(&b, '\n');
	}
	w->out->text = str_utf8_cut(buf_str(&b), max);
	w->out->is_html = l->has_html && !l->has_plain;
}

void
mime_read(struct arena *a, const struct limits *limits, const struct scan *scan,
    struct str charset, struct mime *out)
{
	struct walk w = { .a = a, .limits = limits, .scan = scan, .charset = charset,
	    .out = out, .files = { .a = a, .max = limits->parts } };
	struct leaves leaves;
	bool packed = false;

	*out = (struct mime){ .is_html = false };
	leaves_init(&leaves);
	walk_part(&w, 0, false, &leaves);
	if (!leaves.has_plain && !leaves.has_html && w.named != NULL)
		take_text(&w, w.named, &leaves);
	if (!leaves.has_plain && !leaves.has_html && w.packed.n > 0) {
		add_text(&w, w.packed, &leaves);
		packed = true;
	}
	join_text(&w, &leaves);
	out->is_html |= packed;
	out->attachments = w.files.v;
	out->n_attachments = w.files.n;
}
