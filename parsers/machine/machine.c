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
#include "parsers/machine/bouncewords.h"
#include "parsers/machine/failure.h"
#include "parsers/machine/machinewords.h"
#include "parsers/machine/notice.h"
#include "parsers/machine/sesnotice.h"
#include "parsers/machine/wrapped.h"
#include "parsers/text/fold.h"

enum {
	LOOK_BYTES = 8 * 1024,		/* of the text, for phrases */
	ABSENCE_BYTES = 1024,		/* such an answer is short */
	CALENDAR_BYTES = 2 * 1024,	/* METHOD stands near the top */
};

static bool
complain(struct signs *s, struct str why)
{
	const struct report *r = s->report;
	struct bounce *b = &s->out->bounce;

	b->recipient = mailbox_bare(notice_field(r->feedback, STR("Original-Rcpt-To:")));
	notice_original(s->a, r->original, STR_NONE, b, s->reasons);
	return signs_decide(s, LETTER_COMPLAINT, why);
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
		return signs_decide(s, LETTER_AUTO, str_printf(s->a, "report-type=%.*s",
		    STR_ARG(str_utf8_cut(r->type, 40))));
	return false;
}

/* JSON about a mail; only a robot writes it. */
static bool
by_ses(struct signs *s)
{
	struct bounce *b = &s->out->bounce;
	enum ses_kind kind = SES_NONE;

	if (s->sender.is_no_reply || headers_has(s->mail->headers, STR("x-amz-sns-message-id")))
		kind = ses_read(s->a, s->mail->text, b);
	switch (kind) {
	case SES_NONE:
		return false;
	case SES_COMPLAINT:
		return signs_decide(s, LETTER_COMPLAINT, STR("Amazon SES: a complaint"));
	case SES_DELIVERY:
		*b = (struct bounce){ .is_delayed = false };
		return signs_decide(s, LETTER_AUTO, STR("Amazon SES: delivered"));
	case SES_BOUNCE:
	case SES_DELAY:
		break;
	}
	if (b->status.n == 0)
		b->status = b->is_delayed ? STR("4.0.0") : STR("5.0.0");
	return signs_decide(s, LETTER_BOUNCE, STR("Amazon SES: a bounce"));
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
	return signs_decide(s, LETTER_CALENDAR, str_printf(s->a, "text/calendar; method=%.*s",
	    STR_ARG(method)));
}

/* "no", also with a comment behind it. */
static bool
is_denied(struct arena *a, struct str value)
{
	struct str v = fold(a, fold_trim(str_utf8_cut(value, LIMIT_NAME))), word;

	return str_split(&v, ' ', &word) && wordlist_has(word, machine_denials);
}

/* `own` stands in s, and is not a part of a longer address. */
static bool
names(struct str s, struct str own)
{
	static const struct str ends = STR(" \t<>,;:()\"");
	size_t at = str_ifind(s, own, 0), end = at + own.n;

	return at != SIZE_MAX && (at == 0 || str_chr(ends, s.p[at - 1], 0) != SIZE_MAX) &&
	    (end == s.n || str_chr(ends, s.p[end], 0) != SIZE_MAX);
}

/* A list whose address is ours is how our mail comes: a group in front of the mailbox. */
static bool
is_own_list(const struct machine_mail *m)
{
	const struct headers *h = m->headers;

	for (size_t i = 0; i < h->n; i++) {
		bool tells = false;

		for (size_t k = 0; machine_list_addresses[k] != NULL && !tells; k++)
			tells = str_ieq(h->v[i].name, str_c(machine_list_addresses[k]));
		for (size_t k = 0; tells && k < m->own.n; k++)
			if (names(h->v[i].value, m->own.v[k]))
				return true;
	}
	return false;
}

/* Row i of a table, when the mail has such a field; it is then left in *found. */
static const struct machine_header *
find_header(struct signs *s, const struct machine_header *rows, size_t n,
    struct str *found)
{
	for (size_t i = 0; i < n; i++) {
		const struct header *f;
		size_t at = 0;

		if (rows[i].kind == LETTER_LIST && s->is_own_list)
			continue;
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
	    signs_decide(s, LETTER_CHALLENGE, STR("a service that has senders confirm"));
}

/* One that is only known as a robot; what returns a mail may quote such words. */
static bool
by_challenge(struct signs *s)
{
	struct str value;

	return (s->sender.is_null || s->sender.is_no_reply || s->sender.is_daemon ||
	    find_header(s, machine_headers, machine_headers_n, &value) != NULL) &&
	    says_challenge(s) &&
	    signs_decide(s, LETTER_CHALLENGE, STR("a robot that has senders confirm"));
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
			return signs_decide(s, LETTER_AUTO, str_printf(s->a, "%.*s: %.*s",
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
	struct str why;

	if (row == NULL)
		return false;
	why = str_printf(s->a, "%s: %.*s", row->name, STR_ARG(str_utf8_cut(str_trim(value), 100)));
	if (row->kind == LETTER_LIST && s->out->no_answer.n == 0)
		s->out->no_answer = why;
	return signs_decide(s, row->kind, why);
}

/* What only bulk mail bears beside it: programs add the field to people's mail as well. */
static bool
by_unsubscribe(struct signs *s)
{
	const struct headers *h = s->mail->headers;

	if (s->is_own_list || !headers_has(h, STR("List-Unsubscribe")))
		return false;
	for (size_t i = 0; i < h->n; i++) {
		const struct header *f = &h->v[i];
		bool precedence = str_ieq(f->name, STR("Precedence")) ||
		    str_ieq(f->name, STR("X-Precedence"));

		if (precedence ? wordlist_ihas(str_trim(f->value), machine_bulk_values) :
		    wordlist_within(fold(s->a, str_sub(f->name, 0, LIMIT_NAME)),
		    machine_bulk_fields))
			return signs_decide(s, LETTER_LIST, str_printf(s->a,
			    "List-Unsubscribe, and %.*s", STR_ARG(f->name)));
	}
	return false;
}

static bool
is_answer(const struct signs *s)
{
	return headers_has(s->mail->headers, STR("In-Reply-To")) ||
	    headers_has(s->mail->headers, STR("References"));
}

static bool
says_absence(const struct signs *s)
{
	return wordlist_within(fold(s->a, str_utf8_cut(s->mail->text, ABSENCE_BYTES)),
	    machine_absence_texts);
}

static bool
is_robots(const struct signs *s)
{
	switch (autosubject_read(s->subject)) {
	case AUTOSUBJECT_YES:
		return true;
	case AUTOSUBJECT_ALONE:
		return is_answer(s) || says_absence(s);
	case AUTOSUBJECT_WORD:
		return says_absence(s);
	case AUTOSUBJECT_NO:
		break;
	}
	return false;
}

/* Robots that mark nothing are known by the subject that they put before ours. */
static bool
by_subject(struct signs *s)
{
	if (!s->says_human && is_robots(s))
		return signs_decide(s, LETTER_AUTO, STR("subject of an automatic reply"));
	/* A language that no table knows: its place in the subject, and the text, tell. */
	if (!s->says_human && autosubject_is_prefixed(s->subject) && is_answer(s) &&
	    says_absence(s))
		return signs_decide(s, LETTER_AUTO, STR("an absence told before our subject"));
	if (autosubject_is_report(s->subject))
		return signs_decide(s, LETTER_AUTO, STR("subject of a report about a domain"));
	if (s->sender.is_null && wordlist_within(s->subject, machine_auto_subjects))
		return signs_decide(s, LETTER_AUTO, STR("null sender, automatic subject"));
	return false;
}

/* A null sender wants no answer (RFC 3834 section 2), whatever it wrote. */
static bool
by_sender(struct signs *s)
{
	if (s->sender.is_null)
		return signs_decide(s, LETTER_AUTO, STR("Return-Path: <>"));
	/* A postmaster may be a person, who is not refused for the address alone. */
	if (s->sender.is_daemon && !s->sender.is_postmaster)
		return signs_decide(s, LETTER_AUTO, STR("sent by a mail server"));
	/* People's programs ask for no answer, but they write to somebody, of something. */
	if (s->out->no_answer.n > 0 && s->mail->to->n == 0 && s->subject.n == 0)
		return signs_decide(s, LETTER_AUTO, str_printf(s->a, "%.*s, to nobody",
		    STR_ARG(s->out->no_answer)));
	if (s->sender.is_no_reply && !headers_has(s->mail->headers, STR("Reply-To")))
		return signs_decide(s, LETTER_AUTO, STR("a no-reply sender"));
	return false;
}

/* "Precedence: bulk", as it stands there; nothing when an answer is welcome. */
static struct str
suppressor(struct signs *s)
{
	const struct headers *h = s->mail->headers;

	for (size_t i = 0; i < h->n; i++)
		for (size_t k = 0; k < machine_suppressors_n; k++)
			if (!(machine_suppressors[k].kind == LETTER_LIST && s->is_own_list) &&
			    str_ieq(h->v[i].name, str_c(machine_suppressors[k].name)) &&
			    str_ifind(h->v[i].value, str_c(machine_suppressors[k].value), 0) !=
			    SIZE_MAX)
				return str_printf(s->a, "%.*s: %.*s", STR_ARG(h->v[i].name),
				    STR_ARG(str_utf8_cut(str_trim(h->v[i].value), 100)));
	return STR_NONE;
}

/* What the mail within is, that a gateway passes on; whose name it carries is the gateway's. */
static bool
by_wrapped(struct signs *s)
{
	struct wrapped w;
	struct machine inner;

	if (!failure_is_elsewhere(s) || !wrapped_read(s->a, s->mail, &w))
		return false;
	machine_classify(s->a, &w.mail, s->reasons, &inner);
	if (inner.kind != LETTER_BOUNCE)
		return false;
	s->out->bounce = inner.bounce;
	return signs_decide(s, LETTER_BOUNCE, str_printf(s->a, "passed on by a gateway: %.*s",
	    STR_ARG(inner.why)));
}

void
machine_classify(struct arena *a, const struct machine_mail *m, struct reasons *why,
    struct machine *out)
{
	static bool (*const tests[])(struct signs *) = {
		failure_by_reject, by_report, failure_by_report, by_challenger, by_ses,
		by_wrapped, failure_by_notice, by_calendar, by_challenge, by_field_name,
		by_header, by_unsubscribe, by_subject, by_sender,
	};
	struct signs s = { .a = a, .mail = m, .report = m->report, .out = out,
	    .reasons = why };

	*out = (struct machine){ .kind = LETTER_HUMAN };
	s.subject = fold(a, fold_trim(m->subject));
	s.is_bounce_subject = wordlist_within(s.subject, bounce_subjects) ||
	    wordlist_within(s.subject, bounce_delay_phrases);
	sender_read(a, m, s.is_bounce_subject, &s.sender);
	s.says_human = is_denied(a, headers_get(m->headers, STR("Auto-Submitted")));
	s.is_own_list = is_own_list(m);
	out->no_answer = suppressor(&s);
	for (size_t i = 0; i < COUNT(tests); i++)
		if (tests[i](&s))
			break;
	reason_add(a, why, "kind", "%s: %.*s", letter_kind_name(out->kind),
	    STR_ARG(out->why.n > 0 ? out->why : STR("no sign of a machine")));
}
