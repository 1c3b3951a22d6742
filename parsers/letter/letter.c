/*
 * Assembles a letter from what the other parsers read.  Trusts nothing: the
 * scan comes first and decides what may be read at all; a mail beyond a limit
 * still gives the fields and parts within it.
 */
#include "parsers/letter/letter.h"

#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/field/field.h"
#include "parsers/head/address.h"
#include "parsers/head/authres.h"
#include "parsers/head/headers.h"
#include "parsers/head/msgid.h"
#include "parsers/head/rawheader.h"
#include "parsers/head/received.h"
#include "parsers/head/trace.h"
#include "parsers/letter/uses.h"
#include "parsers/machine/machine.h"
#include "parsers/mime/details.h"
#include "parsers/mime/mime.h"
#include "parsers/mime/parttype.h"
#include "parsers/mime/scan.h"
#include "parsers/quote/forward.h"
#include "parsers/quote/quote.h"
#include "parsers/text/charset.h"
#include "parsers/text/date.h"
#include "parsers/text/prosedate.h"
#include "parsers/text/words.h"

enum { TOKEN_BYTES = 16 };

struct reading {
	struct arena		*a;
	const struct limits	*limits;
	struct str		 charset;	/* the mail's own */
	bool			 has_date;	/* of the first Date that can be read */
	struct letter		*l;
};

static void
read_subject(struct reading *r, struct str raw)
{
	if (r->l->subject.n == 0)
		r->l->subject = str_utf8_cut(words_decode(r->a, raw, r->charset), LIMIT_SUBJECT);
}

static void
read_message_id(struct reading *r, struct str raw)
{
	if (r->l->message_id.n == 0)
		r->l->message_id = msgid_one(r->a, raw);
}

/* The first and the newest count: the ends of a long thread find it. */
static void
read_references(struct reading *r, struct str raw)
{
	struct strs *refs = &r->l->references;
	size_t max = r->limits->references;

	msgid_list(r->a, raw, refs);
	if (refs->n <= max || max == 0)
		return;
	limits_pass(r->a, &r->l->limits, "references", max);
	for (size_t i = 1; i < max; i++)
		refs->v[i] = refs->v[refs->n - max + i];
	refs->n = max;
}

static void
read_in_reply_to(struct reading *r, struct str raw)
{
	struct strs *ids = &r->l->in_reply_to;

	msgid_list(r->a, raw, ids);
	if (ids->n <= r->limits->references)
		return;
	ids->n = r->limits->references;
	limits_pass(r->a, &r->l->limits, "references", ids->n);
}

static void
read_date(struct reading *r, struct str raw)
{
	struct date d;
	struct str text;

	if (r->has_date)
		return;
	text = charset_line(r->a, charset_text(r->a, STR_NONE, r->charset, raw));
	if (!date_parse(raw, &d) && !prosedate_parse(r->a, text, false, &d)) {
		if (r->l->date_text.n == 0)
			r->l->date_text = str_utf8_cut(text, LIMIT_NAME);
		return;
	}
	r->has_date = true;
	if (d.has_zone)
		r->l->date = d.seconds;
	r->l->date_text = date_text(r->a, &d);
}

/* One more than may be kept tells that there are more. */
static void
read_addresses(struct reading *r, struct str raw, struct addresses *list)
{
	size_t max = r->limits->addresses;

	address_parse(r->a, raw, r->charset, max + 1, list);
	if (list->n <= max)
		return;
	list->n = max;
	limits_pass(r->a, &r->l->limits, "addresses", max);
}

static void
read_return_path(struct reading *r, struct str raw)
{
	struct addresses list = { NULL, 0 };

	address_parse(r->a, raw, r->charset, 1, &list);
	if (list.n > 0 && r->l->return_path.n == 0)
		r->l->return_path = list.v[0].addr;
}

/* Each known field is one of addresses, or has a reader. */
static const struct {
	struct str	name;
	size_t		addresses;	/* offset in struct letter */
	void		(*read)(struct reading *, struct str raw);
} known[] = {
	{ { "From", 4 }, offsetof(struct letter, from), NULL },
	{ { "Sender", 6 }, offsetof(struct letter, sender), NULL },
	{ { "Reply-To", 8 }, offsetof(struct letter, reply_to), NULL },
	{ { "To", 2 }, offsetof(struct letter, to), NULL },
	{ { "Cc", 2 }, offsetof(struct letter, cc), NULL },
	{ { "Delivered-To", 12 }, offsetof(struct letter, delivered_to), NULL },
	{ { "X-Original-To", 13 }, offsetof(struct letter, delivered_to), NULL },
	{ { "Envelope-To", 11 }, offsetof(struct letter, delivered_to), NULL },
	{ { "Return-Path", 11 }, 0, read_return_path },
	{ { "Subject", 7 }, 0, read_subject },
	{ { "Message-ID", 10 }, 0, read_message_id },
	{ { "In-Reply-To", 11 }, 0, read_in_reply_to },
	{ { "References", 10 }, 0, read_references },
	{ { "Date", 4 }, 0, read_date },
};

static void
read_known(struct reading *r, const struct rawheader *h)
{
	for (size_t i = 0; i < COUNT(known); i++) {
		if (!str_ieq(h->name, known[i].name))
			continue;
		if (known[i].read != NULL)
			known[i].read(r, h->value);
		else
			read_addresses(r, h->value, (struct addresses *)(void *)
			    ((char *)r->l + known[i].addresses));
		return;
	}
}

static bool
is_usable(struct str addr)
{
	size_t at = str_chr(addr, '@', 0);

	return at != SIZE_MAX && at > 0 && at + 1 < addr.n;
}

/* `"Jo" <>, jo@x.org`, `[anonymous], jo@x.org`: no address is nobody beside one. */
static void
drop_empty(struct addresses *list)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		if (is_usable(list->v[i].addr))
			list->v[n++] = list->v[i];
	if (n > 0)
		list->n = n;
}

/* Who else the mail names as its writer: the first that can be written to. */
static struct address
other_writer(const struct letter *l)
{
	const struct addresses *const others[] = { &l->reply_to, &l->sender };

	for (size_t i = 0; i < COUNT(others); i++)
		if (others[i]->n > 0 && is_usable(others[i]->v[0].addr))
			return others[i]->v[0];
	return (struct address){ STR_NONE, is_usable(l->return_path) ? l->return_path : STR_NONE };
}

/* "[anonymous]" is no name of a server's own, as MAILER-DAEMON is. */
static bool
is_nobody(struct str addr)
{
	for (size_t i = 0; i < addr.n; i++)
		if (str_chr(STR("[]()<>:;,\" "), addr.p[i], 0) != SIZE_MAX)
			return str_chr(addr, '@', 0) == SIZE_MAX;
	return addr.n == 0;
}

/*
 * `From: Jo <>`, or none: an answer goes where the mail says that it may go.
 * Whether Jo wrote it is another question, so nothing in it is run.
 */
static void
borrow_address(struct arena *a, struct letter *l)
{
	struct address other = other_writer(l);

	if (l->from.n > 1 || (l->from.n == 1 && !is_nobody(l->from.v[0].addr)) || other.addr.n == 0)
		return;
	if (l->from.n == 0) {
		l->from = (struct addresses){ ARENA_NEW(a, struct address), 1 };
		l->from.v[0] = other;
	}
	l->from.v[0].addr = other.addr;
	if (l->ambiguous.n == 0)
		l->ambiguous = STR("From has no address, another field has");
}

static void
read_headers(struct reading *r, struct str block)
{
	struct str whole = block;
	struct rawheader h;

	headers_read(r->a, block, r->charset, &r->l->headers);
	while (rawheader_next(&block, &h))
		read_known(r, &h);
	trace_reached(r->a, whole, r->limits->addresses, &r->l->reached);
	drop_empty(&r->l->from);
	borrow_address(r->a, r->l);
}

static struct str
tidy_line(struct arena *a, struct str s)
{
	return charset_line(a, charset_text(a, STR_NONE, STR_NONE, s));
}

/*
 * What the readers cut out of the text may end within a character or hold what
 * the wire does not take as one line.
 */
static void
tidy(struct arena *a, struct letter *l)
{
	struct str *lines[] = {
		&l->kind_why, &l->no_answer, &l->bounce.recipient, &l->bounce.sent_to, &l->bounce.status,
		&l->bounce.diagnostic, &l->bounce.original_id, &l->authres.authserv_id,
		&l->authres.dmarc, &l->authres.dmarc_from, &l->authres.spf, &l->authres.dkim,
		&l->forward.from.name, &l->forward.from.addr, &l->forward.subject,
		&l->forward.date_text,
	};

	for (size_t i = 0; i < COUNT(lines); i++)
		if (lines[i]->n > 0)
			*lines[i] = tidy_line(a, *lines[i]);
	for (size_t i = 0; i < l->fields.n; i++) {
		struct field_value *f = &l->fields.v[i];

		f->value = tidy_line(a, f->value);
		f->raw = tidy_line(a, f->raw);
		f->where = tidy_line(a, f->where);
	}
	for (size_t i = 0; i < l->reasons.n; i++)
		l->reasons.v[i].why = tidy_line(a, l->reasons.v[i].why);
}

/* What was decided here; the readers add their own. */
static void
explain(const struct reading *r)
{
	struct arena *a = r->a;
	struct letter *l = r->l;
	struct reasons *why = &l->reasons;

	for (size_t i = 0; i < l->limits.n; i++)
		reason_add(a, why, "limits", "passed %.*s", STR_ARG(l->limits.v[i]));
	if (l->quarantine.n > 0)
		reason_add(a, why, "quarantine", "%.*s", STR_ARG(l->quarantine));
	if (l->ambiguous.n > 0)
		reason_add(a, why, "ambiguous", "%.*s: nothing in it is run",
		    STR_ARG(l->ambiguous));
	if (l->from.n == 0)
		reason_add(a, why, "from", "nobody: no From field with an address");
	else
		reason_add(a, why, "from", "%.*s: the first of %zu in From",
		    STR_ARG(l->from.v[0].addr), l->from.n);
	if (l->date == 0)
		reason_add(a, why, "date", l->date_text.n == 0 ? "no Date field" :
		    r->has_date ? "the Date field names no zone" :
		    "the Date field cannot be read");
	reason_add(a, why, "text", "%zu bytes of %s", l->text.n, l->text.n == 0 ?
	    "nothing that can be read" : l->text_is_html ?
	    "HTML: there is no plain text with anything in it" : "the plain text parts");
	for (size_t i = 0; i < l->n_attachments; i++)
		reason_add(a, why, "attachment", "%.*s (%.*s)%s",
		    STR_ARG(l->attachments[i].name.n > 0 ? l->attachments[i].name :
		    STR("without a name")), STR_ARG(l->attachments[i].type),
		    l->attachments[i].is_inline ? ", shown in the text" : "");
}

/* "desk+0123456789abcdef@acme.example": what a desk puts there, nobody types. */
static bool
is_to_token(const struct letter *l)
{
	for (size_t i = 0; i < l->to.n; i++) {
		struct str addr = l->to.v[i].addr;
		size_t plus = str_chr(addr, '+', 0), at = str_chr(addr, '@', 0);

		if (plus < at && at != SIZE_MAX && at - plus > TOKEN_BYTES)
			return true;
	}
	return false;
}

/* Needs text, from and subject. */
static void
read_reply(struct arena *a, const struct mime *mime, struct letter *l)
{
	struct quote_hints hints = { .subject = l->subject, .why = &l->reasons,
	    .own = mime->first_text, .marked = mime->signature,
	    .answers = l->in_reply_to.n > 0 || l->references.n > 0 || is_to_token(l) };
	struct split split;

	if (l->from.n > 0)
		hints.sender = &l->from.v[0];
	quote_split(a, l->text, &hints, &split);
	l->reply_text = split.reply;
	l->commands = (int64_t)split.commands;
	l->left = split.left;
	l->quote_lines = (int64_t)split.quote_lines;
	l->signature_lines = (int64_t)split.signature_lines;
	l->signature = split.signature_lines > 0 ? split.signature : STR_NONE;
	l->is_forward = split.is_forward;
	l->forward = split.forward;
}

/* Needs the header fields and text. */
static void
read_kind(struct arena *a, const struct letter_conf *conf, const struct report *report,
    struct letter *l)
{
	const struct machine_mail mail = { .headers = &l->headers, .from = &l->from,
	    .to = &l->to, .reply_to = &l->reply_to, .return_path = l->return_path,
	    .message_id = l->message_id, .subject = l->subject, .text = l->text,
	    .report = report, .limits = &conf->limits, .own = conf->own_addresses };
	struct machine found;

	machine_classify(a, &mail, &l->reasons, &found);
	l->kind = found.kind;
	l->kind_why = found.why;
	l->no_answer = found.no_answer;
	l->bounce = found.bounce;
}

/* Needs the new text too. */
static void
read_fields(struct arena *a, const struct field_defs *defs, struct letter *l)
{
	const struct field_mail mail = { .headers = &l->headers, .subject = l->subject,
	    .text = l->text, .reply_text = l->reply_text,
	    .answers = l->in_reply_to.n > 0 || l->references.n > 0 };

	if (defs != NULL)
		field_read(a, defs, &mail, &l->reasons, &l->fields);
}

/* "Your program cannot show HTML" is in the mail, but no words of its writer's. */
static void
add_stand_in(struct arena *a, const struct letter_conf *conf, struct str stand_in,
    struct letter *l)
{
	if (str_trim(stand_in).n > 0)
		l->text = str_utf8_cut(str_printf(a, "%.*s\n%.*s\n", STR_ARG(l->text),
		    STR_ARG(str_rtrim(stand_in))), conf->limits.text_bytes);
}

void
letter_parse(struct arena *a, const struct letter_conf *conf, struct str raw,
    struct letter *out)
{
	struct reading r = { .a = a, .limits = &conf->limits, .l = out };
	struct scan scan;
	struct mime mime;

	*out = (struct letter){ .reasons.wanted = conf->explain };
	scan_raw(a, &conf->limits, raw, &scan);
	out->quarantine = scan.over;
	out->ambiguous = scan.ambiguous;
	out->limits = scan.passed;
	r.charset = part_charset(&scan);
	read_headers(&r, scan.header);
	mime_read(a, &conf->limits, &scan, r.charset,
	    forward_is_subject(a, out->subject), conf->files, &mime);
	if (out->quarantine.n == 0)
		out->quarantine = mime.over;
	if (out->ambiguous.n == 0)
		out->ambiguous = mime.ambiguous;
	limits_join(a, &out->limits, &mime.passed);
	details_find(a, &conf->limits, &scan, &out->details, &out->file_details);
	out->text = mime.text;
	out->text_is_html = mime.is_html;
	out->is_encrypted = mime.is_encrypted;
	out->attachments = mime.attachments;
	out->n_attachments = mime.n_attachments;
	explain(&r);
	read_reply(a, &mime, out);
	read_kind(a, conf, &mime.report, out);
	uses_settle(a, mime.pictures, out);
	authres_read(a, scan.header, &conf->authserv_ids, &out->authres);
	out->network = received_network(a, scan.header, &conf->authserv_ids);
	read_fields(a, conf->fields, out);
	add_stand_in(a, conf, mime.stand_in, out);
	tidy(a, out);
	if (out->quarantine.n == 0 && out->message_id.n > 0 && out->from.n > 0)
		out->digest = trace_digest(a, raw);
}

struct address
letter_author(const struct letter *l)
{
	if (l->from.n > 0)
		return l->from.v[0];
	if (l->sender.n > 0)
		return l->sender.v[0];
	return (struct address){ .addr = l->return_path };
}

struct str
letter_forward_subject(struct arena *a, const struct letter *l)
{
	return l->forward.subject.n > 0 ? l->forward.subject :
	    forward_bare_subject(a, l->subject);
}

struct str
letter_forward_text(const struct letter *l)
{
	return str_trim(str_sub(l->reply_text, l->forward.cover.n, l->reply_text.n));
}
