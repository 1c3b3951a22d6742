/*
 * Whether a person wrote a mail.  Trusts header fields only to lower what a
 * mail may cause: a robot that hides is handled as a person, a person is never
 * taken for a robot by words alone in the text.
 */
#include "parsers/machine.h"

#include "parsers/bounce.h"
#include "parsers/fold.h"
#include "parsers/headers.h"
#include "parsers/machinewords.h"
#include "parsers/wordlist.h"

enum { LOOK_BYTES = 8 * 1024 };		/* of the text, for phrases */

struct signs {
	struct arena		*a;
	const struct report	*report;
	struct letter		*letter;
	struct str		 subject;	/* folded */
	struct str		 text;		/* folded beginning */
};

static bool
set_kind(struct signs *s, enum letter_kind kind, struct str why)
{
	s->letter->kind = kind;
	s->letter->kind_why = why;
	return true;
}

static bool
is_daemon(struct str addr)
{
	struct str local = str_sub(addr, 0, str_chr(addr, '@', 0));

	for (size_t i = 0; machine_daemons[i] != NULL; i++)
		if (str_ieq(local, str_c(machine_daemons[i])))
			return true;
	return false;
}

static bool
is_daemon_name(struct str name)
{
	for (size_t i = 0; machine_daemon_names[i] != NULL; i++)
		if (fold_eq(fold_trim(name), str_c(machine_daemon_names[i])))
			return true;
	return false;
}

static bool
from_daemon(const struct letter *l)
{
	for (size_t i = 0; i < l->from.n; i++)
		if (is_daemon(l->from.v[i].addr) || is_daemon_name(l->from.v[i].name))
			return true;
	return is_daemon(l->return_path);
}

/* Nobody reads answers there; but a web form names its writer in Reply-To. */
static bool
from_no_reply(const struct letter *l)
{
	for (size_t i = 0; i < l->from.n; i++)
		for (size_t k = 0; machine_no_reply[k] != NULL; k++)
			if (str_istarts(l->from.v[i].addr, str_c(machine_no_reply[k])))
				return true;
	return false;
}

/* The null sender of RFC 5321 section 4.5.5. */
static bool
null_sender(const struct letter *l)
{
	return str_eq(headers_get(&l->headers, STR("Return-Path")), STR("<>"));
}

/* RFC 5965 and RFC 8098: complaints and receipts. */
static bool
by_report(struct signs *s)
{
	const struct report *r = s->report;

	if (r->feedback.n > 0 || str_eq(r->type, STR("feedback-report")))
		return set_kind(s, LETTER_AUTO, STR("report-type=feedback-report"));
	if (str_eq(r->type, STR("disposition-notification")))
		return set_kind(s, LETTER_AUTO, STR("report-type=disposition-notification"));
	return false;
}

static bool
by_delivery_status(struct signs *s)
{
	struct bounce *b = &s->letter->bounce;
	struct str status = s->report->status;

	/* Old servers forget the MIME header: the report is in the text. */
	if (status.n == 0 && from_daemon(s->letter) &&
	    str_find(s->text, STR("\nfinal-recipient:"), 0) != SIZE_MAX)
		status = s->letter->text;
	switch (bounce_status(s->a, status, b)) {
	case BOUNCE_NO:
		return false;
	case BOUNCE_DELIVERED:
		*b = (struct bounce){ .is_delayed = false };
		return set_kind(s, LETTER_AUTO, STR("delivery-status: delivered"));
	case BOUNCE_FAILED:
	case BOUNCE_DELAYED:
		break;
	}
	bounce_words(s->a, s->report, s->letter, b);
	return set_kind(s, LETTER_BOUNCE, STR("message/delivery-status"));
}

/* A bounce in a server's own words: who sends it and what it says must agree. */
static bool
by_notice(struct signs *s)
{
	const struct letter *l = s->letter;
	bool failed = headers_has(&l->headers, STR("X-Failed-Recipients"));
	bool daemon = from_daemon(l) || null_sender(l);
	bool subject = wordlist_within(s->subject, machine_bounce_subjects);
	bool phrase = wordlist_within(s->text, machine_bounce_phrases);

	if (!failed && !(daemon && (subject || phrase)) &&
	    !(str_eq(s->report->type, STR("delivery-status")) && (subject || phrase)) &&
	    !(from_no_reply(l) && subject && phrase))
		return false;
	s->letter->bounce.is_delayed = wordlist_within(s->text, machine_delay_phrases) ||
	    wordlist_within(s->subject, machine_delay_phrases);
	bounce_words(s->a, s->report, l, &s->letter->bounce);
	if (s->letter->bounce.status.p[0] == '5')
		s->letter->bounce.is_delayed = false;
	return set_kind(s, LETTER_BOUNCE, failed ? STR("X-Failed-Recipients") :
	    daemon ? STR("mail server's notice") : STR("report-type=delivery-status"));
}

static bool
by_header(struct signs *s)
{
	const struct headers *h = &s->letter->headers;

	for (size_t i = 0; i < machine_headers_n; i++) {
		const struct machine_header *row = &machine_headers[i];
		size_t at = 0;
		const struct header *f;

		while ((f = headers_next(h, str_c(row->name), &at)) != NULL) {
			struct str v = fold(s->a, fold_trim(f->value));

			if (row->value == NULL ? v.n > 0 : str_starts(v, str_c(row->value)))
				return set_kind(s, row->kind, str_printf(s->a, "%s: %.*s",
				    row->name, STR_ARG(str_utf8_cut(str_trim(f->value), 100))));
		}
	}
	return false;
}

/* Robots that mark nothing are known by the subject that they put before ours. */
static bool
by_subject(struct signs *s)
{
	if (wordlist_starts(s->subject, machine_auto_starts))
		return set_kind(s, LETTER_AUTO, STR("subject of an automatic reply"));
	if (null_sender(s->letter) && wordlist_within(s->subject, machine_auto_subjects))
		return set_kind(s, LETTER_AUTO, STR("null sender, automatic subject"));
	return false;
}

/* A null sender wants no answer (RFC 3834 section 2), whatever it wrote. */
static bool
by_sender(struct signs *s)
{
	if (null_sender(s->letter))
		return set_kind(s, LETTER_AUTO, STR("Return-Path: <>"));
	if (from_daemon(s->letter))
		return set_kind(s, LETTER_AUTO, STR("sent by a mail server"));
	if (from_no_reply(s->letter) && !headers_has(&s->letter->headers, STR("Reply-To")))
		return set_kind(s, LETTER_AUTO, STR("a no-reply sender"));
	return false;
}

void
machine_classify(struct arena *a, const struct report *r, struct letter *l)
{
	static bool (*const tests[])(struct signs *) = {
		by_report, by_delivery_status, by_notice, by_header, by_subject, by_sender,
	};
	struct signs s = { .a = a, .report = r, .letter = l };

	s.subject = fold(a, fold_trim(l->subject));
	s.text = fold(a, str_utf8_cut(l->text, LOOK_BYTES));
	l->bounce = (struct bounce){ .is_delayed = false };
	set_kind(&s, LETTER_HUMAN, STR_NONE);
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		if (tests[i](&s))
			return;
}
