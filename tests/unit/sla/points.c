/* What waits of a cycle, and that each point is told once for a target. */
#include "daemon/sla/points.h"

#include "tests/tap.h"
#include "tests/unit/when.h"

enum { STEPS = 8 };

/* Of Monday 2026-06-01, open day and night, 4 h from 09:00, warned at 50% and 1h. */
static const struct sla_point warn[] = {
	{ STR("50%"), true, 50 }, { STR("1h"), false, 3600 },
};

struct place {
	struct arena		*a;
	struct sla_promise	 promise;
	struct cycle		 cy;
	struct points		 pts;
};

static int64_t
hour(struct arena *a, const char *hhmm)
{
	return when(a, "Europe/Berlin", str_printf(a, "2026-06-01 %s", hhmm).p);
}

/* "fire": what is due is told, as the clock loop does it; the last for all. */
static void
fire(struct place *p, int64_t now)
{
	for (size_t i = 0; i < p->pts.n; i++)
		if (p->pts.at[i] != 0 && p->pts.at[i] <= now) {
			bool breach = i == p->promise.n_warn;

			points_tell(p->a, &p->cy, breach ? STR("breach") : warn[i].text);
			if (breach)
				sla_breach(&p->cy.c, p->pts.at[i], STR_NONE);
		}
}

static void
retarget(struct place *p, int64_t at, int64_t hours)
{
	struct sla_cycle *c = &p->cy.c;
	bool was = c->state == SLA_BREACHED;

	sla_retarget(c, p->promise.worktime, hours * 3600,
	    sla_worked(c, p->promise.worktime, at), c->resumed_at == 0, at,
	    STR("severity-change"));
	p->cy.overrun = p->cy.overrun || (!was && c->state == SLA_BREACHED);
}

/* "09:00 start", "11:00 fire", "12:00 target 2"; then the row is saved. */
static void
step(struct place *p, const char *text)
{
	int64_t at = hour(p->a, str_printf(p->a, "%.5s", text).p);
	struct str what = str_c(text + 6);
	struct worktime *wt = p->promise.worktime;

	if (str_eq(what, STR("start")))
		sla_start(&p->cy.c, wt, at, 4 * 3600);
	else if (str_eq(what, STR("pause")))
		sla_pause(&p->cy.c, wt, at);
	else if (str_eq(what, STR("resume")))
		sla_resume(&p->cy.c, wt, at);
	else if (str_eq(what, STR("stop")))
		sla_stop(&p->cy.c, wt, at);
	else if (str_eq(what, STR("fire")))
		fire(p, at);
	else
		retarget(p, at, what.p[what.n - 1] - '0');
	points_arm(p->a, &p->cy, &p->pts);
}

static struct str
shown(struct place *p)
{
	struct buf b;
	size_t i;

	buf_init(&b, p->a);
	for (i = 0; i < p->pts.n; i++)
		buf_printf(&b, "%s%s", i > 0 ? " " : "", p->pts.at[i] == 0 ? "-" :
		    str_printf(p->a, "%.5s", zone_format(p->a, STR("Europe/Berlin"),
		    p->pts.at[i]).p + 11).p);
	if (p->pts.next != 0)
		buf_printf(&b, ", next %.5s",
		    zone_format(p->a, STR("Europe/Berlin"), p->pts.next).p + 11);
	return buf_str(&b);
}

static void
test_points(struct arena *a)
{
	static const struct {
		const char	*name;
		const char	*steps[STEPS];
		const char	*want;		/* 50%, 1h, breach */
		const char	*told;
	} rows[] = {
		{ "armed", { "09:00 start" }, "11:00 12:00 13:00, next 11:00", "" },
		{ "told", { "09:00 start", "11:30 fire" }, "- 12:00 13:00, next 12:00", "50%" },
		{ "told, and saved again", { "09:00 start", "11:30 fire", "11:30 fire" },
		  "- 12:00 13:00, next 12:00", "50%" },
		{ "both at once", { "09:00 start", "12:00 fire" }, "- - 13:00, next 13:00",
		  "50% 1h" },
		{ "all, after downtime", { "09:00 start", "18:00 fire" }, "", "50% 1h breach" },
		{ "nothing while it stands", { "09:00 start", "10:00 pause" }, "", "" },
		{ "armed anew, later", { "09:00 start", "10:00 pause", "10:30 resume" },
		  "11:30 12:30 13:30, next 11:30", "" },
		{ "what was told stays so", { "09:00 start", "11:00 fire", "11:10 pause",
		    "12:10 resume" }, "- 13:00 14:00, next 13:00", "50%" },
		{ "at the instant of the point", { "09:00 start", "11:00 pause", "11:00 resume",
		    "11:00 fire", "11:00 pause", "12:00 resume" }, "- 13:00 14:00, next 13:00",
		  "50%" },
		{ "passed unseen, before it stood", { "09:00 start", "11:30 pause",
		    "12:00 resume" }, "- 12:30 13:30, next 12:30", "" },
		{ "ended", { "09:00 start", "10:00 stop" }, "", "" },
		{ "ended after a warning", { "09:00 start", "11:00 fire", "11:30 stop" }, "",
		  "50%" },
		{ "a new target tells again", { "09:00 start", "11:00 fire", "11:00 target 8" },
		  "13:00 16:00 17:00, next 13:00", "" },
		{ "what lay behind a new target", { "09:00 start", "12:00 target 5" },
		  "- 13:00 14:00, next 13:00", "" },
		{ "breached by a change: told at once", { "09:00 start", "12:00 target 2" },
		  "- - 12:00, next 12:00", "" },
		{ "… once", { "09:00 start", "12:00 target 2", "12:00 fire", "12:01 fire" }, "",
		  "breach" },
		{ "… though it stands still before", { "09:00 start", "12:00 target 2",
		    "12:00 pause" }, "- - 12:00, next 12:00", "" },
		{ "… though it ends before", { "09:00 start", "12:00 target 2", "12:00 stop" },
		  "- - 12:00, next 12:00", "" },
		{ "… and not again after a third target", { "09:00 start", "12:00 target 2",
		    "12:00 fire", "12:10 target 1" }, "", "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct calendar c = calendar_make(a, "Europe/Berlin", EVERY_DAY, NULL, 0, NULL);
		struct place p = { .a = a, .promise = { .warn = warn, .n_warn = COUNT(warn),
		    .worktime = worktime_new(a, &c) } };
		struct strs told;
		struct buf b;

		p.cy.promise = &p.promise;
		for (size_t k = 0; k < STEPS && rows[i].steps[k] != NULL; k++)
			step(&p, rows[i].steps[k]);
		tap_str(shown(&p), str_c(rows[i].want), "waits: %s", rows[i].name);
		told = points_told(&p.cy);
		buf_init(&b, a);
		for (size_t k = 0; k < told.n; k++)
			buf_printf(&b, "%s%.*s", k > 0 ? " " : "", STR_ARG(told.v[k]));
		tap_str(buf_str(&b), str_c(rows[i].told), "told: %s", rows[i].name);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_points(a);
	arena_free(a);
	return tap_done();
}
