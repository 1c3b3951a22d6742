/*
 * What rules see of an event: each subject of a mail and its ticket, what a change was and
 * became, what the groups of patterns found.
 */
#include "daemon/rules/look.h"

#include <stdlib.h>

#include "daemon/parse/memo.h"
#include "daemon/rules/changed.h"
#include "daemon/ticket/projectevent.h"
#include "parsers/base/array.h"
#include "parsers/field/field.h"
#include "parsers/text/pattern.h"
#include "tests/tap.h"

#define DAY	(86400 * (int64_t)1000000)
/* Monday, 2 March 2026, 10:00 UTC. */
#define NOW	((int64_t)1772445600 * 1000000)

#define MAIL								\
	"Authentication-Results: mx.desk.example; dmarc=PASS header.from=acme.example\n"	\
	"Delivered-To: Support@Desk.example\n"				\
	"From: Jo <JO@Acme.example>\nTo: help@desk.example, support@desk.example\n"	\
	"Cc: kim@acme.example\nSubject: Order 4711 of pumps\n"		\
	"X-Spam-Level:  **\nX-Spam-Level: other\nX-Text: =?utf-8?Q?gr=C3=BCn?=\n"	\
	"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"	\
	"--b\nContent-Type: text/plain\n\nIt leaks.\n"			\
	"--b\nContent-Type: application/pdf; name=bill.pdf\n"		\
	"Content-Disposition: attachment; filename=bill.pdf\n\nx\n--b--\n"

struct scene {
	struct arena	*a;
	struct conf	 conf;
	struct core_state core;
	struct work	 w;
	struct letter	 letter;
	struct ticket	 ticket;
	struct event	 ev;
	bool		 over;
	struct captured	 captured;
	struct look	 look;
};

static void
open_scene(struct arena *a, struct scene *s)
{
	static struct span hours = { 0, 9 * 3600, 17 * 3600 };
	struct calendar *office = ARENA_NEW(a, struct calendar);
	struct field_value *version = ARENA_NEW(a, struct field_value);
	struct letter_conf how = { .limits = LIMITS_DEFAULT };

	*s = (struct scene){ .a = a };
	*office = (struct calendar){ .name = STR("office"), .timezone = STR("UTC"), .hours = &hours,
	    .n_hours = 1 };
	s->conf.calendars = (struct calendars){ office, 1 };
	*version = (struct field_value){ .name = STR("version"), .value = STR("7.1.0") };
	strs_add(a, &how.authserv_ids, STR("mx.desk.example"));
	letter_parse(a, &how, STR(MAIL), &s->letter);
	s->core = (struct core_state){ .conf = &s->conf, .memo = memo_new(),
	    .worktimes = worktimes_new(a, &s->conf.calendars) };
	s->w = (struct work){ .core = &s->core, .conf = &s->conf, .a = a, .now = NOW };
	type_plain(a, &s->conf.types.plain);
	s->ticket = (struct ticket){ .id = 7, .status = STR("open"), .category = STR("open"),
	    .subject = STR("old"), .created_at = NOW - 3 * DAY, .touched_at = NOW - DAY / 2,
	    .requester_address = { .addr = STR("Jo@acme.example") }, .sla = STR("gold"),
	    .fields = { version, 1 } };
	s->ticket.participants = s->letter.to;
	clocks_init(&s->ticket.clocks, a);
	s->ticket.due_at = NOW - DAY / 24;
	s->ticket.clocks.asked_at = NOW - DAY / 12;
	s->ticket.held = 3;
	s->ev = (struct event){ .kind = EVENT_CUSTOMER_REPLIED, .ticket = &s->ticket,
	    .letter = &s->letter, .author = letter_author(&s->letter), .at = NOW,
	    .text = s->letter.reply_text,
	    .sla = { .clock = SLA_RESPONSE, .target = 7200, .left = 1799999999 } };
	s->look = (struct look){ &s->w, NULL, &s->ev, &s->over, &s->captured };
}

static const struct {
	enum subject_id	 subject;
	const char	*field;
	const char	*want;		/* its values, apart by "|" */
	const char	*bare;		/* the same of an event without mail or author */
} rows[] = {
	{ SUBJECT_SUBJECT, "", "Order 4711 of pumps", "old" },
	{ SUBJECT_FROM, "", "jo@acme.example", "" },
	{ SUBJECT_FROM_DOMAIN, "", "acme.example", "" },
	{ SUBJECT_AUTHOR, "", "customer", "docket" },
	{ SUBJECT_PROVEN, "", "yes", "no" },
	{ SUBJECT_DMARC, "", "pass", "" },
	{ SUBJECT_RECIPIENT, "", "support@desk.example|help@desk.example|kim@acme.example", "" },
	{ SUBJECT_HEADER, "X-Spam-Level", "**|other", "" },
	{ SUBJECT_HEADER, "x-text", "grün", "" },
	{ SUBJECT_HEADER, "X-None", "", "" },
	{ SUBJECT_FILE_NAME, "", "bill.pdf", "" },
	{ SUBJECT_FILE_TYPE, "", "application/pdf", "" },
	{ SUBJECT_FILES, "", "1", "0" },
	{ SUBJECT_KIND, "", "human", "" },
	{ SUBJECT_REQUESTER, "", "jo@acme.example", "jo@acme.example" },
	{ SUBJECT_REQUESTER_DOMAIN, "", "acme.example", "acme.example" },
	{ SUBJECT_PARTICIPANT, "", "help@desk.example|support@desk.example",
	  "help@desk.example|support@desk.example" },
	{ SUBJECT_PARTICIPANTS, "", "2", "2" },
	{ SUBJECT_AGE, "", "3d", "3d" },
	{ SUBJECT_IDLE, "", "12h", "12h" },
	{ SUBJECT_DUE, "", "0s", "0s" },
	{ SUBJECT_OVERDUE, "", "1h", "1h" },
	{ SUBJECT_WAITING, "", "2h", "2h" },
	{ SUBJECT_HELD, "", "3", "3" },
	{ SUBJECT_POLICY, "", "gold", "gold" },
	{ SUBJECT_METRIC, "", "response", "response" },
	{ SUBJECT_USED, "", "75.00", "75.00" },
	{ SUBJECT_VERSION, "version", "7.1.0", "7.1.0" },
	{ SUBJECT_CALENDAR, "office", "open", "closed" },
};

static void
test_subjects(struct arena *a)
{
	struct scene s;

	open_scene(a, &s);
	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		const struct filter_source src = look_source(&s.look);
		const struct filter_test t = { .subject = rows[i % COUNT(rows)].subject,
		    .field = str_c(rows[i % COUNT(rows)].field) };
		bool bare = i >= COUNT(rows);
		struct strs got = { 0 };

		if (bare) {
			s.ev.letter = NULL;
			s.ev.at = NOW - DAY;
			s.ev.author = (struct address){ 0 };
		}
		src.get[t.subject](src.of, &t, &got);
		tap_str(strs_join(a, &got, "|"), str_c(bare ? rows[i % COUNT(rows)].bare :
		    rows[i].want), "%s%.*s%s", subject_row(t.subject)->word, STR_ARG(t.field),
		    bare ? ", no mail" : "");
	}
	s.ev.ticket = NULL;
	for (unsigned i = 0; i < SUBJECTS; i++) {
		const struct filter_source src = look_source(&s.look);
		const struct filter_test t = { .subject = (enum subject_id)i, .field = STR("x") };
		struct strs got = { 0 };

		src.get[i](src.of, &t, &got);
		tap_ok(got.n <= 1, "%s, no ticket", subject_row(t.subject)->word);
	}
	memo_free(s.core.memo);
}

/* --- events of a project --- */

static const struct {
	enum subject_id	 subject;
	const char	*want;
} projects[] = {
	{ SUBJECT_PROJECT, "ACME" }, { SUBJECT_SUPPORT, "gold" }, { SUBJECT_BILLING, "prepaid" },
	{ SUBJECT_REACHED, "90" }, { SUBJECT_BUDGET, "1d16h" }, { SUBJECT_BUDGET_USED, "1d12h30m" },
	{ SUBJECT_PRODUCT, "docket" }, { SUBJECT_VERSION, "2.2.0" }, { SUBJECT_ENVIRONMENT, "prod" },
	{ SUBJECT_EVENT, "budget" }, { SUBJECT_STATUS, "" }, { SUBJECT_ASSIGNEE, "" },
	{ SUBJECT_AUTHOR, "docket" }, { SUBJECT_SUBJECT, "" },
};

static void
test_project(struct arena *a)
{
	struct billing billing = { .mode = BILLING_PREPAID };
	struct project acme = { .key = STR("ACME"), .support_level = STR("gold"),
	    .billing = &billing };
	struct project_event of = { .project = STR("ACME"), .kind = EVENT_BUDGET, .point = 90,
	    .used = 36 * 3600 + 1800, .limit = 40 * 3600, .product = STR("docket"),
	    .version = STR("2.2.0"), .environment = STR("prod") };
	struct scene s;

	open_scene(a, &s);
	s.conf.projects = (struct projects){ &acme, 1 };
	s.ev = (struct event){ .kind = EVENT_BUDGET, .of = &of, .project = of.project, .at = NOW };
	for (size_t i = 0; i < COUNT(projects); i++) {
		const struct filter_source src = look_source(&s.look);
		const struct filter_test t = { .subject = projects[i].subject };
		struct strs got = { 0 };

		src.get[t.subject](src.of, &t, &got);
		tap_str(strs_join(a, &got, "|"), str_c(projects[i].want), "%s of a project",
		    subject_row(t.subject)->word);
	}
	memo_free(s.core.memo);
}

/* --- changes --- */

static const struct {
	enum subject_id	 subject;
	const char	*field;
	const char	*want;		/* "was -> to"; "": it is as it was */
} changes[] = {
	{ SUBJECT_STATUS, "", "new -> resolved" },
	{ SUBJECT_CATEGORY, "", "new -> resolved" },
	{ SUBJECT_SEVERITY, "severity", "low -> high" },
	{ SUBJECT_FIELD, "severity", "low -> high" },
	{ SUBJECT_VERSION, "version", "" },
	{ SUBJECT_FIELD, "order", " -> 4711" },
	{ SUBJECT_ASSIGNEE, "", "" },		/* there and back again */
	{ SUBJECT_TAGS, "", "b -> a|c" },
	{ SUBJECT_TEAM, "", "" },
	{ SUBJECT_FROM, "", "" },
};

static void
add_change(struct scene *s, enum change_what what, const char *old, const char *new,
    const char *field)
{
	plan_add(s->a, &s->ticket.plan, &(struct change){ .what = what, .old = str_c(old),
	    .new = str_c(new), .field = { .name = str_c(field) } });
}

static void
test_changes(struct arena *a)
{
	struct scene s;

	open_scene(a, &s);
	add_change(&s, CHANGE_TEAM, "", "desk", "");
	add_change(&s, CHANGE_STATUS, "new", "open", "");
	add_change(&s, CHANGE_TAG, "", "a", "");
	add_change(&s, CHANGE_TAG, "b", "", "");
	add_change(&s, CHANGE_FIELD, "low", "medium", "severity");
	add_change(&s, CHANGE_ASSIGNEE, "ana", "", "");
	add_change(&s, CHANGE_ASSIGNEE, "", "ana", "");
	add_change(&s, CHANGE_FIELD, "", "4711", "order");
	add_change(&s, CHANGE_FIELD, "medium", "high", "severity");
	add_change(&s, CHANGE_TAG, "", "c", "");
	add_change(&s, CHANGE_STATUS, "open", "resolved", "");
	changed_since(&s.w, &s.ev, 1);
	s.ticket.plan = (struct plan){ 0 };
	for (size_t i = 0; i < COUNT(changes); i++) {
		const struct filter_source src = look_source(&s.look);
		const struct filter_test t = { .subject = changes[i].subject,
		    .field = str_c(changes[i].field) };
		struct strs was = { 0 }, to = { 0 };
		bool is = src.changed(src.of, &t, &was, &to);

		tap_str(!is ? STR("") : str_printf(a, "%.*s -> %.*s",
		    STR_ARG(strs_join(a, &was, "|")), STR_ARG(strs_join(a, &to, "|"))),
		    str_c(changes[i].want), "changed: %s%.*s", subject_row(t.subject)->word,
		    STR_ARG(t.field));
	}
	memo_free(s.core.memo);
}

/* --- captures --- */

static struct pattern *
compile(const char *regex)
{
	struct pattern *p;

	if (pattern_compile(STR("p"), str_c(regex), &p, NULL) == -1)
		abort();
	return p;
}

static void
test_captures(struct arena *a)
{
	static const struct { const char *name, *want; } asked[] = {
		{ "order", "4711" }, { "to", "open" }, { "none", "" }, { "not", "" },
	};
	struct match_pattern v[] = { { compile("Order (?<order>\\d+) (\\w+)"), MATCH_SUBJECT, STR_NONE },
		{ compile("^(?<to>op.*)"), MATCH_NOTHING, STR_NONE },
		{ compile("^(?<not>x.*)"), MATCH_SUBJECT, STR_NONE } };
	enum subject_id of[] = { SUBJECT_SUBJECT, SUBJECT_STATUS, SUBJECT_SUBJECT };
	struct condition leaves[COUNT(v)] = { { .kind = WHEN_TEST } };
	struct condition c = { .kind = WHEN_ALL, .v = leaves, .n = COUNT(v) };
	struct scene s;
	struct filter_source src;

	open_scene(a, &s);
	s.conf.patterns = (struct match_patterns){ v, COUNT(v), { 0 } };
	for (size_t i = 0; i < COUNT(v); i++) {
		leaves[i].kind = WHEN_TEST;
		leaves[i].test = (struct filter_test){ .subject = of[i], .kind = TEST_MATCHES,
		    .pattern = v[i].pattern, .pattern_id = (uint32_t)i, .is_not = i == 2, .leaf = i };
	}
	src = look_source(&s.look);
	tap_int(filter_holds(&c, &src, NULL), -1, "a parser is asked first");
	for (struct matches *m = memo_wanted(s.core.memo); matches_open(m) != NULL;)
		match_try(a, &s.conf.patterns, matches_open(m));
	memo_learn(s.core.memo);
	s.captured = (struct captured){ 0 };
	tap_int(filter_holds(&c, &src, NULL), 1, "and then it holds");
	for (size_t i = 0; i < COUNT(asked); i++)
		tap_str(captured_find(a, &s.captured, str_c(asked[i].name)), str_c(asked[i].want),
		    "${%s}", asked[i].name);
	for (size_t i = 0; i < COUNT(v); i++)
		pattern_free(v[i].pattern);
	memo_free(s.core.memo);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_subjects(a);
	test_project(a);
	test_changes(a);
	test_captures(a);
	arena_free(a);
	return tap_done();
}
