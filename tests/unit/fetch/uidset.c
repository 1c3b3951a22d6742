/* uidset: against an array of flags, by random steps; then what it says as text. */
#include "daemon/fetch/uidset.h"

#include <stdlib.h>
#include <string.h>

#include "tests/tap.h"

enum { UIDS = 64, ROUNDS = 300, STEPS = 60 };

static unsigned
below(unsigned *state, unsigned n)
{
	*state = *state * 1103515245 + 12345;
	return (*state >> 16) % n;
}

static bool
is_same(const struct uidset *s, const bool *model)
{
	size_t ranges = 0;
	uint32_t max = 0;

	for (uint32_t uid = 1; uid <= UIDS; uid++) {
		if (uidset_has(s, uid) != model[uid])
			return false;
		ranges += model[uid] && !model[uid - 1];
		max = model[uid] ? uid : max;
	}
	return s->n == ranges && uidset_max(s) == max;
}

/* The n highest below `end`, as the model has them. */
static bool
is_below(const struct uidset *s, const bool *model, uint32_t end, size_t n)
{
	uint32_t got[UIDS];
	size_t k = uidset_below(s, end, got, n), want = 0;

	for (uint32_t uid = UIDS; uid > 0; uid--)
		if (uid < end && model[uid] && want < n && (want >= k ||
		    got[k - ++want] != uid))
			return false;
	return want == k;
}

static void
test_model(void)
{
	unsigned state = 7;
	bool same = true, is_right = true;

	for (int round = 0; round < ROUNDS; round++) {
		struct uidset s = { 0 };
		bool model[UIDS + 1] = { false };

		for (int step = 0; step < STEPS; step++) {
			uint32_t lo = 1 + below(&state, UIDS), hi = lo + below(&state, 5);

			if (hi > UIDS)
				hi = UIDS;
			if (below(&state, 3) == 0) {
				uidset_remove(&s, lo);
				model[lo] = false;
			} else {
				uidset_add(&s, lo, hi);
				memset(model + lo, true, hi - lo + 1);
			}
			same &= is_same(&s, model);
			is_right &= is_below(&s, model, below(&state, UIDS + 3),
			    below(&state, UIDS));
		}
		uidset_free(&s);
	}
	tap_ok(same, "as the model");
	tap_ok(is_right, "the highest of them as the model");
}

static void
test_ends(void)
{
	struct uidset s = { 0 };

	uidset_add(&s, 0, 5);
	uidset_add(&s, 5, 4);
	tap_int((long long)s.n, 0, "no UID is 0, no range ends before it begins");
	uidset_add(&s, UINT32_MAX, UINT32_MAX);
	uidset_add(&s, 1, 1);
	uidset_add(&s, UINT32_MAX - 1, UINT32_MAX - 1);
	tap_int((long long)s.n, 2, "the last UID too");
	tap_ok(uidset_has(&s, UINT32_MAX) && !uidset_has(&s, 2), "… and no other");
	uidset_add(&s, 1, UINT32_MAX);
	tap_int((long long)s.n, 1, "all");
	uidset_free(&s);
}

static void
test_text(struct arena *a)
{
	static const struct {
		const char	*name;
		uint32_t	 first, last;
		size_t		 max;
		const char	*want;
		uint32_t	 ends;
	} rows[] = {
		{ "all of it", 1, UINT32_MAX, 100, "1:4,7,10:12", UINT32_MAX },
		{ "a part", 3, 11, 100, "3:4,7,10:11", 11 },
		{ "between", 5, 6, 100, "", 6 },
		{ "a gap's end", 8, 10, 100, "10", 10 },
		{ "too long", 1, UINT32_MAX, 26, "1:4,7", 7 },
		{ "one at a time", 1, UINT32_MAX, 22, "1:4", 4 },
	};
	struct uidset s = { 0 };
	struct buf b;

	uidset_add(&s, 1, 4);
	uidset_add(&s, 7, 7);
	uidset_add(&s, 10, 12);
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint32_t last = rows[i].last;

		buf_init(&b, a);
		uidset_put(&s, rows[i].first, &last, rows[i].max, &b);
		tap_str(buf_str(&b), str_c(rows[i].want), "%s", rows[i].name);
		tap_int(last, rows[i].ends, "%s: its end", rows[i].name);
	}
	uidset_free(&s);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_model();
	test_ends();
	test_text(a);
	arena_free(a);
	return tap_done();
}
