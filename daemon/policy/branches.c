/* branches: see branches.h. */
#include "daemon/policy/branches.h"

#include <stdlib.h>

#include "parsers/text/date.h"

struct sorted {
	struct str	by;
	size_t		at;
};

static int
cmp_sorted(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int c = str_cmp(x->by, y->by);

	return c != 0 ? c : (x->at > y->at) - (x->at < y->at);
}

static void
fault_of(struct loader *l, const struct product *p, size_t at, struct str text)
{
	const struct release *r = &p->release[at];

	conf_fault_at(l, p->branches[r->branch].file, r->line, "%.*s", STR_ARG(text));
}

/* Places in a list count from one, so that no key is empty. */
static struct str
place_key(struct arena *a, size_t place)
{
	struct buf b;

	buf_init(&b, a);
	place++;
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_addc(&b, (char)(place >> shift & 0xff));
	return buf_str(&b);
}

static void
add_keys(struct loader *l, struct product *p)
{
	for (size_t i = 0; i < p->n_releases; i++) {
		struct release *r = &p->release[i];
		struct str normal;
		struct buf b;

		if (!scheme_parse(l->a, p->scheme, r->version, &normal))
			fault_of(l, p, i, str_printf(l->a, "\"%.*s\" is no version of scheme %s: write "
			    "it like \"%s\", or name another scheme", STR_ARG(r->version),
			    scheme_names[p->scheme], scheme_example(p->scheme)));
		buf_init(&b, l->a);
		scheme_key(&b, p->scheme, r->version);
		r->key = p->scheme == SCHEME_LIST ? place_key(l->a, i) : buf_str(&b);
		r->id = p->scheme == SCHEME_LIST ? str_lower(l->a, r->version) : r->key;
	}
}

/* Adds the two orders. */
static void
sort(struct loader *l, struct product *p)
{
	struct sorted *v = ARENA_ARRAY(l->a, p->n_releases, struct sorted);

	p->by_id = ARENA_ARRAY(l->a, p->n_releases, size_t);
	for (size_t i = 0; i < p->n_releases; i++)
		v[i] = (struct sorted){ p->release[i].key, i };
	qsort(v, p->n_releases, sizeof(*v), cmp_sorted);
	for (size_t i = 0; i < p->n_releases; i++)
		strs_add(l->a, &p->versions, p->release[v[i].at].version);
	for (size_t i = 0; i < p->n_releases; i++)
		v[i] = (struct sorted){ p->release[i].id, i };
	qsort(v, p->n_releases, sizeof(*v), cmp_sorted);
	for (size_t i = 0; i < p->n_releases; i++)
		p->by_id[i] = v[i].at;
}

static void
check_twice(struct loader *l, const struct product *p)
{
	for (size_t i = 1; i < p->n_releases; i++) {
		size_t first = p->by_id[i - 1], again = p->by_id[i];
		const struct release *r = &p->release[first], *s = &p->release[again];

		if (!str_eq(r->id, s->id))
			continue;
		fault_of(l, p, again, str_printf(l->a, "release %.*s is there twice: in branch %.*s "
		    "(line %d), too%s%.*s; a release is of one branch", STR_ARG(s->version),
		    STR_ARG(p->branches[r->branch].name), r->line,
		    str_eq(r->version, s->version) ? "" : " as ",
		    STR_ARG(str_eq(r->version, s->version) ? STR_NONE : r->version)));
	}
}

/* Of two neighbours: the earlier first, and not after it. */
static void
check_pair(struct loader *l, const struct product *p, size_t first, size_t at)
{
	const struct release *r = &p->release[first], *s = &p->release[at];

	if (str_cmp(r->key, s->key) > 0)
		fault_of(l, p, at, p->scheme == SCHEME_LIST ?
		    str_printf(l->a, "%.*s begins after %.*s, which stands below it: the order of a "
		    "list is the file's, put its branch below that one", STR_ARG(s->version),
		    STR_ARG(r->version)) :
		    str_printf(l->a, "%.*s is earlier than %.*s, which it is to follow: put the earlier one "
		    "first%s, or name another scheme than %s", STR_ARG(s->version), STR_ARG(r->version),
		    r->branch == s->branch ? "" : ", or let the branch begin from another",
		    scheme_names[p->scheme]));
}

static void
check_dates(struct loader *l, const struct product *p, size_t first, size_t at)
{
	const struct release *r = &p->release[first], *s = &p->release[at];

	if (r->date == NO_DAY || s->date == NO_DAY || r->date <= s->date)
		return;
	fault_of(l, p, at, str_printf(l->a, "%.*s came out on %.*s, before %.*s (%.*s), which it %s: "
	    "one of the dates is wrong", STR_ARG(s->version), STR_ARG(date_day_text(l->a, s->date)),
	    STR_ARG(r->version), STR_ARG(date_day_text(l->a, r->date)),
	    s->before == first ? "follows" : "contains"));
}

static size_t
index_of(struct arena *a, const struct product *p, struct str version)
{
	const struct release *r = product_release(a, p, version);

	return r == NULL ? SIZE_MAX : (size_t)(r - p->release);
}

/* SIZE_MAX: the fault is noted. */
static size_t
find(struct loader *l, const struct product *p, struct str file, int line, const char *what,
    struct str version)
{
	size_t at = index_of(l->a, p, version);
	struct str near = product_nearest(l->a, p, version);

	if (at == SIZE_MAX)
		conf_fault_at(l, file, line, "%s names %.*s, which no branch of %.*s lists%s%.*s%s: name "
		    "a release of another branch", what, STR_ARG(version), STR_ARG(p->name),
		    near.n > 0 ? " (did you mean " : "", STR_ARG(near), near.n > 0 ? "?)" : "");
	return at;
}

/* What the first release of each branch comes after. */
static void
join_branches(struct loader *l, struct product *p)
{
	for (size_t i = 0; i < p->n_releases; i++) {
		struct release *r = &p->release[i];
		const struct branch *b = &p->branches[r->branch];
		size_t from;

		if (r->before != SIZE_MAX || b->from.n == 0)
			continue;
		from = find(l, p, b->file, b->line, "from", b->from);
		if (from != SIZE_MAX && p->release[from].branch == r->branch)
			conf_fault_at(l, b->file, b->line, "from names %.*s, a release of branch %.*s "
			    "itself: name one of another branch, or leave it out", STR_ARG(b->from),
			    STR_ARG(b->name));
		else
			r->before = from;
	}
}

static void
join_merges(struct loader *l, struct product *p)
{
	for (size_t i = 0; i < p->n_releases; i++) {
		struct release *r = &p->release[i];
		struct str file = p->branches[r->branch].file;

		r->merged = ARENA_ARRAY(l->a, r->contains.n, size_t);
		for (size_t k = 0; k < r->contains.n; k++) {
			size_t at = find(l, p, file, r->line, "contains", r->contains.v[k]);

			if (at != SIZE_MAX && p->release[at].branch == r->branch)
				fault_of(l, p, i, str_printf(l->a, "contains names %.*s, of its own branch: "
				    "a release has all of those before it anyway", STR_ARG(r->contains.v[k])));
			else if (at != SIZE_MAX)
				r->merged[r->n_merged++] = at;
		}
	}
}

/* Whether all that it comes after is done already. */
static bool
is_ready(const struct release *r, const bool *done)
{
	for (size_t i = 0; i < r->n_merged; i++)
		if (!done[r->merged[i]])
			return false;
	return r->before == SIZE_MAX || done[r->before];
}

/* One that it comes after and that is not done. */
static size_t
behind(const struct release *r, const bool *done)
{
	for (size_t i = 0; i < r->n_merged; i++)
		if (!done[r->merged[i]])
			return r->merged[i];
	return r->before;
}

/* From one in or after a circle into it, and once around. */
static void
tell_circle(struct loader *l, const struct product *p, const bool *done, size_t at)
{
	struct strs names = { 0 };
	size_t start;

	for (size_t i = 0; i < p->n_releases; i++)
		at = behind(&p->release[at], done);
	start = at;
	do {
		const struct release *r = &p->release[at];

		/* Of a branch its first is enough. */
		if (r->before == SIZE_MAX || p->release[r->before].branch != r->branch ||
		    behind(r, done) != r->before || at == start)
			strs_add(l->a, &names, r->version);
		at = behind(r, done);
	} while (at != start);
	strs_add(l->a, &names, p->release[start].version);
	fault_of(l, p, start, str_printf(l->a, "releases go round in a circle: %.*s; take one from or "
	    "contains out", STR_ARG(strs_join(l->a, &names, " comes after "))));
}

/* Releases in an order in which each follows all that it comes after; what is left is a circle. */
static bool
check_circles(struct loader *l, const struct product *p)
{
	bool *done = ARENA_ARRAY(l->a, p->n_releases, bool), moved = true;

	while (moved) {
		moved = false;
		for (size_t i = 0; i < p->n_releases; i++)
			if (!done[i] && is_ready(&p->release[i], done))
				moved = done[i] = true;
	}
	for (size_t i = 0; i < p->n_releases; i++)
		if (!done[i]) {
			tell_circle(l, p, done, i);
			return false;
		}
	return true;
}

static void
check_order(struct loader *l, const struct product *p)
{
	for (size_t i = 0; i < p->n_releases; i++) {
		const struct release *r = &p->release[i];

		if (r->before != SIZE_MAX) {
			check_pair(l, p, r->before, i);
			check_dates(l, p, r->before, i);
		}
		for (size_t k = 0; k < r->n_merged; k++)
			check_dates(l, p, r->merged[k], i);
	}
}

/* It happens that the gravest fault is mended once more. */
static void
look_at_ends(struct loader *l, const struct product *p)
{
	for (size_t i = 0; i < p->n_releases; i++) {
		const struct release *r = &p->release[i];
		const struct branch *b = &p->branches[r->branch];

		if (r->date != NO_DAY && r->date > b->security_until)
			conf_hint_at(l, b->file, r->line, "%.*s came out on %.*s, when support of branch "
			    "%.*s was over (%.*s): is one of the dates wrong?", STR_ARG(r->version),
			    STR_ARG(date_day_text(l->a, r->date)), STR_ARG(b->name),
			    STR_ARG(date_day_text(l->a, b->security_until)));
	}
}

/* A circle is told alone: within one there is no order. */
void
branches_join(struct loader *l, struct product *p)
{
	add_keys(l, p);
	sort(l, p);
	check_twice(l, p);
	join_branches(l, p);
	join_merges(l, p);
	if (check_circles(l, p))
		check_order(l, p);
	look_at_ends(l, p);
}
