/* play: see play.h. */
#include "daemon/trial/play.h"

#include "daemon/sys/clock.h"
#include "daemon/trial/expect.h"

static int
step(struct trial *tr, const struct case_step *s, struct err *e)
{
	const struct trial_letter letter = { .mailbox = s->mailbox, .raw = s->mail,
	    .by = agents_find(&tr->core.conf->agents, s->by) };

	switch (s->deed) {
	case CASE_MAIL:
		return trial_mail(tr, &letter, e);
	case CASE_EVENT:
		return deed_event(tr, s, e);
	case CASE_DO:
		return deed_do(tr, s, e);
	case CASE_WAIT:
		break;
	}
	return 0;
}

/* The line that could not be played is of the test's file. */
static int
steps(struct trial *tr, const struct rule_case *c, int *line, struct err *e)
{
	const bool starts = c->n_steps > 0 && str_eq(c->steps[0].event, STR("created"));

	*line = c->line;
	if (c->has_ticket && deed_ticket(tr, &c->ticket, c->age, starts, e) == -1)
		return -1;
	for (size_t i = 0; i < c->n_steps; i++) {
		*line = c->steps[i].line;
		if (trial_pass(tr, tr->now + c->steps[i].after * SECOND_US, e) == -1 ||
		    step(tr, &c->steps[i], e) == -1)
			return -1;
		/* What it made due at once, too. */
		if (trial_pass(tr, tr->now, e) == -1)
			return -1;
	}
	return 0;
}

void
play(struct arena *a, const struct conf *conf, const struct rule_case *c,
    struct coverage *seen, struct played *out)
{
	int64_t began = clock_mono();
	struct arena *own = arena_new();
	struct trial *tr;
	struct err e;
	int line = c->line;

	*out = (struct played){ .test = c };
	if ((tr = trial_begin(own, conf, c->now, &e)) == NULL || steps(tr, c, &line, &e) == -1) {
		out->how = PLAYED_ERROR;
		strs_add(a, &out->faults, str_printf(a, "%.*s:%d: %s", STR_ARG(c->file), line,
		    e.text));
	} else {
		expect(a, tr, c, &out->faults);
		out->how = out->faults.n > 0 ? PLAYED_FAILED : PLAYED_PASSED;
	}
	if (tr != NULL)
		coverage_add(seen, tr);
	trial_end(tr);
	arena_free(own);
	out->ms = clock_mono() - began;
}
