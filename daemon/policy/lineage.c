/* lineage: see lineage.h. */
#include "daemon/policy/lineage.h"

#include "parsers/base/array.h"

const char *const verdict_names[VERDICTS + 1] = {
	"affected", "not affected", "fixed", "unknown", NULL
};

const char *const said_names[SAID_WHATS + 1] = { "found", "not", "fixed", NULL };

static const enum verdict verdicts[SAID_WHATS] = {
	[SAID_FOUND] = VERDICT_AFFECTED, [SAID_NOT] = VERDICT_NOT_AFFECTED,
	[SAID_FIXED] = VERDICT_FIXED,
};

struct lineage {
	struct arena		*a;
	const struct product	*p;
	const struct said	*said;
	size_t			*about;		/* of each release, in `said`; SIZE_MAX: nothing */
	size_t			*todo;		/* walk()'s own */
	size_t			*carrier;	/* the release that contains it, on the way back; SIZE_MAX */
	size_t			*spare;		/* the same, of no interest */
	bool			*near, *before;	/* marks of releases */
};

/*
 * Marks in `seen` the release and what comes before it; with `stops`, no further back than to
 * releases that something was said of.
 */
static void
walk(struct lineage *g, size_t from, bool stops, bool *seen)
{
	size_t n = 0;

	seen[from] = true;
	g->todo[n++] = from;
	for (size_t done = 0; done < n; done++) {
		size_t at = g->todo[done];
		const struct release *r = &g->p->release[at];

		if (stops && g->about[at] != SIZE_MAX)
			continue;
		if (r->before != SIZE_MAX && !seen[r->before]) {
			seen[r->before] = true;
			g->carrier[r->before] = g->carrier[at];
			g->todo[n++] = r->before;
		}
		for (size_t i = 0; i < r->n_merged; i++) {
			if (seen[r->merged[i]])
				continue;
			seen[r->merged[i]] = true;
			g->carrier[r->merged[i]] = at;
			g->todo[n++] = r->merged[i];
		}
	}
}

static void
begin(struct lineage *g, struct arena *a, const struct product *p, const struct said *said,
    size_t n)
{
	*g = (struct lineage){ .a = a, .p = p, .said = said };
	g->about = ARENA_ARRAY(a, p->n_releases, size_t);
	g->todo = ARENA_ARRAY(a, p->n_releases, size_t);
	g->carrier = ARENA_ARRAY(a, p->n_releases, size_t);
	g->spare = ARENA_ARRAY(a, p->n_releases, size_t);
	g->near = ARENA_ARRAY(a, p->n_releases, bool);
	g->before = ARENA_ARRAY(a, p->n_releases, bool);
	for (size_t i = 0; i < p->n_releases; i++)
		g->about[i] = SIZE_MAX;
	for (size_t i = 0; i < n; i++) {
		const struct release *r = product_release(a, p, said[i].version);

		if (r != NULL)
			g->about[r - p->release] = i;
	}
}

/* Leaves in `near` the releases whose statements count for this one. */
static void
look_back(struct lineage *g, size_t from)
{
	size_t n = g->p->n_releases;

	memset(g->near, 0, n);
	for (size_t i = 0; i < n; i++)
		g->carrier[i] = SIZE_MAX;
	walk(g, from, true, g->near);
	for (size_t i = 0; i < n; i++)
		g->near[i] = g->near[i] && g->about[i] != SIZE_MAX;
}

/* Takes out of `near` what comes before another there: something was said in between. */
static void
drop_older(struct lineage *g)
{
	size_t n = g->p->n_releases, *carrier = g->carrier;

	g->carrier = g->spare;
	for (size_t i = 0; i < n; i++) {
		if (!g->near[i])
			continue;
		memset(g->before, 0, n);
		walk(g, i, false, g->before);
		for (size_t k = 0; k < n; k++)
			if (k != i && g->before[k])
				g->near[k] = false;
	}
	g->carrier = carrier;
}

/* The release in `near` of which that was said; the one in the line of the version first. */
static size_t
decider(const struct lineage *g, enum said_what what)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < g->p->n_releases; i++)
		if (g->near[i] && g->said[g->about[i]].what == what &&
		    (found == SIZE_MAX || g->carrier[i] == SIZE_MAX))
			found = i;
	return found;
}

/* "fixed in 2.5.4, whose changes 2.6.1 contains" */
static struct str
reason(const struct lineage *g, size_t at, size_t version)
{
	static const char *const words[SAID_WHATS] = { "found in", "not in", "fixed in" };
	const struct release *r = &g->p->release[at];
	size_t carrier = g->carrier[at];
	const char *word = words[g->said[g->about[at]].what];

	if (at == version)
		return str_printf(g->a, "%s %.*s itself", word, STR_ARG(r->version));
	if (carrier == SIZE_MAX)
		return str_printf(g->a, "%s %.*s, its ancestor", word, STR_ARG(r->version));
	return str_printf(g->a, "%s %.*s, which %.*s contains", word, STR_ARG(r->version),
	    STR_ARG(g->p->release[carrier].version));
}

/* What decides first: a mending came along, else a fault did. */
static enum verdict
decide(const struct lineage *g, size_t version, struct str *why)
{
	static const enum said_what order[] = { SAID_FIXED, SAID_FOUND, SAID_NOT };
	size_t at = SIZE_MAX;

	*why = STR("nothing is said of it or of what came before");
	for (size_t i = 0; i < COUNT(order) && at == SIZE_MAX; i++)
		at = decider(g, order[i]);
	if (at == SIZE_MAX)
		return VERDICT_UNKNOWN;
	*why = reason(g, at, version);
	for (size_t i = 0; i < COUNT(order); i++) {
		size_t other = decider(g, order[i]);

		if (other != SIZE_MAX && g->about[other] != g->about[at] &&
		    g->said[g->about[other]].what != g->said[g->about[at]].what)
			*why = str_printf(g->a, "%.*s; that outweighs %.*s", STR_ARG(*why),
			    STR_ARG(reason(g, other, version)));
	}
	return verdicts[g->said[g->about[at]].what];
}

static enum verdict
verdict_of(struct lineage *g, size_t version, struct str *why)
{
	look_back(g, version);
	drop_older(g);
	return decide(g, version, why);
}

/* Of a version without relatives: what was said last of it. */
static enum verdict
verdict_alone(struct arena *a, const struct product *p, const struct said *said, size_t n,
    struct str version, struct str *why)
{
	struct str name, key, other, other_key;
	size_t at = SIZE_MAX;

	product_version(a, p, version, &name, &key);
	for (size_t i = 0; i < n; i++) {
		product_version(a, p, said[i].version, &other, &other_key);
		if (key.n > 0 ? str_eq(key, other_key) : str_ieq(name, other))
			at = i;
	}
	*why = str_printf(a, "%.*s is not in the catalogue%s", STR_ARG(name), at == SIZE_MAX ?
	    ", and nothing is said of it" : "; this was said of it alone");
	return at == SIZE_MAX ? VERDICT_UNKNOWN : verdicts[said[at].what];
}

enum verdict
lineage_verdict(struct arena *a, const struct product *p, const struct said *said, size_t n,
    struct str version, struct str *why)
{
	const struct release *r = p == NULL ? NULL : product_release(a, p, version);
	struct str ignored, *text = why != NULL ? why : &ignored;
	struct lineage g;

	if (r == NULL)
		return verdict_alone(a, p, said, n, version, text);
	begin(&g, a, p, said, n);
	return verdict_of(&g, (size_t)(r - p->release), text);
}

/* Of its own branch the next, else of all later ones the earliest. */
static bool
is_better_fix(const struct release *of, const struct release *r, const struct release *best)
{
	bool own = r->branch == of->branch;

	if (str_cmp(r->key, of->key) <= 0)
		return false;
	if (best == NULL || own != (best->branch == of->branch))
		return best == NULL || own;
	return str_cmp(r->key, best->key) < 0;
}

struct str
lineage_fix(struct arena *a, const struct product *p, const struct said *said, size_t n,
    struct str version)
{
	const struct release *of = p == NULL ? NULL : product_release(a, p, version), *best = NULL;
	struct lineage g;
	struct str why;

	if (of == NULL)
		return STR_NONE;
	begin(&g, a, p, said, n);
	for (size_t i = 0; i < p->n_releases; i++)
		if (is_better_fix(of, &p->release[i], best) &&
		    verdict_of(&g, i, &why) == VERDICT_FIXED)
			best = &p->release[i];
	return best == NULL ? STR_NONE : best->version;
}
