/* The order of a ticket's history, and what each event does to its clocks. */
#include "daemon/ticket/clocklog.h"

#include "daemon/sla/promise.h"
#include "tests/tap.h"
#include "tests/unit/when.h"

enum { EVENTS = 8 };

static struct sla_promise *
promise_make(struct arena *a)
{
	struct sla_promise *p = ARENA_NEW(a, struct sla_promise);

	*p = (struct sla_promise){ .policy = STR("std"), .severity = STR("low"),
	    .calendar = STR("none"), .target = { [SLA_RESPONSE] = 7200,
	    [SLA_NEXT_RESPONSE] = 7200, [SLA_RESOLUTION] = 14400 } };
	strs_add(a, &p->pause, STR("waiting"));
	return p;
}

/* "09:00 promise", "10:00 answer", "10:00 waiting": of Monday 2026-06-01. */
static struct clock_event
event_make(struct arena *a, const char *text)
{
	struct str word = str_c(text + 6);
	struct clock_event e = { .author = word, .at = when(a, "Europe/Berlin",
	    str_printf(a, "2026-06-01 %.5s", text).p) };

	if (str_eq(word, STR("promise"))) {
		e.what = word;
		e.version = PROMISE_VERSION;
		e.promise = promise_make(a);
	} else if (str_eq(word, STR("answer")) || str_eq(word, STR("question"))) {
		e.is_human = true;
		e.by_agent = str_eq(word, STR("answer"));
	} else if (!str_eq(word, STR("machine"))) {
		e.what = STR("status");
		e.new = word;
	}
	return e;
}

static struct str
order_text(struct arena *a, const struct clock_event *v, size_t n)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? " " : "", STR_ARG(v[i].author));
	return buf_str(&b);
}

static struct str
clocks_text(struct arena *a, const struct clock_event *v, size_t n)
{
	struct calendars none = { 0 };
	struct worktimes *all = worktimes_new(a, &none);
	struct clocks cs;
	struct buf b;

	clocks_init(&cs, a);
	for (size_t i = 0; i < n; i++)
		clocklog_apply(&cs, all, &v[i]);
	buf_init(&b, a);
	for (size_t i = 0; i < cs.n; i++)
		buf_printf(&b, "%s%s %s", i > 0 ? ", " : "", sla_clock_name(cs.v[i]->clock),
		    sla_state_name(cs.v[i]->c.state));
	return buf_str(&b);
}

static void
test_order(struct arena *a)
{
	static const struct {
		const char	*name;
		const char	*events[EVENTS];
		const char	*order;
		const char	*clocks;
	} rows[] = {
		{ "an answer read after a question", { "09:00 promise", "10:00 question",
		    "10:00 answer" }, "promise answer question",
		    "response met, next_response running, resolution running" },
		{ "an answer that came later", { "09:00 promise", "10:00 question",
		    "10:01 answer" }, "promise question answer",
		    "response met, resolution running" },
		{ "an answer read after a resolving", { "09:00 promise", "10:00 resolved",
		    "10:00 answer" }, "promise answer resolved",
		    "response met, resolution met" },
		{ "two answers, a status between", { "09:00 promise", "10:00 answer",
		    "10:00 waiting", "10:00 answer" }, "promise answer answer waiting",
		    "response met, resolution paused" },
		{ "statuses stay", { "09:00 promise", "10:00 waiting", "10:00 open" },
		    "promise waiting open", "response running, resolution running" },
		{ "nothing before the ticket", { "09:00 machine", "09:00 promise",
		    "09:00 answer" }, "machine promise answer",
		    "response met, resolution running" },
		{ "read much later", { "09:00 promise", "10:00 question", "11:00 waiting",
		    "10:00 answer" }, "promise answer question waiting",
		    "response met, next_response running, resolution paused" },
		{ "no promise", { "10:00 question", "10:00 answer" }, "question answer", "" },
		{ "nothing", { NULL }, "", "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct clock_event v[EVENTS];
		size_t n = 0;

		for (; n < EVENTS && rows[i].events[n] != NULL; n++)
			v[n] = event_make(a, rows[i].events[n]);
		clocklog_order(v, n);
		tap_str(order_text(a, v, n), str_c(rows[i].order), "order: %s", rows[i].name);
		tap_str(clocks_text(a, v, n), str_c(rows[i].clocks), "clocks: %s",
		    rows[i].name);
	}
}

static void
test_unknown(void)
{
	static const struct {
		int64_t	versions[3];
		int64_t	want;
	} rows[] = {
		{ { 0, 0, 0 }, 0 }, { { PROMISE_VERSION, 0, PROMISE_VERSION }, 0 },
		{ { PROMISE_VERSION, 0, 2 }, 2 }, { { 0, -1, 3 }, -1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct clock_event v[3] = { 0 };

		for (size_t k = 0; k < COUNT(v); k++)
			v[k].version = rows[i].versions[k];
		tap_int(clocklog_unknown(v, COUNT(v)), rows[i].want, "unknown: %zu", i);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_order(a);
	test_unknown();
	arena_free(a);
	return tap_done();
}
