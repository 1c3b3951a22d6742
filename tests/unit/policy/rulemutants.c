/*
 * Rule files with one slip of the pen each: none crashes, none loads and says something
 * else than it did but in words that are free, and each fault has its file and line.
 */
#include <stdio.h>
#include <stdlib.h>

#include "daemon/conf/diff.h"
#include "tests/unit/policy/goodrules.h"
#include "tests/unit/policy/world.h"

enum { MUTANTS = 200 };

static unsigned seed = 150;

static size_t
chance(size_t n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 8) % n;
}

/* A letter is left out, another, one more, two are swapped; or the end is missing. */
static struct str
mutant(struct arena *a, struct str text)
{
	static const char letters[] = "abdeinorstx_-.\"{}()[];=,#19";
	size_t at = 1 + chance(text.n - 2);
	char c = letters[chance(sizeof(letters) - 1)];
	const char *rest = text.p + at;

	switch (chance(16)) {
	case 0:
		return str_sub(text, 0, at);
	case 1: case 2: case 3: case 4: case 5:
		return str_printf(a, "%.*s%s", (int)at, text.p, rest + 1);
	case 6: case 7: case 8: case 9:
		return str_printf(a, "%.*s%c%s", (int)at, text.p, c, rest + 1);
	case 10: case 11: case 12:
		return str_printf(a, "%.*s%c%s", (int)at, text.p, c, rest);
	default:
		return str_printf(a, "%.*s%c%c%s", (int)at, text.p, rest[1], rest[0], rest + 2);
	}
}

/* "rules.conf:12: …" */
static bool
has_line(struct str fault)
{
	struct str file, number;
	int64_t n;

	return str_split(&fault, ':', &file) && str_eq(file, STR("rules.conf")) &&
	    str_split(&fault, ':', &number) && str_i64(number, &n) && n > 0 && fault.n > 10;
}

/* Of these anything may be written. */
static bool
is_free(const struct diff *d)
{
	static const char *const paths[] = { "when subject", "when body", "when from", "when reason",
	    "when tags", "when version", "any", "when any", "do { tag", "note" };
	bool ok = true;

	for (size_t i = 0; i < d->details.n; i++) {
		bool free_text = false;

		for (size_t k = 0; k < COUNT(paths); k++)
			free_text |= str_starts(d->details.v[i], str_c(paths[k]));
		ok &= free_text;
	}
	return ok && d->details.n > 0;
}

/* A rule of another name is one that was added, and the one before it removed. */
static bool
differs_in_free_words(struct arena *a, struct str before, struct str now)
{
	struct conf_file was = { STR("rules.conf"), before }, is = { STR("rules.conf"), now };
	struct conf_faults faults;
	struct flat_items x, y;
	struct diffs all;
	size_t added = 0, removed = 0;

	flat_files(a, &(struct conf_files){ &was, 1 }, &x, &faults);
	flat_files(a, &(struct conf_files){ &is, 1 }, &y, &faults);
	conf_diff(a, &x, &y, &all);
	for (size_t i = 0; i < all.n; i++) {
		added += all.v[i].what == DIFF_ADDED;
		removed += all.v[i].what == DIFF_REMOVED;
		if (all.v[i].what == DIFF_MOVED || (all.v[i].what == DIFF_CHANGED &&
		    !is_free(&all.v[i])))
			return false;
	}
	return added == removed && added <= 1;
}

static void
try_mutant(struct arena *a, struct str before, size_t n, size_t *refused, size_t *same)
{
	struct str text = mutant(a, before);
	const struct conf *c;
	struct conf_faults faults;
	bool ok = true;

	world_write(world_path(a, "rules.conf"), text);
	if (conf_check(a, world_path(a, "docket.conf").p, &c, &faults) == 0) {
		ok = differs_in_free_words(a, before, text);
		*same += 1;
		world_drop(c);
	} else {
		*refused += 1;
		ok = faults.lines.n > 0;
	}
	for (size_t i = 0; i < faults.lines.n; i++)
		ok &= has_line(faults.lines.v[i]);
	for (size_t i = 0; i < faults.hints.n; i++)
		ok &= has_line(faults.hints.v[i]);
	if (tap_ok(ok, "mutant %zu", n))
		return;
	for (size_t i = 0; i < faults.lines.n; i++)
		printf("# %s\n", faults.lines.v[i].p);
	for (struct str rest = text, line; str_line(&rest, &line);)
		printf("# > %.*s\n", STR_ARG(line));
}

int
main(void)
{
	struct arena *a = arena_new();
	struct str shipped;
	size_t refused = 0, same = 0;

	world_open();
	shipped = world_read(a, world_path(a, "rules.conf"));
	for (size_t i = 0; i < MUTANTS; i++) {
		struct arena *one = arena_new();

		try_mutant(one, i % 4 == 0 ? shipped : STR(good), i, &refused, &same);
		arena_free(one);
	}
	printf("# %zu were refused, %zu say the same or other free words\n", refused, same);
	tap_ok(refused > MUTANTS / 2, "most are refused");
	world_close();
	arena_free(a);
	return tap_done();
}
