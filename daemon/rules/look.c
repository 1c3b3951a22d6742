/*
 * look: see look.h.  Getters of subjects are a table; the caged parser tries regular
 * expressions on anybody's text, before or after, never while a transaction waits.
 */
#include "daemon/rules/look.h"

#include <stddef.h>

#include "daemon/parse/memo.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/holds.h"

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

/* What the ticket has there; empty without one. */
static void
of_ticket(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct look *q = of;

	if (q->ev->ticket != NULL)
		ticket_look(q->w, q->ev->ticket, t, out);
	else if (t->subject != SUBJECT_TAGS)
		one(q, out, STR_NONE);
}

static const subject_fn getters[SUBJECTS] = {
	[SUBJECT_PROJECT] = of_ticket,
	[SUBJECT_SUPPORT] = of_ticket,
	[SUBJECT_SEVERITY] = of_ticket,
	[SUBJECT_VERSION] = of_ticket,
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

	if (m.result == MATCH_YES)
		captured_add(q->w->a, q->captured, t->pattern, &m.captures);
	if (m.result == MATCH_OVER)
		log_warning("rule skipped: its pattern went over the limits",
		    { "rule", LOG_S(q->r->name) }, { "file", LOG_S(q->r->file) },
		    { "line", LOG_I(t->line) });
	*q->over |= m.result == MATCH_OVER;
	return m.result == MATCH_OPEN ? -1 : m.result == MATCH_YES;
}

struct filter_source
look_source(const struct look *look)
{
	return (struct filter_source){ look, getters, matches, NULL };
}
