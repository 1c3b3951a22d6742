/* What was promised, for people and as it is kept; tests/db/promises.c reads it back. */
#include "daemon/sla/promise.h"

#include "tests/tap.h"

static const struct sla_point points[] = {
	{ STR("75%"), true, 75 }, { STR("30m"), false, 1800 },
};

static const struct {
	const char		*name;
	struct sla_promise	 promise;	/* without a policy: none */
	const char		*pause;
	const char		*text;
	const char		*json;
} rows[] = {
	{ "none", { .n_warn = 0 }, NULL, "none", "{\"v\":1}" },
	{ "one clock", { .policy = STR("std"), .calendar = STR("24x7"),
	    .target = { [SLA_RESPONSE] = 5400 } }, NULL,
	  "sla=std; severity=; calendar=24x7; response=1h30m",
	  "{\"v\":1,\"policy\":\"std\",\"severity\":\"\",\"calendar\":\"24x7\","
	  "\"target\":{\"response\":5400}}" },
	{ "all there is", { .policy = STR("gold"), .severity = STR("high"),
	    .calendar = STR("\"week\""), .target = { [SLA_RESPONSE] = 1,
	    [SLA_NEXT_RESPONSE] = 60, [SLA_UPDATE] = 3600, [SLA_RESOLUTION] = 90061 },
	    .warn = points, .n_warn = 2, .replay = true, .new_cycle = true }, "waiting",
	  "sla=gold; severity=high; calendar=\"week\"; response=1s; next_response=1m; "
	  "update=1h; resolution=25h1m1s; warn=75%,30m; pause=waiting; carry=replay; "
	  "reopen=new-cycle",
	  "{\"v\":1,\"policy\":\"gold\",\"severity\":\"high\",\"calendar\":\"\\\"week\\\"\","
	  "\"target\":{\"response\":1,\"next_response\":60,\"update\":3600,"
	  "\"resolution\":90061},\"warn\":[\"75%\",\"30m\"],\"pause\":[\"waiting\"],"
	  "\"replay\":true,\"new_cycle\":true}" },
};

static void
test_said(struct arena *a)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sla_promise made = rows[i].promise, *p = made.policy.n > 0 ? &made : NULL;

		if (rows[i].pause != NULL)
			strs_add(a, &made.pause, str_c(rows[i].pause));
		tap_str(promise_text(a, p), str_c(rows[i].text), "text: %s", rows[i].name);
		tap_str(promise_json(a, p), str_c(rows[i].json), "json: %s", rows[i].name);
	}
}

static void
test_points(struct arena *a)
{
	static const struct { const char *text; bool good, is_percent; int64_t value; } read[] = {
		{ "75%", true, true, 75 }, { "30m", true, false, 1800 },
		{ "1h30m", true, false, 5400 }, { "soon", false, false, 0 },
		{ "%", false, false, 0 },
	};

	for (size_t i = 0; i < COUNT(read); i++) {
		struct strs texts = { 0 }, back;
		struct sla_promise p = { 0 };

		strs_add(a, &texts, str_c(read[i].text));
		promise_points(a, &texts, &p);
		tap_int((int64_t)p.n_warn, read[i].good ? 1 : 0, "read: %s", read[i].text);
		if (p.n_warn == 0)
			continue;
		back = promise_point_texts(a, &p);
		tap_ok(p.warn->is_percent == read[i].is_percent &&
		    p.warn->value == read[i].value && str_eq(*back.v, *texts.v),
		    "… and understood: %s", read[i].text);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_said(a);
	test_points(a);
	arena_free(a);
	return tap_done();
}
