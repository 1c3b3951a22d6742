/* replay: see replay.h. */
#include "daemon/rules/replay.h"

#include "daemon/db/standin.h"
#include "daemon/filter/leaf.h"
#include "daemon/parse/memo.h"
#include "daemon/parse/parserole.h"
#include "daemon/rules/rules.h"
#include "parsers/base/array.h"

struct shared {				/* patterns, each once */
	struct match_patterns	 patterns;
	struct strs		 regexes;
};

struct replay {
	struct arena		*a;
	struct conf		 conf;		/* a copy, without rules that cannot be tried */
	struct core_state	 core;
	struct memo		*own_memo;	/* NULL: it is another's */
	struct shared		*shared;	/* of all sets that share the memo */
	struct db		*db;		/* answers nothing */
	struct arena		*chain;		/* of the one at hand */
	struct replay_untried	*untried;	/* by rule, of those that have `why` */
	size_t			 n_untried;
};

/* --- patterns ---------------------------------------------------------------- */

/* The number of the same pattern in what is shared; it is added where it is new. */
static uint32_t
shared_number(struct replay *r, const struct match_pattern *own, struct str regex)
{
	struct match_patterns *all = &r->shared->patterns;

	for (size_t i = 0; i < all->n; i++)
		if (own->text == all->v[i].text && str_eq(own->field, all->v[i].field) &&
		    str_eq(regex, r->shared->regexes.v[i]))
			return (uint32_t)i;
	all->v = array_grow(r->a, all->v, all->n, sizeof(*all->v));
	all->v[all->n] = *own;
	strs_add(r->a, &r->shared->regexes, regex);
	return (uint32_t)all->n++;
}

static void
share_patterns(struct replay *r, struct condition *c)
{
	if (c->kind == WHEN_TEST && c->test.kind == TEST_MATCHES)
		c->test.pattern_id = shared_number(r, &r->conf.patterns.v[c->test.pattern_id],
		    c->test.values.v[0]);
	for (size_t i = 0; i < c->n; i++)
		share_patterns(r, &c->v[i]);
}

/* --- what cannot be tried ------------------------------------------------------ */

static void
look_at(const struct filter_test *t, void *of)
{
	const struct filter_test **found = of;

	if (*found == NULL && !past_has_subject(t->subject))
		*found = t;
}

/* Empty: it can. */
static struct str
why_not(struct arena *a, const struct rule *rule)
{
	const struct filter_test *found = NULL;

	filter_each(&rule->when, look_at, &found);
	if (found != NULL) {
		struct str word = str_c(subject_row(found->subject)->word);

		return str_printf(a, "it looks at %.*s%.*s, which no history has", STR_ARG(word),
		    STR_ARG(str_ends(word, STR(".")) ? found->field : STR_NONE));
	}
	for (int k = 0; k < EVENTS; k++)
		if (past_has_event((enum event_kind)k) &&
		    strs_has(&rule->on, str_c(event_word((enum event_kind)k))))
			return STR_NONE;
	return rule->on.n == 0 ? STR_NONE : str_printf(a, "it is on %.*s alone, which history does not tell of",
	    STR_ARG(strs_join(a, &rule->on, ", ")));
}

static struct replay_untried *
untried_find(struct replay *r, const struct rule *rule)
{
	for (size_t i = 0; i < r->n_untried; i++)
		if (r->untried[i].rule == rule)
			return &r->untried[i];
	return NULL;
}

/* They stay in the list, for their numbers, and are on nothing. */
static void
put_aside(struct replay *r)
{
	struct rules *all = &r->conf.rules;

	for (size_t i = 0; i < all->n; i++) {
		struct str why = all->v[i].enabled == RULE_DISABLED ? STR_NONE :
		    why_not(r->a, &all->v[i]);

		if (why.n == 0)
			continue;
		r->untried = array_grow(r->a, r->untried, r->n_untried, sizeof(*r->untried));
		r->untried[r->n_untried++] = (struct replay_untried){ &all->v[i], why, 0 };
	}
	for (int k = 0; k < EVENTS; k++) {
		struct rule_numbers *on = &all->on[k];
		size_t kept = 0;

		for (size_t i = 0; i < on->n; i++)
			if (untried_find(r, &all->v[on->v[i]]) == NULL)
				on->v[kept++] = on->v[i];
		on->n = kept;
	}
}

static void
count_untried(struct replay *r, const struct past_chain *c)
{
	for (size_t i = 0; i < r->n_untried; i++)
		for (size_t k = 0; k < c->n; k++)
			if (strs_has(&r->untried[i].rule->on, str_c(event_word(c->v[k].kind)))) {
				r->untried[i].events++;
				break;
			}
}

/* --- a set --------------------------------------------------------------------- */

static void
answer_nothing(void *of, const struct sql_statement *s, const void *in, struct arena *a,
    struct db_rows *rows)
{
	(void)of;
	(void)s;
	(void)in;
	(void)a;
	(void)rows;
}

struct replay *
replay_new(struct arena *a, const struct conf *conf, const struct replay *like)
{
	static const struct db_standin nobody = { answer_nothing, NULL };
	struct replay *r = ARENA_NEW(a, struct replay);

	r->a = a;
	r->conf = *conf;
	r->shared = like != NULL ? like->shared : ARENA_NEW(a, struct shared);
	r->shared->patterns.commands = conf->patterns.commands;
	for (size_t i = 0; i < r->conf.rules.n; i++)
		share_patterns(r, &r->conf.rules.v[i].when);
	put_aside(r);
	r->own_memo = like != NULL ? NULL : memo_new();
	r->core = (struct core_state){ .conf = &r->conf, .forever = a,
	    .worktimes = worktimes_new(a, &conf->calendars), .zones = zones_new(a),
	    .memo = like != NULL ? like->core.memo : r->own_memo };
	r->core.partitions.until = INT64_MAX;	/* nothing is stored */
	r->db = db_stand_in(&nobody);
	r->chain = arena_new();
	return r;
}

void
replay_free(struct replay *r)
{
	if (r == NULL)
		return;
	memo_free(r->own_memo);
	db_close(r->db);
	arena_free(r->chain);
}

size_t
replay_untried(const struct replay *r, const struct replay_untried **out)
{
	*out = r->untried;
	return r->n_untried;
}

/* --- a chain ------------------------------------------------------------------- */

static struct replay_did *
did_of(struct arena *a, struct replay_done *done, struct str rule)
{
	for (size_t i = 0; i < done->n; i++)
		if (str_eq(done->v[i].rule, rule))
			return &done->v[i];
	done->v = array_grow(a, done->v, done->n, sizeof(*done->v));
	done->v[done->n] = (struct replay_did){ .rule = rule };
	return &done->v[done->n++];
}

static void
keep_traces(struct arena *a, const struct chain *c, struct replay_done *done)
{
	const struct rule_trace *v;
	size_t n = rules_traces(c, &v);

	for (size_t i = 0; i < n; i++) {
		enum rule_outcome o = v[i].outcome;

		if (o == RULE_FIRED || o == RULE_UNCHANGED || o == RULE_SHADOW)
			did_of(a, done, v[i].rule->name)->fired = true;
		else if (o == RULE_OVER)
			did_of(a, done, v[i].rule->name)->is_over = true;
	}
}

static void
keep_deeds(struct replay *r, struct arena *a, const struct chain *c, const struct plan *plan,
    struct replay_done *done)
{
	struct rule_mail *mails;
	size_t n = rules_mails(c, r->chain, &mails);

	for (size_t i = 0; i < n; i++)
		strs_add(a, &did_of(a, done, mails[i].rule)->mails, str_printf(a,
		    "%.*s to %.*s", STR_ARG(mails[i].template),
		    STR_ARG(strs_join(r->chain, mails[i].to, ", "))));
	for (size_t i = 0; i < plan->n; i++)
		if (plan->v[i].by.source == FIELD_RULE)
			strs_add(a, &did_of(a, done, plan->v[i].by.why)->changes, str_printf(a,
			    "%.*s: %.*s%s", STR_ARG(change_word(&plan->v[i])),
			    STR_ARG(plan->v[i].new.n > 0 ? plan->v[i].new : plan->v[i].old),
			    plan->v[i].new.n > 0 ? "" : " off"));
}

/* Who did it, to this set's people. */
static void
set_author(const struct replay *r, const struct past_chain *c, struct event *ev)
{
	ev->agent = c->by_agent ? agents_find(&r->conf.agents, c->author) : NULL;
	if (ev->agent != NULL)
		ev->author = (struct address){ .name = ev->agent->full_name,
		    .addr = ev->agent->addresses.n > 0 ? ev->agent->addresses.v[0] : STR_NONE };
	else if (str_chr(c->author, '@', 0) != SIZE_MAX)
		ev->author.addr = c->author;
}

/* 0; 1: a parser must be asked; -1. */
static int
run_chain(struct replay *r, struct arena *a, const struct past_chain *c,
    struct replay_done *done, struct err *e)
{
	struct work w = { .core = &r->core, .conf = &r->conf, .db = r->db, .a = r->chain,
	    .now = c->v[0].at };
	struct event v[EVENTS];
	struct ticket *t;
	struct chain *chain;
	struct err ignored;

	arena_reset(r->chain);
	t = past_ticket(r->chain, c);
	for (size_t i = 0; i < c->n; i++) {
		v[i] = c->v[i];
		v[i].ticket = t;
		set_author(r, c, &v[i]);
	}
	chain = rules_plan_all(&w, v, c->n);
	db_run(r->db, &ignored);
	if (chain == NULL) {
		*e = w.err;
		return w.err.kind == ERR_ASK ? 1 : -1;
	}
	keep_traces(a, chain, done);
	keep_deeds(r, a, chain, &t->plan, done);
	return 0;
}

int
replay_all(struct replay *r, struct arena *a, struct past_chain *const *chains, size_t n,
    struct replay_done *done, struct err *e)
{
	bool *over = ARENA_ARRAY(a, n, bool);
	size_t left = n;

	r->conf.patterns = r->shared->patterns;
	memo_settle(r->core.memo);
	for (size_t i = 0; i < n; i++)
		count_untried(r, chains[i]);
	while (left > 0) {
		left = 0;
		for (size_t i = 0; i < n; i++) {
			int rc = over[i] ? 0 : run_chain(r, a, chains[i], &done[i], e);

			if (rc == -1)
				return -1;
			over[i] = rc == 0;
			left += rc == 1;
		}
		if (left == 0)
			break;
		parse_ask(r->chain, &r->conf, memo_wanted(r->core.memo));
		memo_learn(r->core.memo);
	}
	return 0;
}
