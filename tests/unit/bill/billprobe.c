/*
 * billprobe CONF: reckons what reckon.py asks, so that it can compare it with its own.  Lines of
 * fields between tabs: `S project`, `E id ticket agent service at worked day_only billable`, and
 * `.`, which reckons: `L …` a line, `T …` the sums, or `X` and the fault.
 */
#include <stdio.h>
#include <stdlib.h>

#include "daemon/bill/bill.h"
#include "parsers/base/array.h"

enum { FIELDS = 9 };

struct asked {
	struct bill_terms	 terms;
	struct bill_entry	*v;
	size_t			 n;
};

static void
begin(struct arena *a, const struct conf *c, struct worktimes *times, struct str key,
    struct asked *out)
{
	*out = (struct asked){ .terms = { .conf = c, .worktimes = times,
	    .project = projects_find(&c->projects, key) } };
	if (out->terms.project == NULL ||
	    zone_load(a, bill_zone(c, out->terms.project), &out->terms.zone, NULL) == -1)
		abort();
}

static int64_t
number(struct str s)
{
	int64_t v;

	if (!str_i64(s, &v))
		abort();
	return v;
}

static void
add(struct arena *a, const struct str *f, struct asked *to)
{
	to->v = array_grow(a, to->v, to->n, sizeof(*to->v));
	to->v[to->n++] = (struct bill_entry){ .id = number(f[1]), .number = number(f[2]),
	    .agent = str_dup(a, f[3]), .service = str_dup(a, f[4]), .at = number(f[5]),
	    .worked = number(f[6]), .day_only = number(f[7]) != 0, .billable = number(f[8]) != 0 };
}

static void
reckon(struct arena *a, const struct asked *in)
{
	struct bill b;
	struct err e;

	if (bill_reckon(a, &in->terms, in->v, in->n, &b, &e) == -1) {
		printf("X\t%s\n", e.text);
		return;
	}
	for (size_t i = 0; i < b.n; i++)
		printf("L\t%lld\t%lld\t%lld\t%lld\t%lld\t%.*s\n", (long long)b.v[i].of->id,
		    (long long)b.v[i].raw, (long long)b.v[i].billed, (long long)b.v[i].rate,
		    (long long)b.v[i].amount, STR_ARG(b.v[i].why));
	printf("T\t%lld\t%lld\t%lld\t%lld\n", (long long)b.raw, (long long)b.billed,
	    (long long)b.total, (long long)b.at_once);
}

static const struct conf *
load(struct arena *a, const char *path)
{
	struct conf_faults faults = { 0 };
	const struct conf *c;

	if (conf_load(a, path, &c, &faults) == 0)
		return c;
	for (size_t i = 0; i < faults.lines.n; i++)
		fprintf(stderr, "%.*s\n", STR_ARG(faults.lines.v[i]));
	exit(1);
}

int
main(int argc, char **argv)
{
	static struct arena *a;		/* lives as long as the process: so do the configuration's patterns */
	struct arena *each = arena_new();
	const struct conf *c = load(a = arena_new(), argc == 2 ? argv[1] : "");
	struct worktimes *times = worktimes_new(a, &c->calendars);
	struct asked now = { .n = 0 };
	char line[4096];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		struct str rest = str_trim(str_c(line)), f[FIELDS] = { { NULL, 0 } };

		for (size_t i = 0; i < FIELDS && str_split(&rest, '\t', &f[i]); i++)
			;
		if (str_eq(f[0], STR("S"))) {
			arena_reset(each);
			begin(each, c, times, f[1], &now);
		} else if (str_eq(f[0], STR("E"))) {
			add(each, f, &now);
		} else {
			reckon(each, &now);
		}
	}
	arena_free(each);
	return 0;
}
