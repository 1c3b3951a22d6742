#include "daemon/sla/sla.h"

#include "tests/tap.h"
#include "tests/unit/when.h"

#define H(h)	((h) * 60)		/* targets are written in minutes */

enum { STEPS = 6 };
enum op { END, START, PAUSE, RESUME, STOP, CANCEL, BREACH, RETARGET };
enum which { BER, ALWAYS, XMAS, LONG_DAY, WHICH };

struct step {
	enum op		 op;
	const char	*at;
	int		 minutes;	/* start, retarget */
	enum which	 which;		/* the calendar from then on */
};

static struct worktime *
worktime_make(struct arena *a, enum which which)
{
	static const int32_t office[][2] = { { 9 * 3600, 17 * 3600 } };
	static const int32_t long_day[][2] = { { 8 * 3600, 18 * 3600 } };
	struct calendar *c = ARENA_NEW(a, struct calendar);

	*c = calendar_make(a, "Europe/Berlin", WEEKDAYS,
	    which == LONG_DAY ? long_day : office, which == ALWAYS ? 0 : 1,
	    which == XMAS ? "2026-12-25" : NULL);
	return worktime_new(a, c);
}

static void
run(struct arena *a, const struct step *s, struct sla_cycle *c, struct worktime **wt)
{
	*wt = worktime_make(a, s->which);
	for (const struct step *end = s + STEPS; s < end && s->op != END; s++) {
		int64_t at = when(a, "Europe/Berlin", s->at);
		struct worktime *new;

		switch (s->op) {
		case START:
			sla_start(c, *wt, at, s->minutes * 60);
			break;
		case PAUSE:
			sla_pause(c, *wt, at);
			break;
		case RESUME:
			sla_resume(c, *wt, at);
			break;
		case STOP:
			sla_stop(c, *wt, at);
			break;
		case CANCEL:
			sla_cancel(c, *wt, at, STR("merged"));
			break;
		case BREACH:
			sla_breach(c, at, STR_NONE);
			break;
		case RETARGET:
			new = worktime_make(a, s->which);
			sla_retarget(c, new, s->minutes * 60, sla_worked(c, *wt, at),
			    c->resumed_at == 0, at, STR("severity-change"));
			*wt = new;
			break;
		case END:
			break;
		}
	}
}

static struct str
time_text(struct arena *a, const char *what, int64_t at)
{
	return at == 0 ? STR("") : str_printf(a, " %s %.16s", what,
	    zone_format(a, STR("Europe/Berlin"), at).p);
}

/* "running, worked 120, due 2026-06-02 17:00, breached …, stopped …, cause" */
static struct str
show(struct arena *a, const struct sla_cycle *c, struct worktime *wt, int64_t at)
{
	return str_printf(a, "%s %d%s%s%s%s%.*s", sla_state_name(c->state),
	    (int)(sla_worked(c, wt, at) / 60 / SECOND_US), time_text(a, "due", c->due_at).p,
	    time_text(a, "breached", c->breached_at).p,
	    time_text(a, "stopped", c->stopped_at).p, c->cause.n > 0 ? " " : "",
	    STR_ARG(c->cause));
}

/* What the last step leaves: sla.md, Cases, and the edges between them. */
static void
test_cycles(struct arena *a)
{
	static const struct {
		const char	*name;
		struct step	 steps[STEPS];
		const char	*want;
	} rows[] = {
		{ "1", { { START, "2026-03-27 16:30", 60 } },
		    "running 0 due 2026-03-30 09:30" },
		{ "3: a reply at 17:00:00", { { START, "2026-06-03 16:00", 60 },
		    { STOP, "2026-06-03 17:00" } },
		    "met 60 due 2026-06-03 17:00 stopped 2026-06-03 17:00" },
		{ "3: a second later", { { START, "2026-06-03 16:00", 60 },
		    { STOP, "2026-06-03 17:00:01" } },
		    "breached 60 due 2026-06-03 17:00 breached 2026-06-03 17:00"
		    " stopped 2026-06-03 17:00" },
		{ "3: a reply in time, read after the breach was told",
		    { { START, "2026-06-03 16:00", 60 }, { BREACH, "2026-06-03 17:00" },
		    { STOP, "2026-06-03 16:59" } },
		    "met 59 due 2026-06-03 17:00 stopped 2026-06-03 16:59" },
		{ "4", { { START, "2026-03-27 16:30", H(16) } },
		    "running 0 due 2026-03-31 16:30" },
		{ "10", { { START, "2026-12-24 15:00", H(4), XMAS } },
		    "running 0 due 2026-12-28 11:00" },
		{ "10, waiting over the holiday", {
		    { START, "2026-12-24 15:00", H(4), XMAS }, { PAUSE, "2026-12-24 16:00" },
		    { RESUME, "2026-12-28 10:00" } }, "running 60 due 2026-12-28 13:00" },
		{ "13", { { START, "2026-06-01 10:00", H(8) }, { PAUSE, "2026-06-01 12:00" },
		    { RESUME, "2026-06-02 11:00" } }, "running 120 due 2026-06-02 17:00" },
		{ "13, a pause at night", { { START, "2026-06-01 10:00", H(8) },
		    { PAUSE, "2026-06-01 20:00" }, { RESUME, "2026-06-02 07:00" } },
		    "running 420 due 2026-06-02 10:00" },
		{ "14", { { START, "2026-06-06 10:00", H(4) }, { PAUSE, "2026-06-08 09:00" },
		    { RESUME, "2026-06-08 11:00" } }, "running 0 due 2026-06-08 15:00" },
		{ "15 at 12:00", { { START, "2026-06-01 09:00", H(8) },
		    { RETARGET, "2026-06-01 12:00", H(4) } },
		    "running 180 due 2026-06-01 13:00" },
		{ "15 at 14:00", { { START, "2026-06-01 09:00", H(8) },
		    { RETARGET, "2026-06-01 14:00", H(4) } },
		    "breached 300 due 2026-06-01 14:00 breached 2026-06-01 14:00"
		    " severity-change" },
		{ "16", { { START, "2026-06-01 10:00", H(3) },
		    { RETARGET, "2026-06-01 11:00", H(2) } },
		    "running 60 due 2026-06-01 12:00" },
		{ "17", { { START, "2026-06-01 09:00", H(8) }, { PAUSE, "2026-06-01 10:00" },
		    { RESUME, "2026-06-03 10:00" }, { RETARGET, "2026-06-03 10:00", H(4) } },
		    "running 60 due 2026-06-03 13:00" },
		{ "17, raised while waiting", { { START, "2026-06-01 09:00", H(8) },
		    { PAUSE, "2026-06-01 10:00" }, { RETARGET, "2026-06-02 10:00", H(4) },
		    { RESUME, "2026-06-03 10:00" } }, "running 60 due 2026-06-03 13:00" },
		{ "18, carry", { { START, "2026-06-05 15:00", H(8) },
		    { RETARGET, "2026-06-06 10:00", H(4), ALWAYS } },
		    "running 120 due 2026-06-06 12:00" },
		{ "19, lowered after the breach", { { START, "2026-06-01 09:00", H(4) },
		    { BREACH, "2026-06-01 13:00" }, { RETARGET, "2026-06-01 14:00", H(24) } },
		    "breached 300 due 2026-06-03 17:00 breached 2026-06-01 13:00"
		    " reclassified" },
		{ "19, lowered after the warning", { { START, "2026-06-01 09:00", H(4) },
		    { RETARGET, "2026-06-01 12:30", H(8) } },
		    "running 210 due 2026-06-01 17:00" },
		{ "20", { { START, "2026-06-01 09:00", H(8) }, { PAUSE, "2026-06-01 14:00" },
		    { RESUME, "2026-06-02 10:00" } }, "running 300 due 2026-06-02 13:00" },
		{ "24", { { START, "2026-06-01 16:30", H(2) } },
		    "running 0 due 2026-06-02 10:30" },
		{ "a new target that is just used up", { { START, "2026-06-01 09:00", H(8) },
		    { RETARGET, "2026-06-01 13:00", H(4) } },
		    "running 240 due 2026-06-01 13:00" },
		{ "raised again after a breach", { { START, "2026-06-01 09:00", H(4) },
		    { BREACH, "2026-06-01 13:00" }, { RETARGET, "2026-06-01 14:00", H(1) } },
		    "breached 300 due 2026-06-01 13:00 breached 2026-06-01 13:00" },
		{ "waiting comes too late", { { START, "2026-06-01 09:00", H(4) },
		    { PAUSE, "2026-06-01 13:30" } },
		    "breached 270 due 2026-06-01 13:00 breached 2026-06-01 13:00" },
		{ "waiting at the due instant", { { START, "2026-06-01 09:00", H(4) },
		    { PAUSE, "2026-06-01 13:00" } }, "paused 240" },
		{ "a breached one waits and goes on", { { START, "2026-06-01 09:00", H(4) },
		    { BREACH, "2026-06-01 13:00" }, { PAUSE, "2026-06-01 14:00" },
		    { RESUME, "2026-06-01 15:00" }, { STOP, "2026-06-01 16:00" } },
		    "breached 360 due 2026-06-01 13:00 breached 2026-06-01 13:00"
		    " stopped 2026-06-01 16:00" },
		{ "paused twice", { { START, "2026-06-01 09:00", H(4) },
		    { PAUSE, "2026-06-01 10:00" }, { PAUSE, "2026-06-01 12:00" } },
		    "paused 60" },
		{ "resumed without a pause", { { START, "2026-06-01 09:00", H(4) },
		    { RESUME, "2026-06-01 11:00" } }, "running 120 due 2026-06-01 13:00" },
		{ "stopped while waiting", { { START, "2026-06-01 09:00", H(4) },
		    { PAUSE, "2026-06-01 10:00" }, { STOP, "2026-06-05 10:00" } },
		    "met 60 stopped 2026-06-05 10:00" },
		{ "stopped twice", { { START, "2026-06-01 09:00", H(4) },
		    { STOP, "2026-06-01 10:00" }, { STOP, "2026-06-01 15:00" } },
		    "met 60 due 2026-06-01 13:00 stopped 2026-06-01 10:00" },
		{ "cancelled", { { START, "2026-06-01 09:00", H(4) },
		    { CANCEL, "2026-06-01 10:00" } },
		    "cancelled 60 stopped 2026-06-01 10:00 merged" },
		{ "cancelled when it was over", { { START, "2026-06-01 09:00", H(4) },
		    { CANCEL, "2026-06-01 16:00" } },
		    "breached 420 due 2026-06-01 13:00 breached 2026-06-01 13:00 stopped 2026-06-01 16:00" },
		{ "nothing moves one that has ended", { { START, "2026-06-01 09:00", H(4) },
		    { STOP, "2026-06-01 10:00" }, { BREACH, "2026-06-01 13:00" },
		    { RETARGET, "2026-06-01 14:00", H(1) }, { PAUSE, "2026-06-01 15:00" },
		    { CANCEL, "2026-06-01 16:00" } },
		    "met 60 due 2026-06-01 13:00 stopped 2026-06-01 10:00" },
		{ "19, lowered and raised again", { { START, "2026-06-01 09:00", H(4) },
		    { BREACH, "2026-06-01 13:00" }, { RETARGET, "2026-06-01 14:00", H(24) },
		    { RETARGET, "2026-06-01 16:00", H(4) } },
		    "breached 420 due 2026-06-01 13:00 breached 2026-06-01 13:00 reclassified" },
		{ "19, raised to just what was worked", { { START, "2026-06-01 09:00", H(4) },
		    { BREACH, "2026-06-01 13:00" }, { RETARGET, "2026-06-01 14:00", H(24) },
		    { RETARGET, "2026-06-01 16:00", H(7) } },
		    "breached 420 due 2026-06-01 13:00 breached 2026-06-01 13:00 reclassified" },
		{ "15, lowered and raised again", { { START, "2026-06-01 09:00", H(8) },
		    { RETARGET, "2026-06-01 14:00", H(4) },
		    { RETARGET, "2026-06-01 15:00", H(24) },
		    { RETARGET, "2026-06-01 16:00", H(4) } },
		    "breached 420 due 2026-06-01 14:00 breached 2026-06-01 14:00 reclassified" },
		{ "19, waiting between the downgrade and the next change", {
		    { START, "2026-06-01 09:00", H(4) }, { BREACH, "2026-06-01 13:00" },
		    { RETARGET, "2026-06-01 14:00", H(8) }, { PAUSE, "2026-06-01 16:00" },
		    { RETARGET, "2026-06-01 16:30", H(2) }, { RESUME, "2026-06-01 16:45" } },
		    "breached 420 due 2026-06-01 13:00 breached 2026-06-01 13:00 reclassified" },
		{ "an event from before the start", { { START, "2026-06-01 09:00", H(4) },
		    { STOP, "2026-06-01 08:00" } },
		    "met 0 due 2026-06-01 13:00 stopped 2026-06-01 08:00" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct worktime *wt;
		struct sla_cycle c;
		const char *last = NULL;

		run(a, rows[i].steps, &c, &wt);
		for (int k = 0; k < STEPS && rows[i].steps[k].op != END; k++)
			last = rows[i].steps[k].at;
		tap_str(show(a, &c, wt, when(a, "Europe/Berlin", last)),
		    str_c(rows[i].want), "case %s", rows[i].name);
	}
}

static void
test_points(struct arena *a)
{
	static const struct sla_point all[] = {
		{ STR("75%"), true, 75 }, { STR("1h"), false, 3600 },
		{ STR("50%"), true, 50 }, { STR("30m"), false, 1800 },
		{ STR("100%"), true, 100 }, { STR("0%"), true, 0 },
	};
	static const struct {
		const char	*name;
		struct step	 steps[STEPS];
		size_t		 first, n;	/* of the points above */
		const char	*want;
	} rows[] = {
		{ "15, none but what lies ahead", { { START, "2026-06-01 09:00", H(8) },
		    { RETARGET, "2026-06-01 11:59", H(4) } }, 0, 3,
		    "75% 2026-06-01 12:00, 1h 2026-06-01 12:00, breach 2026-06-01 13:00" },
		{ "one at the change does not lie ahead", { { START, "2026-06-01 09:00", H(8) },
		    { RETARGET, "2026-06-01 12:00", H(4) } }, 0, 3,
		    "breach 2026-06-01 13:00" },
		{ "15, over already", { { START, "2026-06-01 09:00", H(8) },
		    { RETARGET, "2026-06-01 14:00", H(4) } }, 0, 3, "" },
		{ "19, the next 75 %", { { START, "2026-06-01 09:00", H(4) },
		    { RETARGET, "2026-06-01 12:30", H(8) } }, 0, 1,
		    "75% 2026-06-01 15:00, breach 2026-06-01 17:00" },
		{ "20, over a night", { { START, "2026-06-01 13:00", H(8) } }, 0, 1,
		    "75% 2026-06-02 11:00, breach 2026-06-02 13:00" },
		{ "20, over a pause", { { START, "2026-06-01 09:00", H(8) },
		    { PAUSE, "2026-06-01 14:00" }, { RESUME, "2026-06-02 10:00" } }, 0, 1,
		    "75% 2026-06-02 11:00, breach 2026-06-02 13:00" },
		{ "20, none while waiting", { { START, "2026-06-01 09:00", H(8) },
		    { PAUSE, "2026-06-01 14:00" } }, 0, 1, "" },
		{ "21", { { START, "2026-06-01 17:00", H(4), LONG_DAY } }, 1, 1,
		    "1h 2026-06-02 10:00, breach 2026-06-02 11:00" },
		{ "22, in the order of time", { { START, "2026-06-01 09:00", H(8) } }, 0, 4,
		    "50% 2026-06-01 13:00, 75% 2026-06-01 15:00, "
		    "1h 2026-06-01 16:00, 30m 2026-06-01 16:30, breach 2026-06-01 17:00" },
		{ "a pause at a point tells it when time goes on",
		    { { START, "2026-06-01 09:00", H(8) }, { PAUSE, "2026-06-01 15:00" },
		    { RESUME, "2026-06-02 10:00" } }, 0, 1,
		    "75% 2026-06-02 10:00, breach 2026-06-02 12:00" },
		{ "the breach is the last of its instant",
		    { { START, "2026-06-01 09:00", H(8) } }, 4, 2,
		    "100% 2026-06-01 17:00, breach 2026-06-01 17:00" },
		{ "one before the start is none", { { START, "2026-06-01 09:00", 45 } }, 1, 3,
		    "30m 2026-06-01 09:15, 50% 2026-06-01 09:22, "
		    "breach 2026-06-01 09:45" },
		{ "one at the start is none", { { START, "2026-06-01 09:00", 60 } }, 1, 1,
		    "breach 2026-06-01 10:00" },
		{ "nor when it is paused before any time was worked",
		    { { START, "2026-06-01 09:00", 60 }, { PAUSE, "2026-06-01 09:00" },
		    { RESUME, "2026-06-01 10:00" } }, 1, 1, "breach 2026-06-01 11:00" },
		{ "one at a change while paused does not lie ahead",
		    { { START, "2026-06-01 09:00", H(8) }, { PAUSE, "2026-06-01 12:00" },
		    { RETARGET, "2026-06-01 13:00", H(4) }, { RESUME, "2026-06-01 14:00" } }, 0, 1,
		    "breach 2026-06-01 15:00" },
		{ "none after the breach", { { START, "2026-06-01 09:00", H(4) },
		    { BREACH, "2026-06-01 13:00" } }, 0, 4, "" },
		{ "none after the end", { { START, "2026-06-01 09:00", H(4) },
		    { STOP, "2026-06-01 10:00" } }, 0, 4, "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sla_promise p = { .warn = all + rows[i].first, .n_warn = rows[i].n };
		struct sla_due *due;
		struct sla_cycle c;
		struct buf b;
		size_t n;

		run(a, rows[i].steps, &c, &p.worktime);
		n = sla_points(a, &c, &p, &due);
		buf_init(&b, a);
		for (size_t k = 0; k < n; k++)
			buf_printf(&b, "%s%.*s%s", k > 0 ? ", " : "", STR_ARG(due[k].point),
			    time_text(a, "", due[k].at).p + 1);
		tap_str(buf_str(&b), str_c(rows[i].want), "points: %s", rows[i].name);
	}
}

/* A point that was told is not told again in the same epoch. */
static void
test_fired(struct arena *a)
{
	static const struct sla_point warn[] = { { STR("75%"), true, 75 } };
	struct sla_promise p = { .warn = warn, .n_warn = 1,
	    .worktime = worktime_make(a, BER) };
	struct sla_due *due;
	struct sla_cycle c;

	sla_start(&c, p.worktime, when(a, "Europe/Berlin", "2026-06-01 11:00"), 8 * 3600);
	c.fired = 1;			/* at 17:00 */
	sla_pause(&c, p.worktime, when(a, "Europe/Berlin", "2026-06-01 20:00"));
	sla_resume(&c, p.worktime, when(a, "Europe/Berlin", "2026-06-02 08:00"));
	tap_int((int64_t)sla_points(a, &c, &p, &due), 1, "the breach alone lies ahead");
	sla_retarget(&c, p.worktime, 16 * 3600, c.worked, false,
	    when(a, "Europe/Berlin", "2026-06-02 08:00"), STR("severity-change"));
	tap_int((int64_t)sla_points(a, &c, &p, &due), 2, "the new target's point too");
}

static void
test_names(void)
{
	for (int i = 0; i < SLA_CLOCKS; i++)
		tap_int(sla_clock_find(str_c(sla_clock_name((enum sla_clock)i))), i,
		    "clock %d by its name", i);
	for (int i = 0; i < SLA_STATES; i++)
		tap_int(sla_state_find(str_c(sla_state_name((enum sla_state)i))), i,
		    "state %d by its name", i);
	tap_int(sla_clock_find(STR("nap")), -1, "no such clock");
	tap_int(sla_state_find(STR("")), -1, "no such state");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_cycles(a);
	test_points(a);
	test_fired(a);
	test_names();
	arena_free(a);
	return tap_done();
}
