/*
 * Whether a person wrote a mail.  Trusts header fields only to lower what a
 * mail may cause: a robot that hides is handled as a person, a person is never
 * taken for a robot by words alone in the text.
 */
#include "parsers/machine/machine.h"

#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/base/wordlist.h"
#include "parsers/head/headers.h"
#include "parsers/head/mailbox.h"
#include "parsers/machine/autosubject.h"
#include "parsers/machine/bounce.h"
#include "parsers/machine/machinewords.h"
#include "parsers/machine/nobody.h"
#include "parsers/machine/notice.h"
#include "parsers/machine/sesnotice.h"
#include "parsers/machine/smtpstatus.h"
#include "parsers/text/fold.h"

enum {
	LOOK_BYTES = 8 * 1024,		/* of the text, for phrases */
	CALENDAR_BYTES = 2 * 1024,	/* METHOD stands near the top */
};

struct signs {
	struct arena		*a;
	const struct machine_mail *mail;
	const struct report	*report;
	struct machine		*out;
	struct reasons		*reasons;
	struct str		 subject;	/* folded */
	bool			 null_sender;	/* of RFC 5321 section 4.5.5 */
	bool			 from_daemon;
	bool			 from_no_reply;
	bool			 says_human;	/* Auto-Submitted: no */
};

static bool
set_kind(struct signs *s, enum letter_kind kind, struct str why)
{
	s->out->kind = kind;
	s->out->why = why;
	return true;
}

static bool
is_daemon(struct str addr)
{
	return wordlist_ihas(mailbox_local(addr), machine_daemons);
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
from_daemon(const struct machine_mail *m)
{
	for (size_t i = 0; i < m->from->n; i++)
		if (is_daemon(m->from->v[i].addr) || is_daemon_name(m->from->v[i].name))
			return true;
	return is_daemon(m->return_path);
}

/* Nobody reads answers there; but a web form names its writer in Reply-To. */
static bool
from_no_reply(const struct machine_mail *m)
{
	for (size_t i = 0; i < m->from->n; i++)
		if (nobody_replies(m->from->v[i].addr))
			return true;
	return false;
}

static bool
complain(struct signs *s, struct str why)
{
	const struct report *r = s->report;
	struct bounce *b = &s->out->bounce;

	b->recipient = mailbox_bare(notice_field(r->feedback, STR("Original-Rcpt-To:")));
	notice_original(s->a, r->original, STR_NONE, b, s->reasons);
	return set_kind(s, LETTER_COMPLAINT, why);
}

/* RFC 5965 and RFC 8098: complaints and receipts. */
static bool
by_report(struct signs *s)
{
	const struct report *r = s->report;

	if (r->feedback.n > 0 || str_eq(r->type, STR("feedback-report")))
		return complain(s, STR("report-type=feedback-report"));
	if (wordlist_starts(s->subject, machine_complaint_starts))
		return complain(s, STR("subject of a complaint"));
	/* TLS reports (RFC 8460), and what else programs will report. */
	if (r->type.n > 0 && !str_eq(r->type, STR("delivery-status")))
		return set_kind(s, LETTER_AUTO, str_printf(s->a, "report-type=%.*s",
		    STR_ARG(str_utf8_cut(r->type, 40))));
	return false;
}

static void
fill_bounce(struct signs *s, const struct notice *n)
{
	notice_fill(s->a, n, s->mail, &s->out->bounce, s->reasons);
}

static bool
by_delivery_status(struct signs *s)
{
	const struct machine_mail *m = s->mail;
	struct bounce *b = &s->out->bounce;
	struct str status = s->report->status;
	struct notice n;

	/* Old servers forget the MIME header: the report is in the text. */
	if (status.n == 0 && s->from_daemon &&
	    str_ifind(m->text, STR("\nfinal-recipient:"), 0) != SIZE_MAX)
		status = m->text;
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
	if (b->recipient.n > 0)
		reason_add(s->a, s->reasons, "bounce recipient",
		    "%.*s: in the delivery status report", STR_ARG(b->recipient));
	if (b->status.n > 0)
		reason_add(s->a, s->reasons, "bounce status",
		    "%.*s: in the delivery status report", STR_ARG(b->status));
	notice_read(s->a, m, s->subject, &n);
	fill_bounce(s, &n);
	return set_kind(s, LETTER_BOUNCE, STR("message/delivery-status"));
}

/* JSON about a mail; only a robot writes it. */
static bool
by_ses(struct signs *s)
{
	struct bounce *b = &s->out->bounce;
	enum ses_kind kind = SES_NONE;

	if (s->from_no_reply || headers_has(s->mail->headers, STR("x-amz-sns-message-id")))
		kind = ses_read(s->a, s->mail->text, b);
	switch (kind) {
	case SES_NONE:
		return false;
	case SES_COMPLAINT:
		return set_kind(s, LETTER_COMPLAINT, STR("Amazon SES: a complaint"));
	case SES_DELIVERY:
		*b = (struct bounce){ .is_delayed = false };
		return set_kind(s, LETTER_AUTO, STR("Amazon SES: delivered"));
	case SES_BOUNCE:
	case SES_DELAY:
		break;
	}
	if (b->status.n == 0)
		b->status = b->is_delayed ? STR("4.0.0") : STR("5.0.0");
	return set_kind(s, LETTER_BOUNCE, STR("Amazon SES: a bounce"));
}

static bool
from_postmaster(const struct machine_mail *m)
{
	return m->from->n > 0 && str_ieq(mailbox_local(m->from->v[0].addr), STR("postmaster")) &&
	    !is_daemon_name(m->from->v[0].name);
}

/* A bounce in a server's own words: who sends it and what it says must agree. */
static bool
by_notice(struct signs *s)
{
	const struct machine_mail *m = s->mail;
	bool failed = headers_has(m->headers, STR("X-Failed-Recipients"));
	bool daemon = s->from_daemon || s->null_sender;
	bool report = str_eq(s->report->type, STR("delivery-status"));
	bool alone = notice_is_marked(m), subject, phrase, coded, sure;
	struct notice n;

	if (!failed && !daemon && !report && !s->from_no_reply && !alone)
		return false;		/* what people write is not looked at */
	if (!failed && daemon && wordlist_starts(s->subject, bounce_success_subjects))
		return set_kind(s, LETTER_AUTO, STR("subject of a delivery receipt"));
	notice_read(s->a, m, s->subject, &n);
	alone = alone && n.format != NULL && n.format->alone;
	subject = wordlist_within(s->subject, bounce_subjects) ||
	    wordlist_within(s->subject, bounce_delay_phrases);
	/* "550 5.1.1" needs no words in a language that we know. */
	coded = smtp_status_behind_code(n.text).n > 0;
	phrase = n.format != NULL || wordlist_within(n.folded, bounce_phrases);
	/* A postmaster may be a person who writes about mail. */
	sure = report || (daemon && (s->null_sender || !from_postmaster(m)));
	if (!failed && !alone && !(sure && (subject || phrase || coded)) &&
	    !((daemon || s->from_no_reply) && subject && (phrase || (daemon && coded))))
		return false;
	s->out->bounce.is_delayed = notice_is_delay(&n, s->subject);
	fill_bounce(s, &n);
	return set_kind(s, LETTER_BOUNCE, failed ? STR("X-Failed-Recipients") :
	    alone ? str_printf(s->a, "format of %s", n.format->name) :
	    daemon ? STR("mail server's notice") :
	    report ? STR("report-type=delivery-status") : STR("a no-reply sender's notice"));
}

/*
 * A mail that is a calendar message (RFC 6047): its method makes it one.  A
 * calendar without one, or a published one, is a file.
 */
static bool
by_calendar(struct signs *s)
{
	const struct report *r = s->report;
	struct str method = r->calendar_method;
	size_t at;

	if (method.n == 0 && r->calendar.n > 0 && (at = str_ifind(str_sub(r->calendar, 0,
	    CALENDAR_BYTES), STR("\nmethod:"), 0)) != SIZE_MAX) {
		struct str rest = str_sub(r->calendar, at + 8, r->calendar.n);

		if (!str_line(&rest, &method))
			return false;
	}
	method = fold(s->a, str_trim(str_utf8_cut(method, 40)));
	if (!wordlist_has(method, machine_calendar_methods))
		return false;
	return set_kind(s, LETTER_CALENDAR, str_printf(s->a, "text/calendar; method=%.*s",
	    STR_ARG(method)));
}

/* "no", also with a comment behind it. */
static bool
is_denied(struct arena *a, struct str value)
{
	struct str v = fold(a, fold_trim(str_utf8_cut(value, LIMIT_NAME))), word;

	return str_split(&v, ' ', &word) && wordlist_has(word, machine_denials);
}

/* Row i of a table, when the mail has such a field; it is then left in *found. */
static const struct machine_header *
find_header(struct signs *s, const struct machine_header *rows, size_t n,
    struct str *found)
{
	for (size_t i = 0; i < n; i++) {
		const struct header *f;
		size_t at = 0;

		while ((f = headers_next(s->mail->headers, str_c(rows[i].name), &at)) !=
		    NULL) {
			struct str v = fold(s->a, fold_trim(str_utf8_cut(f->value, LIMIT_NAME)));

			*found = f->value;
			if ((rows[i].value == NULL ? v.n > 0 && !is_denied(s->a, v) :
			    str_starts(v, str_c(rows[i].value))) &&
			    !(rows[i].weak && s->says_human))
				return &rows[i];
		}
	}
	return NULL;
}

static bool
challenger(struct arena *a, struct str addr)
{
	return addr.n > 0 && wordlist_within(fold(a, str_utf8_cut(addr, LIMIT_ADDRESS)),
	    machine_challenge_senders);
}

static bool
says_challenge(struct signs *s)
{
	return wordlist_within(s->subject, machine_challenge_words) ||
	    wordlist_within(fold(s->a, str_utf8_cut(s->mail->text, LOOK_BYTES)),
	    machine_challenge_words);
}

/* Sender verification: a service or program that says what only these say. */
static bool
by_challenger(struct signs *s)
{
	const struct machine_mail *m = s->mail;
	struct str value;
	bool mark = challenger(s->a, m->return_path) || challenger(s->a, m->message_id) ||
	    find_header(s, machine_challenge_marks, machine_challenge_marks_n, &value) != NULL;

	for (size_t i = 0; i < m->from->n && !mark; i++)
		mark = challenger(s->a, m->from->v[i].addr);
	for (size_t i = 0; i < m->reply_to->n && !mark; i++)
		mark = challenger(s->a, m->reply_to->v[i].addr);
	return mark && says_challenge(s) &&
	    set_kind(s, LETTER_CHALLENGE, STR("a service that has senders confirm"));
}

/* One that is only known as a robot; what returns a mail may quote such words. */
static bool
by_challenge(struct signs *s)
{
	struct str value;

	return (s->null_sender || s->from_no_reply || s->from_daemon ||
	    find_header(s, machine_headers, machine_headers_n, &value) != NULL) &&
	    says_challenge(s) &&
	    set_kind(s, LETTER_CHALLENGE, STR("a robot that has senders confirm"));
}

/* X-Autoreply, X-Mail-Autoreply, X-MDAutoresponder, X-Vacation …: all name it. */
static bool
by_field_name(struct signs *s)
{
	const struct headers *h = s->mail->headers;

	for (size_t i = 0; i < h->n; i++) {
		struct str name = fold(s->a, str_sub(h->v[i].name, 0, LIMIT_NAME));

		if (wordlist_within(name, machine_auto_fields) &&
		    !wordlist_within(name, machine_auto_field_denials) &&
		    fold_trim(h->v[i].value).n > 0 && !is_denied(s->a, h->v[i].value))
			return set_kind(s, LETTER_AUTO, str_printf(s->a, "%.*s: %.*s",
			    STR_ARG(h->v[i].name),
			    STR_ARG(str_utf8_cut(str_trim(h->v[i].value), 100))));
	}
	return false;
}

static bool
by_header(struct signs *s)
{
	struct str value;
	const struct machine_header *row = find_header(s, machine_headers, machine_headers_n,
	    &value);

	return row != NULL && set_kind(s, row->kind, str_printf(s->a, "%s: %.*s", row->name,
	    STR_ARG(str_utf8_cut(str_trim(value), 100))));
}

/* Robots that mark nothing are known by the subject that they put before ours. */
static bool
by_subject(struct signs *s)
{
	if (!s->says_human && autosubject_is_reply(s->subject))
		return set_kind(s, LETTER_AUTO, STR("subject of an automatic reply"));
	if (autosubject_is_report(s->subject))
		return set_kind(s, LETTER_AUTO, STR("subject of a report about a domain"));
	if (s->null_sender && wordlist_within(s->subject, machine_auto_subjects))
		return set_kind(s, LETTER_AUTO, STR("null sender, automatic subject"));
	return false;
}

/* A null sender wants no answer (RFC 3834 section 2), whatever it wrote. */
static bool
by_sender(struct signs *s)
{
	if (s->null_sender)
		return set_kind(s, LETTER_AUTO, STR("Return-Path: <>"));
	/* A postmaster may be a person, who is not refused for the address alone. */
	if (s->from_daemon && !from_postmaster(s->mail))
		return set_kind(s, LETTER_AUTO, STR("sent by a mail server"));
	if (s->from_no_reply && !headers_has(s->mail->headers, STR("Reply-To")))
		return set_kind(s, LETTER_AUTO, STR("a no-reply sender"));
	return false;
}

void
machine_classify(struct arena *a, const struct machine_mail *m, struct reasons *why,
    struct machine *out)
{
	static bool (*const tests[])(struct signs *) = {
		by_report, by_delivery_status, by_challenger, by_ses, by_notice, by_calendar,
		by_challenge, by_field_name, by_header, by_subject, by_sender,
	};
	struct signs s = { .a = a, .mail = m, .report = m->report, .out = out,
	    .reasons = why };

	*out = (struct machine){ .kind = LETTER_HUMAN };
	s.subject = fold(a, fold_trim(m->subject));
	s.null_sender = str_eq(headers_get(m->headers, STR("Return-Path")), STR("<>"));
	s.from_daemon = from_daemon(m);
	s.from_no_reply = from_no_reply(m);
	s.says_human = is_denied(a, headers_get(m->headers, STR("Auto-Submitted")));
	for (size_t i = 0; i < COUNT(tests); i++)
		if (tests[i](&s))
			break;
	reason_add(a, why, "kind", "%s: %.*s", letter_kind_name(out->kind),
	    STR_ARG(out->why.n > 0 ? out->why : STR("no sign of a machine")));
}
