/* rulestry: see rulestry.h. */
#include "daemon/ctl/rulestry.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>

#include "daemon/conf/schema.h"
#include "daemon/ctl/rulesets.h"
#include "daemon/policy/ruleset.h"
#include "daemon/render/text.h"
#include "daemon/rules/replay.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "parsers/base/array.h"

enum { SAMPLES = 10, NICE = 10 };

enum side { BEFORE, AFTER, SIDES };

struct tried_rule {			/* of either set, by its name */
	struct str	 name;
	int64_t		 fired[SIDES];
	int64_t		 over[SIDES];	/* not known: its pattern went over its limits */
	int64_t		 mails[SIDES];	/* that only this side sends */
	int64_t		 changes[SIDES];
	int64_t		 samples[SAMPLES];	/* tickets where it differs */
	size_t		 n_samples;
	int64_t		 differs;	/* in how many cases */
};

struct try {
	struct ctl		*ctl;
	const char		*last, *rules, *old;
	bool			 fails;		/* exit status 1 when something differs */
	int64_t			 since;
	struct str		 old_is;	/* for people */
	struct str		 new_is;
	const struct conf	*conf[SIDES];
	struct replay		*set[SIDES];
	struct tried_rule	*v;
	size_t			 n;
	int64_t			 cases, events;
};

/* --- the two sets ---------------------------------------------------------------- */

static int
load_sets(struct try *t)
{
	struct ctl *ctl = t->ctl;
	int status;

	t->old_is = str_printf(ctl->a, "those of %s", t->old == NULL ? "" : t->old);
	t->new_is = t->rules == NULL ? STR("those on disk") :
	    str_printf(ctl->a, "those of %s", t->rules);
	status = t->old == NULL ? rulesets_running(ctl, &t->conf[BEFORE], &t->old_is) :
	    rulesets_folder(ctl, t->old, &t->conf[BEFORE]);
	if (status == CTL_OK)
		status = t->rules == NULL ? rulesets_disk(ctl, &t->conf[AFTER]) :
		    rulesets_folder(ctl, t->rules, &t->conf[AFTER]);
	if (status != CTL_OK)
		return status;
	t->set[BEFORE] = replay_new(ctl->a, t->conf[BEFORE], NULL);
	t->set[AFTER] = replay_new(ctl->a, t->conf[AFTER], t->set[BEFORE]);
	return CTL_OK;
}

/* --- comparing --------------------------------------------------------------------- */

static struct tried_rule *
rule_of(struct try *t, struct str name)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->v[i].name, name))
			return &t->v[i];
	t->v = array_grow(t->ctl->a, t->v, t->n, sizeof(*t->v));
	t->v[t->n] = (struct tried_rule){ .name = name };
	return &t->v[t->n++];
}

static const struct replay_did *
did_find(const struct replay_done *done, struct str rule)
{
	static const struct replay_did nothing;

	for (size_t i = 0; i < done->n; i++)
		if (str_eq(done->v[i].rule, rule))
			return &done->v[i];
	return &nothing;
}

/* How many of one are not in the other, each as often as it is there. */
static int64_t
more_than(struct arena *a, const struct strs *one, const struct strs *other)
{
	struct strs left = strs_copy(a, other);
	int64_t n = 0;

	for (size_t i = 0; i < one->n; i++) {
		size_t k = 0;

		while (k < left.n && !str_eq(left.v[k], one->v[i]))
			k++;
		if (k == left.n)
			n++;
		else
			left.v[k] = left.v[--left.n];
	}
	return n;
}

static void
compare_rule(struct arena *a, struct tried_rule *r, const struct replay_done *const done[SIDES],
    int64_t ticket)
{
	const struct replay_did *did[SIDES];
	bool differs;

	for (int s = 0; s < SIDES; s++) {
		did[s] = did_find(done[s], r->name);
		r->fired[s] += did[s]->fired;
		r->over[s] += did[s]->is_over;
	}
	differs = did[BEFORE]->fired != did[AFTER]->fired;
	for (int s = 0; s < SIDES; s++) {
		const struct replay_did *other = did[s == BEFORE ? AFTER : BEFORE];
		int64_t mails = more_than(a, &did[s]->mails, &other->mails);
		int64_t changes = more_than(a, &did[s]->changes, &other->changes);

		r->mails[s] += mails;
		r->changes[s] += changes;
		differs |= mails + changes > 0;
	}
	if (!differs)
		return;
	r->differs++;
	if (r->n_samples < SAMPLES && (r->n_samples == 0 ||
	    r->samples[r->n_samples - 1] != ticket))
		r->samples[r->n_samples++] = ticket;
}

static void
compare(struct try *t, struct arena *a, const struct past_chain *c,
    const struct replay_done *before, const struct replay_done *after)
{
	const struct replay_done *const done[SIDES] = { before, after };

	t->cases++;
	t->events += (int64_t)c->n;
	for (size_t i = 0; i < t->n; i++)
		compare_rule(a, &t->v[i], done, c->ticket->id);
}

/* All rules are told of, also those that never fired. */
static void
name_rules(struct try *t)
{
	for (int s = 0; s < SIDES; s++)
		for (size_t i = 0; i < t->conf[s]->rules.n; i++)
			if (t->conf[s]->rules.v[i].enabled != RULE_DISABLED)
				rule_of(t, t->conf[s]->rules.v[i].name);
}

static int
run_page(struct try *t, struct arena *a, const struct past_page *page, struct err *e)
{
	struct replay_done *done[SIDES];

	for (int s = 0; s < SIDES; s++) {
		done[s] = ARENA_ARRAY(a, page->n, struct replay_done);
		if (replay_all(t->set[s], a, page->v, page->n, done[s], e) == -1)
			return -1;
	}
	for (size_t i = 0; i < page->n; i++)
		compare(t, a, page->v[i], &done[BEFORE][i], &done[AFTER][i]);
	return 0;
}

static int
run_all(struct try *t)
{
	struct arena *a = arena_new();
	struct past_page page = { 0 };
	struct err e;
	int more;

	while ((more = past_read(a, t->ctl->db, t->conf[AFTER], t->since, &page, &e)) == 1) {
		if (run_page(t, a, &page, &e) == -1) {
			more = -1;
			break;
		}
		arena_reset(a);
	}
	arena_free(a);
	return more == -1 ? ctl_err(&e) : CTL_OK;
}

/* --- telling -------------------------------------------------------------------- */

static bool
differs(const struct try *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].differs > 0)
			return true;
	return false;
}

static struct str
more_less(struct arena *a, const int64_t n[SIDES])
{
	if (n[BEFORE] == 0 && n[AFTER] == 0)
		return STR_NONE;
	return n[BEFORE] == 0 ? str_printf(a, "+%" PRId64, n[AFTER]) :
	    n[AFTER] == 0 ? str_printf(a, "-%" PRId64, n[BEFORE]) :
	    str_printf(a, "+%" PRId64 " -%" PRId64, n[AFTER], n[BEFORE]);
}

static void
print_rules(struct try *t)
{
	static const struct table_column columns[] = {
		{ "RULE", .gives = true }, { "BEFORE", .right = true }, { "AFTER", .right = true },
		{ "MAILS", .right = true }, { "CHANGES", .right = true },
	};
	struct arena *a = t->ctl->a;
	struct strs cells = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		const struct tried_rule *r = &t->v[i];

		strs_add(a, &cells, text_safe(a, r->name));
		strs_add(a, &cells, text_number(a, r->fired[BEFORE]));
		strs_add(a, &cells, text_number(a, r->fired[AFTER]));
		strs_add(a, &cells, more_less(a, r->mails));
		strs_add(a, &cells, more_less(a, r->changes));
	}
	ctl_print(t->ctl, &TABLE(columns, cells));
}

static void
print_hung(struct ctl *ctl, struct str head, struct str text)
{
	struct buf b;

	buf_init(&b, ctl->a);
	text_hang(&b, head, text, ctl_columns());
	printf("%s", buf_str(&b).p);
}

static void
print_samples(struct try *t)
{
	struct arena *a = t->ctl->a;

	for (size_t i = 0; i < t->n; i++) {
		const struct tried_rule *r = &t->v[i];
		struct buf b;

		if (r->differs == 0)
			continue;
		buf_init(&b, a);
		for (size_t k = 0; k < r->n_samples; k++)
			buf_printf(&b, "%s#%" PRId64, k == 0 ? "" : " ", r->samples[k]);
		print_hung(t->ctl, str_printf(a, "%.*s: ", STR_ARG(text_safe(a, r->name))),
		    str_printf(a, "%" PRId64 " otherwise, as of %s", r->differs, buf_str(&b).p));
	}
}

/* Of the other set that very thing; a rule that stays as it was is told of once. */
static bool
is_untried_too(const struct replay *other, const struct replay_untried *u)
{
	const struct replay_untried *v;
	size_t n = replay_untried(other, &v);

	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].rule->name, u->rule->name) && str_eq(v[i].why, u->why) &&
		    v[i].events == u->events)
			return true;
	return false;
}

static void
print_untried(struct try *t, int side)
{
	static const char *const heads[SIDES] = { "not tried, before: ", "not tried, after: " };
	struct arena *a = t->ctl->a;
	const struct replay_untried *v;
	size_t n = replay_untried(t->set[side], &v);

	for (size_t i = 0; i < n; i++) {
		bool both = is_untried_too(t->set[side == BEFORE ? AFTER : BEFORE], &v[i]);

		if (both && side == BEFORE)
			continue;
		print_hung(t->ctl, str_c(both ? "not tried: " : heads[side]), str_printf(a,
		    "%s (%s): %s; %" PRId64 " events", text_safe(a, v[i].rule->name).p,
		    rule_place(a, t->conf[side], v[i].rule).p, v[i].why.p, v[i].events));
	}
}

static void
print_unknown(struct try *t)
{
	static const char *const sides[SIDES] = { "before", "after" };
	struct arena *a = t->ctl->a;

	for (int s = 0; s < SIDES; s++) {
		print_untried(t, s);
		for (size_t i = 0; i < t->n; i++)
			if (t->v[i].over[s] > 0)
				print_hung(t->ctl, str_printf(a, "not known, %s: ", sides[s]),
				    str_printf(a, "%s: its pattern went over its limits in %"
				    PRId64 " cases", text_safe(a, t->v[i].name).p,
				    t->v[i].over[s]));
	}
}

static void
print_text(struct try *t)
{
	struct arena *a = t->ctl->a;

	print_hung(t->ctl, STR(""), str_printf(a, "%" PRId64 " events since %s.", t->events,
	    text_time(a, t->since).p));
	print_hung(t->ctl, STR("before: "), text_safe(a, t->old_is));
	print_hung(t->ctl, STR("after:  "), text_safe(a, t->new_is));
	putchar('\n');
	print_rules(t);
	putchar('\n');
	print_samples(t);
	print_unknown(t);
	if (!differs(t))
		puts("What could be tried would have been the same.");
}

static void
json_rule(struct json *j, const struct tried_rule *r)
{
	json_open_object(j, NULL);
	json_str(j, "rule", r->name);
	json_int(j, "fired_before", r->fired[BEFORE]);
	json_int(j, "fired_after", r->fired[AFTER]);
	json_int(j, "mails_less", r->mails[BEFORE]);
	json_int(j, "mails_more", r->mails[AFTER]);
	json_int(j, "changes_less", r->changes[BEFORE]);
	json_int(j, "changes_more", r->changes[AFTER]);
	json_int(j, "not_known_before", r->over[BEFORE]);
	json_int(j, "not_known_after", r->over[AFTER]);
	json_int(j, "differs", r->differs);
	json_open_array(j, "tickets");
	for (size_t k = 0; k < r->n_samples; k++)
		json_int(j, NULL, r->samples[k]);
	json_close(j);
	json_close(j);
}

static void
json_untried(struct try *t, struct json *j)
{
	json_open_array(j, "not_tried");
	for (int s = 0; s < SIDES; s++) {
		const struct replay_untried *v;
		size_t n = replay_untried(t->set[s], &v);

		for (size_t i = 0; i < n; i++) {
			json_open_object(j, NULL);
			json_str(j, "rule", v[i].rule->name);
			json_str(j, "set", s == BEFORE ? STR("before") : STR("after"));
			json_str(j, "why", v[i].why);
			json_int(j, "events", v[i].events);
			json_close(j);
		}
	}
	json_close(j);
}

static void
print_json(struct try *t)
{
	struct json j = ctl_json_new(t->ctl);

	json_open_object(&j, NULL);
	json_str(&j, "since", clock_rfc3339(t->ctl->a, t->since));
	json_str(&j, "before", t->old_is);
	json_str(&j, "after", t->new_is);
	json_int(&j, "events", t->events);
	json_bool(&j, "differs", differs(t));
	json_open_array(&j, "rules");
	for (size_t i = 0; i < t->n; i++)
		json_rule(&j, &t->v[i]);
	json_close(&j);
	json_untried(t, &j);
	json_close(&j);
	ctl_json_print(t->ctl, &j);
}

/* --- the action ------------------------------------------------------------------- */

static int
try(struct try *t)
{
	int status = load_sets(t);

	if (status == CTL_OK) {
		name_rules(t);
		status = run_all(t);
	}
	if (status == CTL_OK) {
		(t->ctl->json ? print_json : print_text)(t);
		status = t->fails && differs(t) ? CTL_FAILED : CTL_OK;
	}
	replay_free(t->set[AFTER]);
	replay_free(t->set[BEFORE]);
	return status;
}

int
rules_try(struct ctl *ctl, int argc, char **argv)
{
	struct try t = { .ctl = ctl, .last = "30d" };
	const struct ctl_option options[] = {
		{ "--last", &t.last, NULL }, { "--rules", &t.rules, NULL },
		{ "--old", &t.old, NULL }, { "--fail-on-change", NULL, &t.fails },
	};
	int n = ctl_options(ctl, argc, argv, options, COUNT(options)), status;
	int64_t seconds;

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0)
		return ctl_usage(ctl, "try takes options alone: --rules DIR names the new rules");
	if (!conf_duration(str_c(t.last), &seconds) || seconds == 0)
		return ctl_usage(ctl, "--last: '%s' is no duration such as 30d or 12h", t.last);
	if ((status = ctl_db(ctl)) != CTL_OK)
		return status;
	log_open("docketctl", LOG_ERROR);	/* what would be logged is no news here */
	setpriority(PRIO_PROCESS, 0, NICE);	/* docketd goes first */
	t.since = clock_now() - seconds * SECOND_US;
	return try(&t);
}
