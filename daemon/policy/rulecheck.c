/* rulecheck: see rulecheck.h. */
#include "daemon/policy/rulecheck.h"

#include <limits.h>

#include "daemon/filter/leaf.h"
#include "daemon/policy/regexcheck.h"
#include "daemon/policy/rulemail.h"
#include "daemon/policy/rulepairs.h"
#include "daemon/policy/ruleworld.h"
#include "daemon/policy/templatecheck.h"
#include "parsers/base/array.h"

enum { MEMBERS = 40 };			/* of a condition, that are compared with each other */

struct looking {			/* at one rule */
	struct rule_world	*w;
	const struct rule	*r;
	const struct strs	*on;
};

/* ---- what a part of a condition is called ---- */

static void
add_said(const struct filter_test *t, void *of)
{
	struct buf *b = of;

	buf_printf(b, "%s%.*s", b->n > 0 ? ", " : "", STR_ARG(t->said));
}

static struct str
said(struct arena *a, const struct condition *c)
{
	static const char *const words[] = { "all of (", "any of (", "none of (" };
	struct buf b;

	if (c->kind == WHEN_TEST)
		return c->test.said;
	buf_init(&b, a);
	filter_each(c, add_said, &b);
	return str_printf(a, "%s%.*s)", words[c->kind], STR_ARG(buf_str(&b)));
}

/* ---- it can never hold ---- */

struct members {			/* all must hold */
	const struct condition	*v[MEMBERS];
	size_t			 n;
};

static void
collect(const struct condition *c, struct members *out)
{
	if (c->kind != WHEN_ALL && out->n < MEMBERS)
		out->v[out->n++] = c;
	for (size_t i = 0; c->kind == WHEN_ALL && i < c->n; i++)
		collect(&c->v[i], out);
}

static struct str
on_text(struct arena *a, const struct rule *r, const struct strs *on)
{
	return on->n == r->on.n ? STR("") :
	    str_printf(a, " on %.*s", STR_ARG(strs_join(a, on, ", ")));
}

/* `severity "low" and severity at_least "high" are never both so`; *line: where to look. */
static struct str
why_never(const struct looking *at, int *line)
{
	struct arena *a = at->w->l->a;
	struct members m = { .n = 0 };

	collect(&at->r->when, &m);
	*line = at->r->line;
	for (size_t i = 0; i < m.n; i++)
		if (ruleworld_never(at->w, at->on, m.v[i], true)) {
			*line = m.v[i]->line;
			return str_printf(a, "%.*s is never so", STR_ARG(said(a, m.v[i])));
		}
	for (size_t i = 0; i < m.n; i++)
		for (size_t k = 0; k < i; k++) {
			struct condition both = { .kind = WHEN_ALL, .n = 2, .v =
			    (struct condition[2]){ *m.v[k], *m.v[i] } };

			if (!ruleworld_never(at->w, at->on, &both, true))
				continue;
			*line = m.v[i]->line;
			return str_printf(a, "%.*s and %.*s are never both so",
			    STR_ARG(said(a, m.v[k])), STR_ARG(said(a, m.v[i])));
		}
	return STR("its tests are never all so");
}

/* "; a ticket with severity="low" has the first alone": what misses it by one. */
static struct str
nearest(const struct looking *at)
{
	struct members m = { .n = 0 };
	struct condition *some;
	struct str text;

	collect(&at->r->when, &m);
	for (size_t without = 0; m.n > 1 && without < m.n; without++) {
		struct condition rest = { .kind = WHEN_ALL };
		struct term term = { &rest, true, NULL };

		some = ARENA_ARRAY(at->w->l->a, m.n, struct condition);
		for (size_t i = 0; i < m.n; i++)
			if (i != m.n - 1 - without)
				some[rest.n++] = *m.v[i];
		rest.v = some;
		at->w->event = at->on->v[0];
		text = ruleworld_example(at->w, &term, 1);
		if (text.n > 0)
			return str_printf(at->w->l->a, "; a ticket with %.*s lacks only %.*s",
			    STR_ARG(text), STR_ARG(said(at->w->l->a, m.v[m.n - 1 - without])));
	}
	return STR("");
}

/* True: it was told, and nothing more is to say of the rule. */
static bool
check_never(struct looking *at)
{
	struct rule_world *w = at->w;
	struct str why;
	int line;

	w->open = true;
	if (ruleworld_never(w, at->on, &at->r->when, true)) {
		why = why_never(at, &line);
		conf_fault_at(w->l, at->r->file, line, "rule \"%.*s\" can never fire: %.*s%.*s",
		    STR_ARG(at->r->name), STR_ARG(why), STR_ARG(nearest(at)));
		return true;
	}
	w->open = false;
	if (!w->l->advises || !ruleworld_never(w, at->on, &at->r->when, true))
		return false;
	why = why_never(at, &line);
	conf_hint_at(w->l, at->r->file, line, "rule \"%.*s\" never fires, by all that these files "
	    "name: %.*s%.*s", STR_ARG(at->r->name), STR_ARG(why), STR_ARG(nearest(at)));
	return true;
}

/* Of several events some are in vain. */
static void
check_events(struct looking *at)
{
	for (size_t i = 0; at->on->n > 1 && i < at->on->n; i++) {
		struct strs one = { &at->on->v[i], 1 };
		struct looking there = { at->w, at->r, &one };
		struct str why;
		int line;

		if (!ruleworld_never(at->w, &one, &at->r->when, true))
			continue;
		why = why_never(&there, &line);
		conf_hint_at(at->w->l, at->r->file, line, "rule \"%.*s\" never fires%.*s: %.*s%.*s",
		    STR_ARG(at->r->name), STR_ARG(on_text(at->w->l->a, at->r, &one)), STR_ARG(why),
		    STR_ARG(nearest(&there)));
	}
}

/* ---- tests that decide nothing ---- */

static struct str
example(const struct looking *at, const struct condition *c, bool want)
{
	struct term term = { c, want, NULL };

	at->w->event = at->on->v[0];
	return ruleworld_example(at->w, &term, 1);
}

/* A fault of spelling is likelier than that somebody wants what is always so. */
static void
check_part(struct looking *at, const struct condition *c)
{
	struct loader *l = at->w->l;

	if (c->kind == WHEN_ALL && c->n == 1) {
		check_part(at, &c->v[0]);
		return;
	}
	if (c->kind != WHEN_TEST && c->n == 0)
		return;
	if (ruleworld_never(at->w, at->on, c, false)) {
		conf_hint_at(l, at->r->file, c->line, "%.*s always holds, as of a ticket with %.*s: "
		    "leave it out", STR_ARG(said(l->a, c)), STR_ARG(example(at, c, true)));
	} else if (ruleworld_never(at->w, at->on, c, true)) {
		conf_hint_at(l, at->r->file, c->line, "%.*s never holds, not of a ticket with "
		    "%.*s: leave it out", STR_ARG(said(l->a, c)), STR_ARG(example(at, c, false)));
	} else {
		for (size_t i = 0; c->kind != WHEN_TEST && i < c->n; i++)
			check_part(at, &c->v[i]);
	}
}

static void
check_rule(struct rule_world *w, const struct rule *r)
{
	struct looking at = { w, r, &r->on };

	if (filter_is_always(&r->when) || check_never(&at))
		return;
	if (w->l->advises) {
		check_events(&at);
		check_part(&at, &r->when);
	}
}

/* ---- all ---- */

/* "rules.conf:12: …" of this file: the line; 0: of another, or of none. */
static int64_t
line_in(struct str fault, struct str file)
{
	struct str number;
	int64_t n = 0;

	if (!str_starts(fault, file))
		return 0;
	fault = str_sub(fault, file.n + 1, SIZE_MAX);
	return str_split(&fault, ':', &number) && str_i64(number, &n) ? n : 0;
}

/* What was not understood cannot be judged: a fault between its line and the next rule's. */
static bool
is_faulty(const struct loader *l, const struct rules *all, size_t which)
{
	const struct rule *r = &all->v[which];
	int end = which + 1 < all->n && str_eq(all->v[which + 1].file, r->file) ?
	    all->v[which + 1].line : INT_MAX;

	for (size_t i = 0; i < l->faults->lines.n; i++) {
		int64_t line = line_in(l->faults->lines.v[i], r->file);

		if (line >= r->line && (line < end || line == r->line))
			return true;
	}
	return r->on.n == 0;
}

/* Fields of which nobody knows what they can be. */
static bool
has_lost_fields(const struct loader *l)
{
	for (size_t i = 0; i < l->faults->lines.n; i++)
		if (str_starts(l->faults->lines.v[i], STR("fields.conf")))
			return true;
	return l->unread;
}

void
rulecheck(struct loader *l, const struct conf *c)
{
	bool *faulty = ARENA_ARRAY(l->a, c->rules.n, bool);
	struct rule_world w;

	if (l->advises && !l->unread)
		templatecheck(l);
	if (has_lost_fields(l))
		return;
	for (size_t i = 0; i < c->rules.n; i++)
		faulty[i] = is_faulty(l, &c->rules, i);
	/* What may be meant otherwise is told when all else is right. */
	l->advises &= l->faults->lines.n == 0;
	ruleworld_init(&w, l, c);
	for (size_t i = 0; i < c->rules.n; i++)
		if (!faulty[i])
			check_rule(&w, &c->rules.v[i]);
	if (l->advises && l->faults->lines.n == 0) {
		rulepairs(&w);
		regexcheck(l, c);
		rulemail_check(l, c);
	}
	arena_free(w.a);
}
