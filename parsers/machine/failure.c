/*
 * Who sends a notice and what it says must agree: words alone are what people
 * write when their mail fails.
 */
#include "parsers/machine/failure.h"

#include "parsers/base/limits.h"
#include "parsers/base/wordlist.h"
#include "parsers/head/mailbox.h"
#include "parsers/machine/bouncewords.h"
#include "parsers/machine/machinewords.h"
#include "parsers/machine/notice.h"
#include "parsers/machine/smtpstatus.h"
#include "parsers/quote/forward.h"
#include "parsers/quote/quotewords.h"
#include "parsers/text/fold.h"

static void
fill_bounce(struct signs *s, const struct notice *n)
{
	notice_fill(s->a, n, s->mail, &s->out->bounce, s->reasons);
}

/* "Re: Lamp : undeliverable": a program writes what became of it behind our subject. */
static bool
ends_in_failure(struct str subject)
{
	size_t last = SIZE_MAX;

	for (size_t at = 0; (at = str_chr(subject, ':', at)) != SIZE_MAX; at++)
		last = at;
	return last != SIZE_MAX && str_chr(subject, ':', 0) != last &&
	    wordlist_starts(fold_trim(str_sub(subject, last + 1, subject.n)), bounce_subjects);
}

/* People who write about a bounce answer it or pass it on. */
static bool
is_about_bounce(struct signs *s)
{
	return forward_is_subject(s->a, s->mail->subject) ||
	    (wordlist_starts(s->subject, quote_subject_reply) && !s->sender.is_program &&
	    !ends_in_failure(s->subject));
}

/* A server, or a program that has a bounce's subject. */
static bool
is_server(struct signs *s)
{
	const struct sender *by = &s->sender;

	return by->is_null || (by->is_daemon && !by->is_postmaster) ||
	    ((by->is_program || by->is_postmaster || by->is_nowhere) &&
	    s->is_bounce_subject && !is_about_bounce(s));
}

/* --- a report --- */

/* Old servers, and WorkMail, forget the MIME header: the report is in the text. */
static struct str
report_text(struct signs *s)
{
	struct str text = s->mail->text;

	if (s->report->status.n > 0)
		return s->report->status;
	return is_server(s) && str_ifind(text, STR("\nfinal-recipient:"), 0) != SIZE_MAX ?
	    text : STR_NONE;
}

bool
failure_by_report(struct signs *s)
{
	struct bounce *b = &s->out->bounce;
	struct notice n;

	switch (bounce_status(s->a, report_text(s), b)) {
	case BOUNCE_NO:
		return false;
	case BOUNCE_DELIVERED:
		*b = (struct bounce){ .is_delayed = false };
		return signs_decide(s, LETTER_AUTO, STR("delivery-status: delivered"));
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
	notice_read(s->a, s->mail, s->subject, &n);
	fill_bounce(s, &n);
	return signs_decide(s, LETTER_BOUNCE, STR("message/delivery-status"));
}

/* --- a receipt --- */

/*
 * RFC 5429 section 2.2.1: a filter deletes the mail unseen and says so in a
 * receipt; programs for people write the same of mail that is deleted unread,
 * but no words of rejection.
 */
bool
failure_by_reject(struct signs *s)
{
	const struct report *r = s->report;
	struct bounce *b = &s->out->bounce;
	struct str disposition = fold(s->a, notice_field(r->receipt, STR("Disposition:")));
	struct notice n;

	if (str_find(disposition, STR("automatic-action/"), 0) == SIZE_MAX ||
	    str_find(disposition, STR("deleted"), 0) == SIZE_MAX)
		return false;
	notice_read(s->a, s->mail, s->subject, &n);
	if (str_ifind(headers_get(s->mail->headers, STR("Auto-Submitted")), STR("rejected"), 0) ==
	    SIZE_MAX && !wordlist_within(n.folded, bounce_reject_phrases))
		return false;
	b->recipient = str_dup(s->a, mailbox_bare(notice_field(r->receipt,
	    STR("Final-Recipient:"))));
	notice_original(s->a, str_printf(s->a, "Message-ID: %.*s\n", STR_ARG(notice_field(
	    r->receipt, STR("Original-Message-ID:")))), STR_NONE, b, s->reasons);
	fill_bounce(s, &n);
	if (smtp_status_is_generic(b->status))
		b->status = STR("5.7.1");	/* RFC 5429 section 2.1.1 */
	return signs_decide(s, LETTER_BOUNCE, STR("a receipt that rejects the mail"));
}

bool
failure_is_elsewhere(struct signs *s)
{
	struct notice n;

	if (s->report->status.n > 0 || s->report->original.n == 0 || !is_server(s))
		return false;
	notice_read(s->a, s->mail, s->subject, &n);
	return !notice_names(s->a, s->mail, &n);
}

/* --- a notice in words --- */

struct evidence {
	bool	failed;			/* X-Failed-Recipients */
	bool	alone;			/* a format that needs no other sign */
	bool	subject;
	bool	phrase;
	bool	coded;			/* "550 5.1.1" needs no words in a language that we know */
	bool	late;			/* it says that it is not delivered yet */
	bool	named;			/* an address where a list of failed ones has it */
	bool	returned;		/* some of the mail that it is about */
	bool	report;			/* it calls itself one */
};

static void
gather(struct signs *s, const struct notice *n, struct evidence *e)
{
	e->alone = notice_is_marked(s->mail) && n->format != NULL && n->format->alone;
	e->subject = s->is_bounce_subject;
	e->coded = smtp_status_behind_code(n->text).n > 0;
	e->phrase = n->format != NULL || wordlist_within(n->folded, bounce_phrases);
	e->late = notice_is_delay(n, s->subject);
	e->named = notice_names(s->a, s->mail, n);
	e->returned = n->returned.n > 0;
}

/* "Why is that? " */
static bool
asks(struct str text)
{
	return str_find(text, STR("? "), 0) != SIZE_MAX ||
	    str_find(text, STR("?\n"), 0) != SIZE_MAX;
}

/*
 * Nothing marks the sender: subject, words and a listed address must agree, and
 * it must be a program's, or show what it is about and ask nothing.
 */
static bool
is_plain_notice(struct signs *s, const struct notice *n, const struct evidence *e)
{
	const struct sender *by = &s->sender;
	bool told = e->phrase || e->coded || notice_has_wording(n);

	if (by->is_person || !e->subject || !told || !e->named || is_about_bounce(s))
		return false;
	return by->is_program || by->is_nowhere || ends_in_failure(s->subject) ||
	    ((e->coded || e->returned || smtp_reply_class(n->text).n > 0) && !asks(n->text));
}

static bool
is_notice(struct signs *s, const struct notice *n, const struct evidence *e)
{
	const struct sender *by = &s->sender;
	bool daemon = by->is_daemon || by->is_null;
	/* A postmaster may be a person who writes about mail. */
	bool sure = e->report || (daemon && (by->is_null || !by->is_postmaster));

	return e->failed || e->alone ||
	    (sure && (e->subject || e->phrase || e->coded ||
	    (e->named && (e->returned || e->late)))) ||
	    ((daemon || by->is_no_reply) && e->subject && (e->phrase || (daemon && e->coded))) ||
	    is_plain_notice(s, n, e);
}

bool
failure_by_notice(struct signs *s)
{
	const struct sender *by = &s->sender;
	bool daemon = by->is_daemon || by->is_null;
	struct evidence e = { .failed = headers_has(s->mail->headers, STR("X-Failed-Recipients")),
	    .report = str_eq(s->report->type, STR("delivery-status")) };
	struct notice n;

	/* What people write is not looked at. */
	if (!e.failed && !daemon && !e.report && !by->is_no_reply && !notice_is_marked(s->mail) &&
	    (by->is_person || !s->is_bounce_subject))
		return false;
	if (!e.failed && daemon && wordlist_starts(s->subject, bounce_success_subjects))
		return signs_decide(s, LETTER_AUTO, STR("subject of a delivery receipt"));
	notice_read(s->a, s->mail, s->subject, &n);
	gather(s, &n, &e);
	if (!is_notice(s, &n, &e))
		return false;
	s->out->bounce.is_delayed = e.late;
	fill_bounce(s, &n);
	return signs_decide(s, LETTER_BOUNCE, e.failed ? STR("X-Failed-Recipients") :
	    e.alone ? str_printf(s->a, "format of %s", n.format->name) :
	    daemon ? STR("mail server's notice") :
	    e.report ? STR("report-type=delivery-status") :
	    by->is_no_reply ? STR("a no-reply sender's notice") : STR("a program's notice"));
}
