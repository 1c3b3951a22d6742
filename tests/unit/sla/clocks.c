/* What events do to the clocks of a ticket: the order of cycles, changes, reopening. */
#include "daemon/sla/clocks.h"

#include "tests/tap.h"
#include "tests/unit/when.h"

#define H	3600

enum { STEPS = 8 };
enum op { END, CREATED, ANSWERED, RESOLVES, ASKED, STATUS, CHANGE, MERGED, SPAM, SPLIT, RECOUNT, FIRE, SAVED };
enum promised { NONE, FOUR, EIGHT, REPLAY4, REPLAY8, NEW_CYCLE, ANSWERS, PROMISED };

struct step {
	enum op		 op;
	const char	*at;		/* in June 2026: "01 09:00" is a Monday */
	const char	*to;		/* status */
	enum promised	 promised;	/* created, change */
};

static const struct sla_promise *
promise_make(struct arena *a, enum promised which)
{
	static const int32_t office[][2] = { { 9 * H, 17 * H } };
	static const struct {
		int64_t	target[SLA_CLOCKS];
		bool	replay, new_cycle;
	} rows[PROMISED] = {
		[FOUR] = { { [SLA_RESOLUTION] = 4 * H }, false, false },
		[EIGHT] = { { [SLA_RESOLUTION] = 8 * H }, false, false },
		[REPLAY4] = { { [SLA_RESOLUTION] = 4 * H }, true, false },
		[REPLAY8] = { { [SLA_RESOLUTION] = 8 * H }, true, false },
		[NEW_CYCLE] = { { [SLA_RESOLUTION] = 4 * H }, false, true },
		[ANSWERS] = { { [SLA_RESPONSE] = 4 * H, [SLA_NEXT_RESPONSE] = 2 * H,
		    [SLA_UPDATE] = 8 * H }, false, false },
	};
	struct calendar *c = ARENA_NEW(a, struct calendar);
	struct sla_promise *p = ARENA_NEW(a, struct sla_promise);

	if (which == NONE)
		return NULL;
	*c = calendar_make(a, "Europe/Berlin", WEEKDAYS, office, 1, NULL);
	*p = (struct sla_promise){ .policy = STR("std"), .calendar = STR("ber"),
	    .severity = str_printf(a, "%d", which), .worktime = worktime_new(a, c),
	    .replay = rows[which].replay, .new_cycle = rows[which].new_cycle };
	for (int i = 0; i < SLA_CLOCKS; i++)
		p->target[i] = rows[which].target[i];
	strs_add(a, &p->pause, STR("waiting"));
	return p;
}

static void
run(struct arena *a, const struct step *s, struct clocks *cs)
{
	int64_t at = when(a, "Europe/Berlin", str_printf(a, "2026-06-%s", s->at).p);

	switch (s->op) {
	case CREATED:
		clocks_created(cs, promise_make(a, s->promised), at);
		break;
	case ANSWERED:
	case RESOLVES:
		clocks_answered(cs, at, s->op == RESOLVES);
		break;
	case ASKED:
		clocks_asked(cs, at);
		break;
	case STATUS:
		clocks_status(cs, str_c(s->to), at);
		break;
	case CHANGE:
		clocks_change(cs, promise_make(a, s->promised), at);
		break;
	case MERGED:
		clocks_end(cs, at, STR("merged"));
		break;
	case SPAM:
		clocks_spam(cs, at);
		clocks_status(cs, STR("closed"), at);
		break;
	case SPLIT:
		clocks_split(cs, s->to == NULL ? 0 :
		    when(a, "Europe/Berlin", str_printf(a, "2026-06-%s", s->to).p), at);
		break;
	case SAVED:
		for (size_t i = 0; i < cs->n; i++)
			cs->v[i]->dirty = false;
		break;
	case RECOUNT:
		clocks_recount(cs, STR("ber"), at);
		break;
	case FIRE:
		clocks_fire(cs, at);
		break;
	case END:
		break;
	}
}

/* "resolution 1 breached 300 due 01 14:00 severity-change; …" */
static struct str
show(struct arena *a, const struct clocks *cs)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < cs->n; i++) {
		const struct sla_cycle *c = &cs->v[i]->c;

		buf_printf(&b, "%s%s %d %s %d", i > 0 ? "; " : "",
		    sla_clock_name(cs->v[i]->clock), (int)cs->v[i]->n,
		    sla_state_name(c->state), (int)(c->worked / 60 / SECOND_US));
		if (c->due_at != 0)
			buf_printf(&b, " due %.8s",
			    zone_format(a, STR("Europe/Berlin"), c->due_at).p + 8);
		if (c->cause.n > 0)
			buf_printf(&b, " %.*s", STR_ARG(c->cause));
		if (!cs->v[i]->dirty)
			buf_printf(&b, " as saved");
	}
	return buf_str(&b);
}

static void
test_clocks(struct arena *a)
{
	static const struct {
		const char	*name;
		struct step	 steps[STEPS];
		const char	*want;
	} rows[] = {
		{ "no promise", { { CREATED, "01 09:00" }, { STATUS, "01 10:00", "open" } }, "" },
		{ "resume", { { CREATED, "01 09:00", NULL, EIGHT },
		    { STATUS, "01 15:00", "resolved" }, { STATUS, "03 10:00", "open" } },
		    "resolution 1 running 360 due 03 12:00" },
		{ "resumed where it stands still: a row that differs", {
		    { CREATED, "01 09:00", NULL, EIGHT }, { STATUS, "01 15:00", "resolved" },
		    { SAVED, "01 15:00" }, { STATUS, "03 10:00", "waiting" } },
		    "resolution 1 paused 360" },
		{ "nothing of it changed", { { CREATED, "01 09:00", NULL, EIGHT },
		    { SAVED, "01 09:00" }, { STATUS, "03 10:00", "open" } },
		    "resolution 1 running 0 due 01 17:00 as saved" },
		{ "closed after resolved, and resumed", { { CREATED, "01 09:00", NULL, EIGHT },
		    { STATUS, "01 15:00", "resolved" }, { STATUS, "02 15:00", "closed" },
		    { STATUS, "03 10:00", "open" } }, "resolution 1 running 360 due 03 12:00" },
		{ "new-cycle", { { CREATED, "01 09:00", NULL, NEW_CYCLE },
		    { STATUS, "01 10:00", "resolved" }, { STATUS, "03 10:00", "open" } },
		    "resolution 1 met 60 due 01 13:00; resolution 2 running 0 due 03 14:00" },
		{ "taken away and given back", { { CREATED, "01 09:00", NULL, FOUR },
		    { CHANGE, "01 10:00", NULL, NONE }, { CHANGE, "01 11:00", NULL, FOUR } },
		    "resolution 1 cancelled 60 severity-change; "
		    "resolution 2 running 0 due 01 15:00" },
		{ "breached, taken away, resolved, given back, reopened", {
		    { CREATED, "01 09:00", NULL, REPLAY4 }, { CHANGE, "01 14:00", NULL, NONE },
		    { STATUS, "01 15:00", "resolved" }, { CHANGE, "01 15:30", NULL, REPLAY8 },
		    { STATUS, "02 10:00", "open" } },
		    "resolution 1 breached 300 due 01 13:00; "
		    "resolution 2 running 0 due 03 10:00" },
		{ "given late and used up at closing time", { { CREATED, "01 09:00" },
		    { CHANGE, "01 20:00", NULL, REPLAY8 } },
		    "resolution 1 breached 480 due 01 20:00 severity-change" },
		{ "given late and used up in open hours", { { CREATED, "01 09:00" },
		    { CHANGE, "01 13:00", NULL, REPLAY4 } },
		    "resolution 1 running 240 due 01 13:00" },
		{ "lowered to what was used up at closing time", {
		    { CREATED, "01 09:00", NULL, REPLAY8 }, { STATUS, "01 10:00", "waiting" },
		    { STATUS, "01 14:00", "open" }, { CHANGE, "01 20:00", NULL, FOUR } },
		    "resolution 1 breached 240 due 01 20:00 severity-change" },
		{ "a calendar edited, and nothing changed", { { CREATED, "01 09:00", NULL, EIGHT },
		    { RECOUNT, "01 12:00" } }, "resolution 1 running 180 due 01 17:00" },
		{ "fired, lowered, raised", { { CREATED, "01 09:00", NULL, FOUR },
		    { FIRE, "01 14:00" }, { CHANGE, "01 14:00", NULL, EIGHT },
		    { CHANGE, "01 15:00", NULL, FOUR } },
		    "resolution 1 breached 360 due 01 13:00 reclassified" },
		{ "the clocks of answers", { { CREATED, "01 09:00", NULL, ANSWERS },
		    { ANSWERED, "01 10:00" }, { ASKED, "01 11:00" }, { ASKED, "01 12:00" } },
		    "response 1 met 60 due 01 13:00; next_response 1 running 0 due 01 13:00; "
		    "update 1 running 0 due 02 10:00" },
		{ "an answer that resolves", { { CREATED, "01 09:00", NULL, ANSWERS },
		    { RESOLVES, "01 10:00" }, { STATUS, "01 10:00", "resolved" } },
		    "response 1 met 60 due 01 13:00" },
		{ "resolved without an answer", { { CREATED, "01 09:00", NULL, ANSWERS },
		    { STATUS, "01 10:00", "resolved" } }, "response 1 cancelled 60 resolved" },
		{ "spam", { { CREATED, "01 09:00", NULL, ANSWERS }, { SPAM, "01 10:00" } },
		    "response 1 cancelled 60 spam" },
		{ "spam, and taken back", { { CREATED, "01 09:00", NULL, ANSWERS },
		    { SPAM, "01 10:00" }, { STATUS, "01 11:00", "open" } },
		    "response 1 cancelled 60 spam; response 2 running 0 due 01 15:00" },
		{ "an answer of that instant, as it is ordered", {
		    { CREATED, "01 09:00", NULL, ANSWERS }, { ANSWERED, "01 10:00" },
		    { SPAM, "01 10:00" }, { STATUS, "01 10:00", "open" } },
		    "response 1 met 60 due 01 13:00; update 1 cancelled 0 spam; "
		    "update 2 running 0 due 02 10:00" },
		{ "the only question is split off", { { CREATED, "01 09:00", NULL, ANSWERS },
		    { ANSWERED, "01 10:00" }, { ASKED, "01 11:00" }, { SPLIT, "01 12:00" },
		    { ASKED, "01 13:00" } },
		    "response 1 met 60 due 01 13:00; next_response 1 cancelled 60 split; "
		    "next_response 2 running 0 due 01 15:00; update 1 running 0 due 02 10:00" },
		{ "the older of two is split off", { { CREATED, "01 09:00", NULL, ANSWERS },
		    { ANSWERED, "01 10:00" }, { ASKED, "01 11:00" }, { ASKED, "01 11:30" },
		    { SPLIT, "01 12:00", "01 11:30" } },
		    "response 1 met 60 due 01 13:00; next_response 1 running 30 due 01 13:30; "
		    "update 1 running 0 due 02 10:00" },
		{ "split off after the breach", { { CREATED, "01 09:00", NULL, ANSWERS },
		    { ANSWERED, "01 10:00" }, { ASKED, "01 11:00" }, { FIRE, "01 14:00" },
		    { SPLIT, "01 15:00" } },
		    "response 1 met 60 due 01 13:00; next_response 1 breached 240 due 01 13:00; "
		    "update 1 running 0 due 02 10:00" },
		{ "merged: nothing starts again", { { CREATED, "01 09:00", NULL, ANSWERS },
		    { MERGED, "01 10:00" }, { ANSWERED, "01 11:00" }, { ASKED, "01 12:00" } },
		    "response 1 cancelled 60 merged" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct clocks cs;

		clocks_init(&cs, a);
		for (int k = 0; k < STEPS && rows[i].steps[k].op != END; k++)
			run(a, &rows[i].steps[k], &cs);
		tap_str(show(a, &cs), str_c(rows[i].want), "clocks: %s", rows[i].name);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_clocks(a);
	arena_free(a);
	return tap_done();
}
