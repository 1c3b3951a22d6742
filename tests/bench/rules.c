/*
 * rules: what it costs to hold a new mail against rules, with patterns that the caged parser
 * has tried: rules_plan() of one event, as core does it, without what is stored.
 *
 *	rules [ROUNDS]
 *
 * A fifth of the rules has a pattern on subject or text; each has some more tests, of which the
 * first or second decides, as people write them.  "others" are rules of other events.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/parse/memo.h"
#include "daemon/policy/conf.h"
#include "daemon/rules/rules.h"
#include "parsers/base/array.h"
#include "parsers/field/field.h"
#include "parsers/text/pattern.h"

enum { ROUNDS = 400, LEAVES = 4, MOST = 4000 };

#define MAIL                                                                                       \
	"From: Jo Doe <jo@acme.example>\nTo: support@desk.example\nSubject: The pump in hall 7 "   \
	"is down\n"                                                                                \
	"X-Severity: high\nMessage-ID: <1@acme.example>\nDate: Mon, 2 Mar 2026 10:00:00 +0100\n\n" \
	"Hello,\n\nsince this morning the pump in hall 7 makes no pressure any more, and the "     \
	"line\n"                                                                                   \
	"stands still. We have restarted it twice, the display says E42. Version 2.4.1.\n\n"       \
	"Please call us back as soon as you can: there are forty people who wait.\n\nJo Doe\n"

static struct rule rules[MOST];
static struct condition leaves[MOST][LEAVES];
static struct match_pattern patterns[MOST];

static struct strs
one(struct arena *a, struct str s)
{
	struct strs out = { 0 };

	strs_add(a, &out, s);
	return out;
}

static struct condition
leaf(enum subject_id subject, enum filter_test_kind kind, struct strs values, size_t number)
{
	return (struct condition){ .kind = WHEN_TEST,
		.test = { .subject = subject,
		    .kind = kind,
		    .values = values,
		    .leaf = number,
		    .said = STR("x") } };
}

static void
make_pattern(struct arena *a, struct conf *c, struct filter_test *t, size_t number)
{
	struct match_pattern *p = &patterns[c->patterns.n];
	struct str regex =
	    str_printf(a, "(?i)\\b(outage|broken) of (?<part>pump|valve) %zu\\b", number);

	if (pattern_compile(STR("p"), regex, &p->pattern, NULL) == -1)
		abort();
	p->text = number % 2 ? MATCH_SUBJECT : MATCH_BODY;
	*t = (struct filter_test){ .subject = number % 2 ? SUBJECT_SUBJECT : SUBJECT_BODY,
		.kind = TEST_MATCHES,
		.pattern = p->pattern,
		.pattern_id = (uint32_t)c->patterns.n,
		.leaf = t->leaf,
		.said = STR("x") };
	c->patterns = (struct match_patterns){ patterns, c->patterns.n + 1, { 0 } };
}

static void
make_rule(struct arena *a, struct conf *c, size_t i, const char *event)
{
	const struct field_def *severity = field_find(&c->fields, STR("severity"));
	struct condition *v = leaves[i];

	v[0] = leaf(SUBJECT_SEVERITY, TEST_AT_LEAST, one(a, STR("medium")), 0);
	v[0].test.field = STR("severity");
	v[0].test.def = severity;
	v[1] = leaf(SUBJECT_SUBJECT, TEST_CONTAINS, one(a, str_printf(a, "machine %zu", i)), 1);
	v[2] = leaf(SUBJECT_PROJECT, TEST_ONE_OF, one(a, str_printf(a, "P%zu", i)), 2);
	v[3] = leaf(SUBJECT_KIND, TEST_ONE_OF, one(a, STR("human")), 3);
	if (i % 5 == 0)
		make_pattern(a, c, &v[1].test, i);
	rules[i] = (struct rule){ .name = str_printf(a, "rule %zu", i),
		.on = one(a, str_c(event)),
		.when = { .kind = WHEN_ALL, .v = v, .n = LEAVES } };
}

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double
plan_once(struct arena *a, struct core_state *core, struct letter *l, struct field_values fields)
{
	struct work w = { .core = core, .conf = core->conf, .a = a, .now = 2 };
	struct ticket t = { .id = 7,
		.status = STR("new"),
		.category = STR("new"),
		.project = STR("ACME"),
		.subject = l->subject,
		.fields = fields };
	struct event ev = { .kind = EVENT_CREATED,
		.ticket = &t,
		.letter = l,
		.at = 2,
		.author = letter_author(l),
		.text = l->reply_text };
	double from;

	clocks_init(&t.clocks, a);
	from = now_us();
	if (rules_plan(&w, &ev) == NULL)
		abort();
	return now_us() - from;
}

static void
run(size_t n, size_t others, size_t rounds)
{
	struct arena *a = arena_new(), *each = arena_new();
	struct conf *c = ARENA_NEW(a, struct conf);
	struct core_state core = { .conf = c, .memo = memo_new() };
	double *spent = ARENA_ARRAY(a, rounds, double);
	struct letter_conf how = { .limits = LIMITS_DEFAULT };
	struct letter l;

	field_builtins(a, &c->fields);
	type_plain(a, &c->types.plain);
	how.fields = &c->fields;
	core.worktimes = worktimes_new(a, &c->calendars);
	for (size_t i = 0; i < n + others; i++)
		make_rule(a, c, i, i < n ? "created" : "closed");
	c->rules = (struct rules){ .v = rules, .n = n + others };
	rules_index(a, &c->rules);
	letter_parse(a, &how, STR(MAIL), &l);
	matches_of_letter(a, &c->patterns, &l, &l.matches);
	for (size_t i = 0; i < l.matches.n; i++)
		match_try(a, &c->patterns, &l.matches.v[i]);
	for (size_t i = 0; i < rounds; i++) {
		arena_reset(each);
		spent[i] = plan_once(each, &core, &l, l.fields);
	}
	qsort(spent, rounds, sizeof(*spent), by_value);
	printf("%5zu rules %4zu patterns %5zu others  median %7.1f us  p99 %7.1f us  %6.1f ns a "
	       "rule\n",
	    n, c->patterns.n, others, spent[rounds / 2], spent[rounds * 99 / 100],
	    spent[rounds / 2] * 1000 / (double)n);
	for (size_t i = 0; i < c->patterns.n; i++)
		pattern_free(patterns[i].pattern);
	memo_free(core.memo);
	arena_free(each);
	arena_free(a);
}

int
main(int argc, char **argv)
{
	size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : ROUNDS;

	if (rounds == 0)
		return 1;
	for (size_t n = 125; n <= 2000; n *= 2)
		run(n, 0, rounds);
	run(500, 2000, rounds);
	return 0;
}
