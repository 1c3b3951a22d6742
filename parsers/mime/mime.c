/*
 * Trusts nothing: it walks scan's flat list of parts (no recursion deeper than
 * limits.depth) and decodes slices of the raw mail.
 */
#include "parsers/mime/mime.h"

#include "parsers/head/headers.h"
#include "parsers/markup/enriched.h"
#include "parsers/markup/html.h"
#include "parsers/markup/htmlveil.h"
#include "parsers/markup/rtf.h"
#include "parsers/mime/armour.h"
#include "parsers/mime/attach.h"
#include "parsers/mime/cms.h"
#include "parsers/mime/encoded.h"
#include "parsers/mime/inflate.h"
#include "parsers/mime/inlinefile.h"
#include "parsers/mime/invite.h"
#include "parsers/mime/leaves.h"
#include "parsers/mime/lzfu.h"
#include "parsers/mime/parttext.h"
#include "parsers/mime/parttype.h"
#include "parsers/mime/richer.h"
#include "parsers/mime/scan.h"
#include "parsers/mime/shown.h"
#include "parsers/mime/tnef.h"
#include "parsers/text/charset.h"
#include "parsers/text/flowed.h"
#include "parsers/text/hashmark.h"
#include "parsers/text/transfer.h"

enum {
	HTML_FACTOR = 4,
	SIGNED_BYTES = 256 * 1024,	/* of HTML in which a signature is looked for */
	RTF_FACTOR = 8,			/* pictures are written in digits */
	INNER_MAX = 4			/* mails within mails that are looked into */
};

void
mime_init(void)
{
	transfer_init();
	charset_init();
}

struct walk {
	struct arena		*a;
	const struct limits	*limits;
	const struct scan	*scan;
	struct str		 charset;
	struct mime		*out;
	struct attachments	 files;
	struct shown		 shown;		/* pages, which show some of them */
	size_t			 unpacked;	/* bytes, of what was compressed */
	size_t			 depth;		/* of the mail that `scan` is of */
	size_t			 opened;	/* wrappers that were read as if they were none */
	bool			 foreign;	/* others' words were taken as text */
	bool			 cut;		/* text beyond limits.text_bytes */
	/* What is read when there is no other text, the first of each. */
	const struct part	*named;		/* a text that came as a file */
	const struct part	*rtf;
	const struct part	*message;	/* a mail that is passed on as a whole */
	struct str		 packed;	/* within winmail.dat */
	struct str		 note;		/* why nothing can be read */
};

/* At most `max` bytes of it, and a note when there were more. */
static struct str
cut_bytes(struct walk *w, struct str s, size_t max)
{
	w->cut |= s.n > max;
	return str_sub(s, 0, max);
}

/*
 * winmail.dat: its files in its place.  False when it must be listed itself:
 * something in it could not be read, its text included.
 */
static bool
open_tnef(struct walk *w, const struct part *p)
{
	size_t max = w->limits->text_bytes;
	struct tnef tnef;
	bool whole = tnef_read(w->a, transfer_decode(w->a, transfer_of(p->encoding), p->body,
	    SIZE_MAX), w->files.max - w->files.n, &tnef);

	for (size_t i = 0; i < tnef.n_files; i++)
		attach_tnef(&w->files, &tnef.files[i]);
	if (w->packed.n == 0)
		w->packed = str_trim(tnef.text).n > 0 ? tnef.text :
		    html_text(w->a, str_utf8_cut(cut_bytes(w, tnef.html, max * HTML_FACTOR),
		    max * HTML_FACTOR), max + 1);
	if (w->packed.n == 0)
		w->packed = rtf_text(w->a, lzfu_unpack(w->a, tnef.rtf, max * RTF_FACTOR), max);
	return whole && (tnef.rtf.n == 0 || w->packed.n > 0 || part_has_text(w->scan));
}

/* --- the text --- */

/* The files in a text become attachments; what is left of it, at most max. */
static struct str
take_files(struct walk *w, struct str bytes, size_t max)
{
	struct str rest = bytes, next = bytes, before;
	struct inlinefile file;
	struct buf b = { .p = NULL };

	while (inlinefile_next(&next, &before, &file)) {
		if (w->files.n >= w->files.max) {
			w->files.over = true;
			break;
		}
		rest = next;
		if (b.p == NULL)
			buf_init(&b, w->a);
		buf_add(&b, cut_bytes(w, before, max - b.n));
		attach_inlinefile(&w->files, &file);
	}
	if (b.p == NULL)
		return cut_bytes(w, bytes, max);
	buf_add(&b, cut_bytes(w, rest, max - b.n));
	return buf_str(&b);
}

static struct str
plain_text(struct walk *w, const struct part *p)
{
	size_t max = w->limits->text_bytes;
	enum transfer transfer = transfer_of_text(p->encoding, p->body);
	struct str bytes = transfer == TRANSFER_PLAIN ? p->body : parttext_bytes(w->a, p, max),
	    text;

	/* A file may go on where the text is cut. */
	if (transfer != TRANSFER_PLAIN && bytes.n > max &&
	    str_find(bytes, STR("begin"), 0) != SIZE_MAX)
		bytes = transfer_decode(w->a, transfer, p->body, SIZE_MAX);
	text = armour_text(w->a, parttext_clean(w->a, w->a, p, w->charset,
	    take_files(w, bytes, max)));
	if (!str_ieq(param_raw(&p->type, STR("format")), STR("flowed")))
		return text;
	return flowed_text(w->a, text, str_ieq(param_raw(&p->type, STR("delsp")), STR("yes")));
}

static void
take_text(struct walk *w, const struct part *p, struct leaves *l)
{
	struct leaf *leaf = ARENA_NEW(w->a, struct leaf);

	if (part_is_html(w->a, p)) {
		leaf->html = p;
		l->has_html = true;
		shown_page(&w->shown, p);
	} else if (part_is_enriched(p)) {
		leaf->is_odd = true;
		leaf->text = enriched_text(w->a, plain_text(w, p),
		    str_eq(p->type.head, STR("text/richtext")), w->limits->text_bytes);
		l->has_html = true;
	} else {
		leaf->text = plain_text(w, p);
		leaf->is_odd = p->type.head.n > 0 && !str_eq(p->type.head, STR("text/plain"));
		l->has_plain = str_trim(leaf->text).n > 0;
	}
	l->first = leaf;
	l->last = &leaf->next;
}

static void	walk_part(struct walk *, size_t at, bool related, struct leaves *);

/* A mail, or a MIME entity, that stands in a part of the one being read. */
static void
walk_inner(struct walk *w, struct str raw, bool related, struct leaves *l)
{
	const struct scan *outer = w->scan;
	struct scan *inner = ARENA_NEW(w->a, struct scan);

	scan_raw(w->a, w->limits, raw, inner);
	if (w->out->ambiguous.n == 0)
		w->out->ambiguous = inner->ambiguous;
	if (w->out->over.n == 0 && inner->header.n > 0)
		w->out->over = inner->over;
	limits_join(w->a, &w->out->passed, &inner->passed);
	w->scan = inner;
	w->depth++;
	walk_part(w, 0, related, l);
	w->depth--;
	w->scan = outer;
}

/* All that is unpacked in one mail is as bounded as the mail. */
static struct str
unpack(struct walk *w, struct str in)
{
	size_t max = w->limits->message_bytes - w->unpacked;
	struct str out = inflate_read(w->a, in, max);

	w->unpacked += out.n;
	if (out.n < max)
		return out;
	limits_pass(w->a, &w->out->passed, "message_bytes", w->limits->message_bytes);
	if (w->out->over.n == 0)
		w->out->over = STR("over the limit message_bytes when it is unpacked");
	return out;
}

/*
 * S/MIME: what is only signed or compressed is read as if it stood in the open;
 * the part is listed too, for who wants to check the signature.
 */
static void
open_cms(struct walk *w, const struct part *p, bool related, struct leaves *l)
{
	enum transfer transfer = transfer_of(p->encoding);
	struct str in = transfer_decode(w->a, transfer, p->body, SIZE_MAX), content;
	/* What was decoded is ours: joined where it stands, it is not in memory twice. */
	enum cms_kind kind = cms_read(in, transfer == TRANSFER_PLAIN ?
	    arena_bytes(w->a, in.n) : (char *)(uintptr_t)in.p, &content);

	if (kind == CMS_ENCRYPTED && w->note.n == 0)
		w->note = STR("[This mail is encrypted (S/MIME): it cannot be read here.]\n");
	if (kind == CMS_COMPRESSED)
		content = unpack(w, content);
	if ((kind == CMS_SIGNED || kind == CMS_COMPRESSED) && w->depth < INNER_MAX) {
		walk_inner(w, content, related, l);
		w->opened++;
	}
}

/* A mail within the mail, as text. */
static void
open_message(struct walk *w, const struct part *p, struct leaves *l)
{
	struct str raw = transfer_decode(w->a, transfer_of(p->encoding), p->body, SIZE_MAX);
	struct leaves one;

	if (w->depth >= INNER_MAX) {
		attach_part(&w->files, p, false);
		return;
	}
	w->foreign = true;
	leaves_add(w->a, l, headers_summary(w->a, raw, w->charset));
	leaves_init(&one);
	walk_inner(w, raw, false, &one);
	leaves_join(l, &one);
}

/* True when what is in the part stands for it in the list. */
static bool
open_leaf(struct walk *w, const struct part *p, bool related, struct leaves *l)
{
	if (part_is_message(p) && w->message == NULL)
		w->message = p;
	if (str_eq(p->type.head, STR("application/pgp-encrypted")) && w->note.n == 0)
		w->note = STR("[This mail is encrypted (OpenPGP): it cannot be read here.]\n");
	if (part_is_cms(p) || str_ieq(attach_part_name(&w->files, p), STR("smime.p7m")))
		open_cms(w, p, related, l);
	return part_is_tnef(p) && open_tnef(w, p);
}

static void
walk_leaf(struct walk *w, const struct part *p, bool related, struct leaves *l)
{
	size_t opened = w->opened, files = w->files.n;
	struct params disposition;
	bool is_file;

	param_parse(w->a, p->disposition, &disposition);
	is_file = str_eq(disposition.head, STR("attachment")) ||
	    attach_part_name(&w->files, p).n > 0;
	report_take(w->a, &w->out->report, p, w->charset, w->limits->text_bytes);
	if (transfer_of(p->encoding) != TRANSFER_PLAIN && w->depth < INNER_MAX &&
	    str_starts(p->type.head, STR("multipart/"))) {
		if (w->out->ambiguous.n == 0)
			w->out->ambiguous = STR("parts that are encoded as a whole");
		walk_inner(w, encoded_entity(w->a, p), related, l);
		return;
	}
	/* A multipart in which no part was found is all there is to read. */
	if ((part_is_text(p) && !is_file) || str_starts(p->type.head, STR("multipart/")))
		take_text(w, p, l);
	else if ((is_file || !part_is_status(p)) && !open_leaf(w, p, related, l))
		attach_part(&w->files, p, related);
	if (w->opened > opened && w->files.n > files)
		w->files.v[w->files.n - 1].is_proof = true;
	/* The mail's own text, where a program calls that an attachment, has no name. */
	if (str_eq(disposition.head, STR("attachment")) &&
	    attach_part_name(&w->files, p).n > 0)
		return;
	if (part_is_text(p) && is_file && w->named == NULL)
		w->named = p;
	if (part_is_rtf(p) && w->rtf == NULL)
		w->rtf = p;
}

/* The text of a leaf's HTML, at most max and a little more. */
static struct str
leaf_html(struct walk *w, const struct leaf *leaf, bool *cut)
{
	size_t max = w->limits->text_bytes;

	return html_text(w->a, parttext_read(w->a, leaf->html, w->charset, max * HTML_FACTOR,
	    cut), max + 1);
}

/* Whether the plain text only stands in for the HTML. */
static bool
is_stand_in(struct walk *w, const struct leaves *plain, const struct leaves *html)
{
	const struct leaf *leaf = html->first;
	bool cut = false;

	while (leaf != NULL && leaf->html == NULL)
		leaf = leaf->next;
	return leaf != NULL && plain->first->html == NULL &&
	    richer_is_doubtful(plain->first->text) &&
	    richer_is_html(w->a, plain->first->text, leaf_html(w, leaf, &cut));
}

/*
 * The signature that a program marks in the HTML beside a plain text: html.h
 * writes the mark of RFC 3676 above it.
 */
static void
take_signature(struct walk *w, const struct leaves *html)
{
	const struct leaf *leaf = html->first;
	bool cut = false;
	struct str text;
	size_t at;

	while (leaf != NULL && leaf->html == NULL)
		leaf = leaf->next;
	if (leaf == NULL || w->out->signature.n > 0 || leaf->html->body.n > SIGNED_BYTES ||
	    str_ifind(leaf->html->body, STR("sig"), 0) == SIZE_MAX)
		return;
	text = leaf_html(w, leaf, &cut);
	if ((at = str_find(text, STR("\n-- \n"), 0)) == SIZE_MAX)
		return;
	text = str_sub(text, at + 5, text.n);
	/* The history may stand below it. */
	text = str_sub(text, 0, str_find(text, STR("\n>"), 0));
	w->out->signature = str_sub(text, 0, str_find(text, STR("\n____"), 0));
}

/*
 * multipart/alternative: the plain text where it says what the HTML says, else the
 * last that can be read.  What is attached to any of them is an attachment.
 */
static void
walk_alternative(struct walk *w, size_t at, bool related, struct leaves *out)
{
	const struct part *parts = w->scan->parts;
	struct leaves one, plain, other;

	leaves_init(&plain);
	leaves_init(&other);
	for (size_t i = at + 1; i < parts[at].end; i = parts[i].end) {
		leaves_init(&one);
		walk_part(w, i, related, &one);
		if (one.has_plain && !plain.has_plain)
			plain = one;
		else if (!one.has_plain && (one.has_html || other.first == NULL))
			other = one;
	}
	*out = plain.has_plain ? plain : other;
	if (plain.has_plain && other.has_html && is_stand_in(w, &plain, &other)) {
		*out = other;
		w->out->stand_in = plain.first->text;
	} else if (plain.has_plain && other.has_html) {
		take_signature(w, &other);
	}
}

static void
walk_part(struct walk *w, size_t at, bool related, struct leaves *out)
{
	const struct part *p = &w->scan->parts[at];
	struct leaves one;
	bool digest;

	if (!p->has_parts) {
		walk_leaf(w, p, related, out);
		return;
	}
	report_open(w->a, &w->out->report, p);
	if (str_eq(p->type.head, STR("multipart/alternative"))) {
		walk_alternative(w, at, related, out);
		return;
	}
	digest = str_eq(p->type.head, STR("multipart/digest"));
	related |= str_eq(p->type.head, STR("multipart/related"));
	for (size_t i = at + 1; i < p->end; i = w->scan->parts[i].end) {
		const struct part *child = &w->scan->parts[i];

		leaves_init(&one);
		/* RFC 2046 section 5.1.5: what names no type there is a mail. */
		if (digest && (child->type.head.n == 0 || part_is_message(child)))
			open_message(w, child, &one);
		else
			walk_part(w, i, related && (i > at + 1 || child->id.n > 0), &one);
		leaves_join(out, &one);
	}
}

/* Who begins as commands do is asked whether its writer saw the text. */
static size_t
seen_bytes(struct walk *w, const struct leaf *leaf, struct str text)
{
	bool cut = false;

	return hashmark(text) == 0 ? text.n : htmlveil_seen(w->a, parttext_read(w->a, leaf->html,
	    w->charset, w->limits->text_bytes * HTML_FACTOR, &cut), text);
}

/* Every leaf in order, an empty line between; HTML where there is no plain one. */
static void
join_text(struct walk *w, const struct leaves *l)
{
	size_t max = w->limits->text_bytes;
	struct buf b;

	buf_init(&b, w->a);
	for (const struct leaf *leaf = l->first; leaf != NULL; leaf = leaf->next) {
		struct str text = leaf->text;

		if (b.n > max) {
			w->cut |= str_trim(leaf->html != NULL ? leaf->html->body : text).n > 0;
			break;
		}
		if (leaf->html != NULL)
			text = leaf_html(w, leaf, &w->cut);
		if (str_trim(text).n == 0)
			continue;
		if (b.n > 0)
			buf_adds(&b, "\n");
		buf_add(&b, text);
		if (!str_ends(text, STR("\n")))
			buf_addc(&b, '\n');
		if (leaf == l->first && !leaf->is_odd)
			w->out->first_text = leaf->html == NULL ? b.n :
			    seen_bytes(w, leaf, text);
	}
	w->cut |= str_rtrim(buf_str(&b)).n > max;
	w->out->text = str_utf8_cut(buf_str(&b), max);
	w->out->is_html = l->has_html && !l->has_plain;
}

/* What is read when no part is text for people. */
static void
take_spare(struct walk *w, struct leaves *l)
{
	size_t max = w->limits->text_bytes;

	if (w->named != NULL) {
		take_text(w, w->named, l);
		return;
	}
	w->foreign = true;
	if (w->packed.n == 0 && w->rtf != NULL)
		w->packed = rtf_text(w->a, cut_bytes(w,
		    parttext_bytes(w->a, w->rtf, max * RTF_FACTOR), max * RTF_FACTOR), max);
	if (w->packed.n == 0)
		w->packed = invite_text(w->a, w->out->report.calendar, max);
	if (w->packed.n > 0)
		leaves_add(w->a, l, w->packed);
	else if (w->message != NULL && w->out->report.type.n == 0)
		open_message(w, w->message, l);
	else {
		leaves_add(w->a, l, w->note);
		w->out->is_encrypted = w->note.n > 0;
	}
}

/* What the writer forwards as a file, below their words, which stay what they are. */
static void
add_message(struct walk *w, struct leaves *l)
{
	bool foreign = w->foreign || !l->has_plain;

	open_message(w, w->message, l);
	w->foreign = foreign;
}

void
mime_read(struct arena *a, const struct limits *limits, const struct scan *scan,
    struct str charset, bool is_forward, const struct attach_sink *files, struct mime *out)
{
	struct walk w = { .a = a, .limits = limits, .scan = scan, .charset = charset,
	    .out = out, .files = { .a = a, .charset = charset, .max = limits->parts,
	    .sink = files } };
	struct leaves leaves;

	*out = (struct mime){ .is_html = false };
	leaves_init(&leaves);
	walk_part(&w, 0, false, &leaves);
	if (!leaves.has_plain && !leaves.has_html)
		take_spare(&w, &leaves);
	else if (is_forward && w.message != NULL && out->report.type.n == 0)
		add_message(&w, &leaves);
	join_text(&w, &leaves);
	if (str_trim(out->text).n == 0 && leaves.has_html) {
		leaves_init(&leaves);
		take_spare(&w, &leaves);
		join_text(&w, &leaves);
	}
	out->is_html |= w.foreign && out->text.n > 0;
	if (w.cut)
		limits_pass(a, &out->passed, "text_bytes", limits->text_bytes);
	if (w.files.over)
		limits_pass(a, &out->passed, "parts", limits->parts);
	shown_mark(&w.shown, limits->text_bytes * HTML_FACTOR, &w.files);
	out->pictures = shown_text(a, &w.shown, charset, limits->text_bytes, &w.files);
	out->attachments = w.files.v;
	out->n_attachments = w.files.n;
}
