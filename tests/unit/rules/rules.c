/* What rules make of an event: the ticket's plan and the mails, without a database. */
#include "daemon/rules/rules.h"

#include <stdlib.h>

#include "daemon/parse/memo.h"
#include "parsers/text/pattern.h"
#include "tests/tap.h"

enum { RULES_MAX = 4 };

struct line {				/* of a rule with one action */
	const char	*name;
	const char	*on;		/* words of events, apart by spaces */
	const char	*status;	/* when the ticket is; NULL: always */
	enum verb_id	 verb;
	const char	*values;	/* of a tag and of notify several, apart by commas */
	enum rule_enabled enabled;
};

struct row {
	const char	*name;
	enum event_kind	 event;
	struct line	 rules[RULES_MAX];
	const char	*plan;
	const char	*mails;
	const char	*traces;	/* NULL: it does not matter */
};

static const struct row rows[] = {
	{ "another event", EVENT_CREATED, {
	    { "a", "changed", NULL, VERB_TAG, "x" } }, "", "" },
	{ "a tag, several", EVENT_CHANGED, {
	    { "a", "changed", NULL, VERB_TAG, "x,y" } },
	  "tag: x (rule a)\ntag: y (rule a)\n", "" },
	{ "on one of two events", EVENT_CHANGED, {
	    { "a", "created changed", NULL, VERB_TAG, "x" } }, "tag: x (rule a)\n", "" },
	{ "what does not hold", EVENT_CHANGED, {
	    { "a", "changed", "closed", VERB_TAG, "x" },
	    { "b", "changed", "open", VERB_TAG, "y" } }, "tag: y (rule b)\n", "" },
	{ "what is so already", EVENT_CHANGED, {
	    { "a", "changed", NULL, VERB_TAG, "old" },
	    { "b", "changed", NULL, VERB_ASSIGN, "ana" },
	    { "c", "assigned", NULL, VERB_TAG, "told" } }, "", "" },
	{ "a change is an event", EVENT_CHANGED, {
	    { "a", "assigned", NULL, VERB_TAG, "told" },
	    { "b", "changed", NULL, VERB_ASSIGN, "team:desk" } },
	  "team: none -> desk (rule b)\nassignee: ana -> none (rule b)\ntag: told (rule a)\n", "" },
	{ "a tag is told to no rule", EVENT_CREATED, {
	    { "a", "created", NULL, VERB_TAG, "x" },
	    { "b", "changed", NULL, VERB_TAG, "y" } }, "tag: x (rule a)\n", "" },
	{ "each fires once", EVENT_CHANGED, {
	    { "a", "changed", NULL, VERB_SET, "severity high" },
	    { "b", "changed", NULL, VERB_SET, "severity low" } },
	  "severity: none -> high (rule a)\nseverity: high -> low (rule b)\n", "" },
	{ "stop hides what follows", EVENT_CHANGED, {
	    { "a", "changed", NULL, VERB_STOP, "" },
	    { "b", "changed", NULL, VERB_TAG, "x" } }, "", "" },
	{ "mails tell the end, in order", EVENT_CLOSED, {
	    { "a", "closed", NULL, VERB_NOTIFY, "requester,leads" },
	    { "b", "closed", NULL, VERB_TAG, "x" },
	    { "c", "closed", NULL, VERB_NOTIFY, "team" } },
	  "tag: x (rule b)\n", "a to requester,leads; c to team; " },
	{ "in shadow: nothing is done, sent or stopped", EVENT_CHANGED, {
	    { "a", "changed", NULL, VERB_STOP, "", RULE_IN_SHADOW },
	    { "b", "changed", NULL, VERB_NOTIFY, "leads", RULE_IN_SHADOW },
	    { "c", "changed", NULL, VERB_TAG, "x", RULE_IN_SHADOW },
	    { "d", "changed", "closed", VERB_TAG, "x", RULE_IN_SHADOW } }, "", "",
	  "changed: a shadow; changed: b shadow; changed: c shadow; changed: d not; " },
	{ "switched off: not even tried", EVENT_CHANGED, {
	    { "a", "changed", NULL, VERB_STOP, "", RULE_DISABLED },
	    { "b", "changed", NULL, VERB_TAG, "x" } }, "tag: x (rule b)\n", "",
	  "changed: b fired; " },
	{ "by turns: nobody had one", EVENT_CREATED, {
	    { "a", "created", NULL, VERB_UNASSIGN, "" },
	    { "b", "created", NULL, VERB_ASSIGN, "round-robin:desk" },
	    { "c", "assigned", NULL, VERB_TAG, "told" } },
	  "assignee: ana -> none (rule a)\nteam: none -> desk (rule b)\n"
	  "assignee: none -> ana (rule b)\ntag: told (rule c)\n", "", NULL },
	{ "by turns: who has it keeps it", EVENT_CREATED, {
	    { "a", "created", NULL, VERB_ASSIGN, "bo" },
	    { "b", "created", NULL, VERB_ASSIGN, "least-busy:desk" } },
	  "assignee: ana -> bo (rule a)\nteam: none -> desk (rule b)\n", "", NULL },
	{ "tags come and go", EVENT_CHANGED, {
	    { "a", "changed", NULL, VERB_TAG, "+x,-old,-none" } },
	  "tag: x (rule a)\ntag: old -> none (rule a)\n", "", "changed: a fired; " },
	{ "a value that is not allowed: the rest goes on", EVENT_CHANGED, {
	    { "a", "changed", NULL, VERB_SET, "severity mega" },
	    { "b", "changed", NULL, VERB_STATUS, "gone" },
	    { "c", "changed", NULL, VERB_CC, "bo" },
	    { "d", "changed", NULL, VERB_TAG, "x" } }, "tag: x (rule d)\n", "",
	  "changed: a unchanged: severity cannot be \"mega\"; changed: b unchanged: ticket #7 is "
	  "open: it can become waiting, on-hold, resolved, closed; changed: c unchanged: \"bo\" "
	  "is no mail address: kim@example.org is one; changed: d fired; " },
	{ "status, subject, days", EVENT_CHANGED, {
	    { "a", "changed", NULL, VERB_STATUS, "resolved" },
	    { "b", "resolved", NULL, VERB_SUBJECT, "new name" } },
	  "status: open -> resolved (rule a)\nsubject: old -> new name (rule b)\n", "", NULL },
	{ "traced: each rule on each event of the chain", EVENT_CHANGED, {
	    { "a", "changed", "closed", VERB_TAG, "x" },
	    { "b", "changed assigned", NULL, VERB_ASSIGN, "team:desk" },
	    { "c", "changed", NULL, VERB_STOP, "" },
	    { "d", "changed assigned", NULL, VERB_TAG, "old" } },
	  "team: none -> desk (rule b)\nassignee: ana -> none (rule b)\n", "",
	  "changed: a not; changed: b fired; changed: c fired; changed: d stopped by c; "
	  "assigned: b before; assigned: d unchanged; " },
};

static struct strs
words(struct arena *a, const char *text, char sep)
{
	struct str rest = str_c(text), word;
	struct strs out = { 0 };

	while (rest.n > 0 && str_split(&rest, sep, &word))
		strs_add(a, &out, word);
	return out;
}

static void
make_rule(struct arena *a, const struct line *l, struct rule *r)
{
	*r = (struct rule){ .name = str_c(l->name), .on = words(a, l->on, ' '),
	    .enabled = l->enabled,
	    .actions = ARENA_NEW(a, struct rule_action), .n_actions = 1 };
	*r->actions = (struct rule_action){ .verb = verb_row(l->verb),
	    .values = words(a, l->values, ','), .template = STR("notice") };
	if (r->actions->values.n == 0)
		strs_add(a, &r->actions->values, STR_NONE);
	if (l->status == NULL)
		return;
	r->when = (struct condition){ .kind = WHEN_TEST, .test = { .kind = TEST_ONE_OF,
	    .subject = SUBJECT_STATUS, .values = words(a, l->status, ' ') } };
}

static struct str
mails_text(struct arena *a, const struct chain *c)
{
	struct rule_mail *v;
	size_t n = rules_mails(c, a, &v);
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < n; i++) {
		buf_printf(&b, "%.*s to ", STR_ARG(v[i].rule));
		for (size_t k = 0; k < v[i].to->n; k++)
			buf_printf(&b, "%s%.*s", k > 0 ? "," : "", STR_ARG(v[i].to->v[k]));
		buf_adds(&b, "; ");
	}
	return buf_str(&b);
}

static struct str
traces_text(struct arena *a, const struct chain *c)
{
	const struct rule_trace *v;
	size_t n = rules_traces(c, &v);
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s: %.*s %s%s%.*s%s%.*s; ", event_word(v[i].event->kind),
		    STR_ARG(v[i].rule->name), rule_outcome_words[v[i].outcome],
		    v[i].by.n > 0 ? " by " : "", STR_ARG(v[i].by),
		    v[i].n_refused > 0 ? ": " : "", STR_ARG(v[i].n_refused > 0 ?
		    v[i].refused[0].why : STR_NONE));
	return buf_str(&b);
}

static void
check(struct arena *a, struct conf *conf, const struct row *row)
{
	struct rule rules[RULES_MAX];
	struct core_state core = { .conf = conf,
	    .worktimes = worktimes_new(a, &conf->calendars) };
	struct work w = { .core = &core, .conf = conf, .a = a, .now = 2 };
	struct ticket t = { .id = 7, .status = STR("open"), .category = STR("open"),
	    .subject = STR("old"), .assignee = STR("ana") };
	struct event ev = { .kind = row->event, .ticket = &t, .at = 2 };
	struct chain *c;
	size_t n = 0;

	for (; n < RULES_MAX && row->rules[n].name != NULL; n++)
		make_rule(a, &row->rules[n], &rules[n]);
	conf->rules = (struct rules){ .v = rules, .n = n };
	rules_index(a, &conf->rules);
	strs_add(a, &t.tags, STR("old"));
	clocks_init(&t.clocks, a);
	if (!tap_ok((c = rules_plan(&w, &ev)) != NULL, "%s: runs", row->name))
		return;
	tap_str(plan_text(a, &t.plan), str_c(row->plan), "%s: the plan", row->name);
	tap_str(mails_text(a, c), str_c(row->mails), "%s: the mails", row->name);
	if (row->traces != NULL)
		tap_str(traces_text(a, c), str_c(row->traces), "%s: the traces", row->name);
}

/* What one mail did is one chain. */
static void
check_all(struct arena *a, struct conf *conf)
{
	static const struct line lines[] = {
		{ "a", "reopened customer-replied", NULL, VERB_NOTIFY, "leads" },
		{ "b", "reopened", NULL, VERB_NOTIFY, "team" },
		{ "c", "customer-replied", NULL, VERB_STOP, "" },
		{ "d", "customer-replied changed", NULL, VERB_NOTIFY, "assignee" },
	};
	struct rule rules[COUNT(lines)];
	struct core_state core = { .conf = conf };
	struct work w = { .core = &core, .conf = conf, .a = a, .now = 2 };
	struct ticket t = { .id = 7, .status = STR("open") };
	struct event v[] = { { .kind = EVENT_CUSTOMER_REPLIED, .ticket = &t },
		{ .kind = EVENT_REOPENED, .ticket = &t }, { .kind = EVENT_CHANGED, .ticket = &t } };

	for (size_t i = 0; i < COUNT(lines); i++)
		make_rule(a, &lines[i], &rules[i]);
	conf->rules = (struct rules){ .v = rules, .n = COUNT(lines) };
	rules_index(a, &conf->rules);
	tap_str(mails_text(a, rules_plan_all(&w, v, 1)), STR("a to leads; "), "one event");
	tap_str(mails_text(a, rules_plan_all(&w, v, COUNT(v))),
	    STR("a to leads; b to team; d to assignee; "), "several: each rule once");
}

/* --- patterns --- */

static const struct pattern_row {
	const char	*name;
	enum subject_id	 subject;
	const char	*regex;
	struct match	 letters;	/* what came with the letter; no text: no letter */
	const char	*wanted;	/* "text text": what must be asked first */
	const char	*plan;		/* when that is answered with yes */
} pattern_rows[] = {
	{ "an admin's own word", SUBJECT_STATUS, "^op", { 0 }, "", "tag: x (rule a)\n" },
	{ "a word that does not fit", SUBJECT_STATUS, "^no", { 0 }, "", "" },
	{ "no text at all", SUBJECT_BODY, "^$", { 0 }, "", "tag: x (rule a)\n" },
	{ "a field", SUBJECT_VERSION, "^8", { 0 }, "7.1 ", "tag: x (rule a)\n" },
	{ "the ticket's subject", SUBJECT_SUBJECT, "^8", { 0 }, "old ", "tag: x (rule a)\n" },
	{ "came with the letter", SUBJECT_SUBJECT, "^8",
	  { .text = STR("new"), .result = MATCH_YES }, "", "tag: x (rule a)\n" },
	{ "came with it, and does not fit", SUBJECT_SUBJECT, "new",
	  { .text = STR("new"), .result = MATCH_NO }, "", "" },
	{ "went over its limits", SUBJECT_SUBJECT, "new",
	  { .text = STR("new"), .result = MATCH_OVER }, "", "" },
	{ "another text came", SUBJECT_SUBJECT, "^8",
	  { .text = STR("else"), .result = MATCH_NO }, "new ", "tag: x (rule a)\n" },
};

static struct str
wanted_text(struct arena *a, struct memo *m)
{
	struct matches *list = memo_wanted(m);
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < list->n; i++) {
		buf_printf(&b, "%.*s ", STR_ARG(list->v[i].text));
		list->v[i].result = MATCH_YES;
	}
	return buf_str(&b);
}

static struct chain *
plan_pattern(struct arena *a, struct conf *conf, struct memo *memo,
    const struct pattern_row *row, struct ticket *t, struct work *w)
{
	struct core_state *core = ARENA_NEW(a, struct core_state);
	struct letter *l = ARENA_NEW(a, struct letter);
	struct match *m = ARENA_NEW(a, struct match);
	struct field_value *f = ARENA_NEW(a, struct field_value);
	struct event ev = { .kind = EVENT_CHANGED, .ticket = t, .at = 2 };

	*core = (struct core_state){ .conf = conf, .memo = memo,
	    .worktimes = worktimes_new(a, &conf->calendars) };
	*w = (struct work){ .core = core, .conf = conf, .a = a, .now = 2 };
	*m = row->letters;
	*l = (struct letter){ .subject = STR("new"), .matches = { m, 1 } };
	*f = (struct field_value){ .name = STR("version"), .value = STR("7.1") };
	*t = (struct ticket){ .id = 7, .status = STR("open"), .subject = STR("old"),
	    .fields = { f, 1 } };
	clocks_init(&t->clocks, a);
	ev.letter = row->letters.text.n > 0 ? l : NULL;
	return rules_plan(w, &ev);
}

static void
check_pattern(struct arena *a, struct conf *conf, const struct pattern_row *row)
{
	static const struct line tags = { "a", "changed", NULL, VERB_TAG, "x" };
	struct memo *memo = memo_new();
	struct match_pattern p = { .text = MATCH_SUBJECT };
	struct filter_test test = { .kind = TEST_MATCHES, .subject = row->subject,
	    .field = row->subject == SUBJECT_VERSION ? STR("version") : STR_NONE };
	struct rule r;
	struct work w;
	struct ticket t;
	struct chain *c;

	if (pattern_compile(STR("a"), str_c(row->regex), &p.pattern, NULL) == -1)
		abort();
	make_rule(a, &tags, &r);
	r.when = (struct condition){ .kind = WHEN_TEST, .test = test };
	conf->rules = (struct rules){ .v = &r, .n = 1 };
	rules_index(a, &conf->rules);
	conf->patterns = (struct match_patterns){ &p, 1 };
	c = plan_pattern(a, conf, memo, row, &t, &w);
	tap_str(wanted_text(a, memo), str_c(row->wanted), "%s: asked", row->name);
	if (row->wanted[0] != '\0') {
		tap_ok(c == NULL && w.err.kind == ERR_ASK, "%s: first", row->name);
		tap_str(plan_text(a, &t.plan), STR(""), "%s: nothing is done", row->name);
		memo_learn(memo);
		c = plan_pattern(a, conf, memo, row, &t, &w);
	}
	tap_ok(c != NULL, "%s: runs", row->name);
	tap_str(plan_text(a, &t.plan), str_c(row->plan), "%s: the plan", row->name);
	pattern_free(p.pattern);
	memo_free(memo);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct conf conf = { .rule_depth = 16, .rule_changes_per_hour = 100,
	    .rule_mails_per_hour = 1000 };

	struct team desk = { .name = STR("desk") };
	struct agent agents[] = { { .name = STR("ana") }, { .name = STR("bo") } };

	conf.agents = (struct agents){ .v = agents, .n = COUNT(agents) };
	strs_add(a, &desk.members, STR("ana"));
	strs_add(a, &desk.members, STR("bo"));
	conf.teams = (struct teams){ &desk, 1 };
	field_builtins(a, &conf.fields);
	type_plain(a, &conf.types.plain);
	for (size_t i = 0; i < COUNT(rows); i++)
		check(a, &conf, &rows[i]);
	check_all(a, &conf);
	for (size_t i = 0; i < COUNT(pattern_rows); i++)
		check_pattern(a, &conf, &pattern_rows[i]);
	arena_free(a);
	return tap_done();
}
