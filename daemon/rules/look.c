/*
 * look: see look.h.  Getters of subjects are a table; the caged parser tries regular
 * expressions on anybody's text, before or after, never while a transaction waits.
 */
#include "daemon/rules/look.h"

#include <stddef.h>

#include "daemon/parse/memo.h"
#include "daemon/rules/changed.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/holds.h"
#include "daemon/ticket/projectevent.h"
#include "parsers/field/amount.h"
#include "parsers/head/addrspec.h"

static void
one(const struct look *q, struct strs *out, struct str s)
{
	strs_add(q->w->a, out, s);
}

static void
of_subject(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;
	const struct event *ev = q->ev;

	(void)t;
	one(q, out, ev->letter != NULL ? ev->letter->subject :
	    ev->ticket != NULL ? ev->ticket->subject : STR_NONE);
}

static void
of_from(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;

	(void)t;
	one(q, out, str_lower(q->w->a, q->ev->author.addr));
}

static void
of_from_domain(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;

	(void)t;
	one(q, out, str_lower(q->w->a, address_domain(q->ev->author.addr)));
}

static void
of_author(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;
	const struct letter *l = q->ev->letter;

	(void)t;
	one(q, out, q->ev->agent != NULL ? STR("agent") : q->ev->author.addr.n == 0 ?
	    STR("docket") : l != NULL && l->kind != LETTER_HUMAN ? STR("machine") :
	    STR("customer"));
}

static bool
is_proven(const struct event *ev)
{
	const struct letter *l = ev->letter;

	return ev->agent != NULL || (l != NULL && ev->doubt.n == 0 &&
	    str_ieq(l->authres.dmarc, STR("pass")) &&
	    str_ieq(l->authres.dmarc_from, address_domain(ev->author.addr)));
}

static void
of_proven(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;

	(void)t;
	one(q, out, is_proven(q->ev) ? STR("yes") : STR("no"));
}

static void
of_dmarc(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;

	(void)t;
	one(q, out, q->ev->letter == NULL ? STR_NONE : q->ev->letter->authres.dmarc);
}

static void
of_recipient(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;

	(void)t;
	if (q->ev->letter != NULL)
		match_recipients(q->w->a, q->ev->letter, out);
}

static void
of_header(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;
	const struct header *h;
	size_t at = 0;

	while (q->ev->letter != NULL &&
	    (h = headers_next(&q->ev->letter->headers, t->field, &at)) != NULL)
		one(q, out, str_trim(h->value));
}

static void
of_files(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;
	size_t count = q->ev->letter == NULL ? 0 : q->ev->letter->n_attachments, sent = 0;

	for (size_t i = 0; i < count; i++) {
		const struct attachment *file = &q->ev->letter->attachments[i];

		sent += file->use == ATTACH_FILE || file->use == ATTACH_SHOWN;
		if (t->subject == SUBJECT_FILE_NAME)
			one(q, out, file->name);
		else if (t->subject == SUBJECT_FILE_TYPE)
			one(q, out, file->type);
	}
	if (t->subject == SUBJECT_FILES)
		one(q, out, str_printf(q->w->a, "%zu", sent));
}

/* In hundredths of one per cent, downwards: at a point's instant it is that point. */
static void
of_used(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;
	const struct event_sla *sla = &q->ev->sla;
	int64_t used;

	(void)t;
	if (sla->target <= 0)
		return;
	used = (sla->target * SECOND_US - sla->left) / 100 / sla->target;
	used = used < 0 ? 0 : used;
	one(q, out, str_printf(q->w->a, "%lld.%02lld", (long long)(used / 100),
	    (long long)(used % 100)));
}

/* When it came, not when docket read it. */
static void
of_calendar(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;

	one(q, out, calendar_open(q->w, t->field, q->ev->at != 0 ? q->ev->at : q->w->now));
}

static void
of_kind(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;

	(void)t;
	one(q, out, q->ev->letter == NULL ? STR_NONE :
	    str_c(letter_kind_name(q->ev->letter->kind)));
}

static void
of_clock(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;

	(void)t;
	one(q, out, str_c(sla_clock_name(q->ev->sla.clock)));
}

static void
of_event_name(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;

	(void)t;
	one(q, out, str_c(event_word(q->ev->kind)));
}

/* A text of the event itself. */
static void
of_event(const void *of, const struct filter_test *t, struct strs *out)
{
	static const size_t at[SUBJECTS] = {
		[SUBJECT_BODY] = offsetof(struct event, text),
		[SUBJECT_MAILBOX] = offsetof(struct event, mailbox),
		[SUBJECT_REASON] = offsetof(struct event, reason),
		[SUBJECT_POINT] = offsetof(struct event, sla.point),
		[SUBJECT_CAUSE] = offsetof(struct event, sla.cause),
	};
	const struct look *q = of;

	one(q, out, *(const struct str *)((const char *)q->ev + at[t->subject]));
}

/* What an event of a project knows of it. */
static struct str
of_project(const struct look *q, enum subject_id subject)
{
	const struct project_event *e = q->ev->of;

	switch ((int)subject) {
	case SUBJECT_PROJECT:
		return e->project;
	case SUBJECT_SUPPORT:
		return project_level(projects_find(&q->w->conf->projects, e->project));
	case SUBJECT_BILLING:
		return project_billing(projects_find(&q->w->conf->projects, e->project));
	case SUBJECT_VERSION:
		return e->version;
	case SUBJECT_PRODUCT:
		return e->product;
	case SUBJECT_ENVIRONMENT:
		return e->environment;
	case SUBJECT_REACHED:
		return str_printf(q->w->a, "%lld", (long long)e->point);
	case SUBJECT_BUDGET:
		return amount_duration_text(q->w->a, e->limit);
	case SUBJECT_BUDGET_USED:
		return amount_duration_text(q->w->a, e->used < 0 ? 0 : e->used);
	default:
		return STR_NONE;
	}
}

static void
of_happened(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;

	one(q, out, q->ev->of == NULL ? STR_NONE : of_project(q, t->subject));
}

/* What the ticket has there; without one what the project has, or nothing. */
static void
of_ticket(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;

	if (q->ev->ticket != NULL)
		ticket_look(q->w, q->ev->ticket, t, out);
	else if (!subject_row(t->subject)->many)
		of_happened(of, t, out);
}

static const subject_fn getters[SUBJECTS] = {
	[SUBJECT_PROJECT] = of_ticket,
	[SUBJECT_SUPPORT] = of_ticket,
	[SUBJECT_BILLING] = of_ticket,
	[SUBJECT_SEVERITY] = of_ticket,
	[SUBJECT_VERSION] = of_ticket,
	[SUBJECT_SUPPORTED] = of_ticket,
	[SUBJECT_STATUS] = of_ticket,
	[SUBJECT_CATEGORY] = of_ticket,
	[SUBJECT_TYPE] = of_ticket,
	[SUBJECT_SUBJECT] = of_subject,
	[SUBJECT_BODY] = of_event,
	[SUBJECT_FROM] = of_from,
	[SUBJECT_MAILBOX] = of_event,
	[SUBJECT_ASSIGNEE] = of_ticket,
	[SUBJECT_TEAM] = of_ticket,
	[SUBJECT_TAGS] = of_ticket,
	[SUBJECT_EVENT] = of_event_name,
	[SUBJECT_KIND] = of_kind,
	[SUBJECT_CLOCK] = of_clock,
	[SUBJECT_REASON] = of_event,
	[SUBJECT_POINT] = of_event,
	[SUBJECT_CAUSE] = of_event,
	[SUBJECT_BREACHED] = of_ticket,
	[SUBJECT_REQUESTER] = of_ticket,
	[SUBJECT_REQUESTER_DOMAIN] = of_ticket,
	[SUBJECT_PARTICIPANT] = of_ticket,
	[SUBJECT_PARTICIPANTS] = of_ticket,
	[SUBJECT_AUTHOR] = of_author,
	[SUBJECT_FROM_DOMAIN] = of_from_domain,
	[SUBJECT_RECIPIENT] = of_recipient,
	[SUBJECT_PROVEN] = of_proven,
	[SUBJECT_DMARC] = of_dmarc,
	[SUBJECT_FILE_NAME] = of_files,
	[SUBJECT_FILE_TYPE] = of_files,
	[SUBJECT_FILES] = of_files,
	[SUBJECT_AGE] = of_ticket,
	[SUBJECT_IDLE] = of_ticket,
	[SUBJECT_DUE] = of_ticket,
	[SUBJECT_OVERDUE] = of_ticket,
	[SUBJECT_WAITING] = of_ticket,
	[SUBJECT_HELD] = of_ticket,
	[SUBJECT_POLICY] = of_ticket,
	[SUBJECT_METRIC] = of_clock,
	[SUBJECT_USED] = of_used,
	[SUBJECT_REACHED] = of_happened,
	[SUBJECT_PRODUCT] = of_happened,
	[SUBJECT_ENVIRONMENT] = of_happened,
	[SUBJECT_BUDGET] = of_happened,
	[SUBJECT_BUDGET_USED] = of_happened,
	[SUBJECT_HEADER] = of_header,
	[SUBJECT_CALENDAR] = of_calendar,
	[SUBJECT_FIELD] = of_ticket,
};

/*
 * An admin's own word, or docket's, harms nobody, and a pattern is cut at its limits
 * here too.  Anybody's text was tried by a parser: with the letter that brought it,
 * or before this was begun again.
 */
static struct match
found(const struct look *q, const struct filter_test *t, struct str s)
{
	struct match own = { .pattern = t->pattern_id, .text = match_text_of(s) };
	struct memo *memo = q->w->core->memo;
	const struct match *m = NULL;

	if (own.text.n == 0 || subject_row(t->subject)->text == MATCH_NOTHING) {
		match_try(q->w->a, &q->w->conf->patterns, &own);
		return own;
	}
	if (q->ev->letter != NULL)
		m = matches_find(&q->ev->letter->matches, t->pattern_id, own.text);
	if (m != NULL && m->result != MATCH_OPEN)
		return *m;
	own.result = memo_find(memo, t->pattern_id, own.text);
	m = memo_known(memo, t->pattern_id, own.text);
	return m != NULL ? *m : own;
}

/* 1, 0, or -1: a parser must be asked first. */
static int
matches(const void *of, const struct filter_test *t, struct str s)
{
	const struct look *q = of;
	struct match m = found(q, t, s);

	if (m.result == MATCH_YES && !t->is_not)
		captured_add(q->w->a, q->captured, t->pattern, &m.captures);
	if (m.result == MATCH_OVER)
		log_warning("rule skipped: its pattern went over the limits",
		    { "rule", LOG_S(q->r->name) }, { "file", LOG_S(q->r->file) },
		    { "line", LOG_I(t->line) });
	*q->over |= m.result == MATCH_OVER;
	return m.result == MATCH_OPEN ? -1 : m.result == MATCH_YES;
}

static bool
changed(const void *of, const struct filter_test *t, struct strs *was, struct strs *to)
{
	const struct look *q = of;

	return changed_look(q->w, q->ev, t, was, to);
}

struct filter_source
look_source(const struct look *look)
{
	return (struct filter_source){ look, getters, matches, changed };
}
