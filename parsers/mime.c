/*
 * Trusts nothing: it walks scan's flat list of parts (no recursion deeper than
 * limits.depth) and decodes slices of the raw mail.  GMime sees only the bytes
 * of one part at a time, never a structure.
 */
#include "parsers/mime.h"

#include <gmime/gmime.h>
#include <nettle/sha2.h>
#include <string.h>

#include "parsers/charset.h"
#include "parsers/flowed.h"
#include "parsers/html.h"
#include "parsers/msgid.h"
#include "parsers/words.h"

enum { CHUNK = 32 * 1024, HTML_FACTOR = 4 };

void
mime_init(void)
{
	g_mime_init();
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

/* --- transfer encodings --- */

static const struct {
	struct str		name;
	enum mime_encoding	encoding;
} encodings[] = {
	{ { "base64", 6 }, MIME_BASE64 },
	{ { "quoted-printable", 16 }, MIME_QP },
	{ { "x-uuencode", 10 }, MIME_UU },
	{ { "x-uue", 5 }, MIME_UU },
	{ { "uuencode", 8 }, MIME_UU },
};

static enum mime_encoding
encoding_of(const struct part *part)
{
	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++)
		if (str_istarts(part->encoding, encodings[i].name))
			return encodings[i].encoding;
	return MIME_PLAIN;
}

static const GMimeContentEncoding gmime_encodings[] = {
	[MIME_PLAIN] = GMIME_CONTENT_ENCODING_8BIT,
	[MIME_BASE64] = GMIME_CONTENT_ENCODING_BASE64,
	[MIME_QP] = GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE,
	[MIME_UU] = GMIME_CONTENT_ENCODING_UUENCODE,
};

/* Decoding piece by piece: an attachment is never in memory as a whole. */
struct decoder {
	GMimeEncoding	 state;
	struct str	 rest;
	char		*out;
	bool		 unpadded;	/* base64 whose '=' may be missing */
};

/* Behind the "begin 644 name" line, where GMime's decoder wants to start. */
static struct str
uu_body(struct str in)
{
	struct str rest = in, line;

	while (str_line(&rest, &line))
		if (str_starts(line, STR("begin ")))
			return rest;
	return in;
}

static void
decoder_init(struct decoder *d, struct arena *a, enum mime_encoding encoding, struct str in)
{
	g_mime_encoding_init_decode(&d->state, gmime_encodings[encoding]);
	if (encoding == MIME_UU) {
		in = uu_body(in);
		d->state.state |= GMIME_UUDECODE_STATE_BEGIN;
	}
	d->rest = in;
	d->unpadded = encoding == MIME_BASE64 && in.n > 0;
	d->out = arena_alloc(a, 16 +
	    g_mime_encoding_outlen(&d->state, in.n < CHUNK ? in.n : CHUNK));
}

/* False at the end; a piece may be empty. */
static bool
decoder_next(struct decoder *d, struct str *piece)
{
	struct str in = str_sub(d->rest, 0, CHUNK);

	if (in.n == 0 && !d->unpadded)
		return false;
	if (in.n == 0) {
		/* Completes what is left over; adds nothing where nothing is. */
		in = STR("==");
		d->unpadded = false;
	}
	d->rest = str_sub(d->rest, in.n, d->rest.n);
	*piece = (struct str){ d->out, d->rest.n > 0 || d->unpadded ?
	    g_mime_encoding_step(&d->state, in.p, in.n, d->out) :
	    g_mime_encoding_flush(&d->state, in.p, in.n, d->out) };
	return true;
}

struct str
mime_decode(struct arena *a, enum mime_encoding encoding, struct str in, size_t max)
{
	struct decoder d;
	struct str piece;
	struct buf b;

	if (encoding == MIME_PLAIN)
		return str_sub(in, 0, max);
	buf_init(&b, a);
	decoder_init(&d, a, encoding, in);
	while (b.n < max && decoder_next(&d, &piece))
		buf_add(&b, piece);
	return buf_str(&b);
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
	size_t			 cap;		/* of attachments */
	const struct part	*named;		/* the first text that came as a file */
};

/* For show only: no path, no control, no bidi override. */
static struct str
file_name(struct walk *w, const struct part *p, const struct params *disposition)
{
	struct str name = param_text(w->a, disposition, STR("filename"), w->charset);
	size_t i;

	if (name.n == 0)
		name = param_text(w->a, &p->type, STR("name"), w->charset);
	for (i = name.n; i > 0 && name.p[i - 1] != '/' && name.p[i - 1] != '\\'; i--)
		;
	if (i < name.n)
		name = str_sub(name, i, name.n);
	return str_utf8_cut(name, LIMIT_NAME);
}

static struct str
hash(struct arena *a, enum mime_encoding encoding, struct str body, uint64_t *size)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx ctx;
	struct decoder d;
	struct str piece;
	struct buf hex;

	sha256_init(&ctx);
	*size = 0;
	decoder_init(&d, a, encoding, body);
	while (decoder_next(&d, &piece)) {
		sha256_update(&ctx, piece.n, (const uint8_t *)piece.p);
		*size += piece.n;
	}
	sha256_digest(&ctx, sizeof(digest), digest);
	buf_init(&hex, a);
	for (size_t i = 0; i < sizeof(digest); i++)
		buf_printf(&hex, "%02x", digest[i]);
	return buf_str(&hex);
}

static void
add_attachment(struct walk *w, const struct part *p, bool related)
{
	struct mime *out = w->out;
	struct params disposition;
	struct attachment *at;

	if (out->n_attachments == w->cap) {
		size_t cap = w->cap == 0 ? 4 : w->cap * 2;
		struct attachment *v = ARENA_ARRAY(w->a, cap, struct attachment);

		if (out->n_attachments > 0)
			memcpy(v, out->attachments, out->n_attachments * sizeof(*v));
		out->attachments = v;
		w->cap = cap;
	}
	param_parse(w->a, p->disposition, &disposition);
	at = &out->attachments[out->n_attachments++];
	at->name = file_name(w, p, &disposition);
	at->type = media_type(w->a, p);
	at->content_id = str_utf8_cut(msgid_one(w->a, p->id), LIMIT_MSGID);
	at->is_inline = str_eq(disposition.head, STR("inline")) || related;
	at->sha256 = hash(w->a, encoding_of(p), p->body, &at->size);
}

/* --- the text --- */

/* The text leaves of a subtree, in order; chained, so that sets join cheaply. */
struct leaf {
	const struct part	*part;
	struct str		 text;		/* text/plain; HTML is made text last */
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

static struct str
decode_text(struct walk *w, const struct part *p, size_t max)
{
	struct str bytes = mime_decode(w->a, encoding_of(p), p->body, max);
	struct str label = param_raw(&p->type, STR("charset"));

	/* A cut may have split a character. */
	return charset_clean(w->a, charset_text(w->a, label, w->charset, str_sub(bytes, 0, max)));
}

static struct str
plain_text(struct walk *w, const struct part *p)
{
	struct str text = decode_text(w, p, w->limits->text_bytes);

	if (!str_ieq(param_raw(&p->type, STR("format")), STR("flowed")))
		return text;
	return flowed_text(w->a, text, str_ieq(param_raw(&p->type, STR("delsp")), STR("yes")));
}

static void
take_text(struct walk *w, const struct part *p, struct leaves *l)
{
	struct leaf *leaf = ARENA_NEW(w->a, struct leaf);

	leaf->part = p;
	if (is_html(p))
		l->has_html = true;
	else {
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
	else if (is_file || !is_report_status(p))
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

		if (is_html(leaf->part))
			text = html_text(w->a, decode_text(w, leaf->part, max * HTML_FACTOR), max);
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
	    .out = out };
	struct leaves leaves;

	*out = (struct mime){ .n_attachments = 0 };
	leaves_init(&leaves);
	walk_part(&w, 0, false, &leaves);
	if (!leaves.has_plain && !leaves.has_html && w.named != NULL)
		take_text(&w, w.named, &leaves);
	join_text(&w, &leaves);
}
