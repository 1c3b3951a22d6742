/* uidset: see uidset.h. */
#include "daemon/fetch/uidset.h"

#include <stdlib.h>
#include <string.h>

enum { RANGE_TEXT = 22 };		/* ",4294967295:4294967295" */

void
uidset_free(struct uidset *s)
{
	free(s->v);
	*s = (struct uidset){ 0 };
}

/* The first range that ends at `uid` or above. */
static size_t
find(const struct uidset *s, uint32_t uid)
{
	size_t lo = 0, hi = s->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->v[mid].hi < uid)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Puts a range before the one at `at`. */
static void
insert(struct uidset *s, size_t at, struct uidrange r)
{
	if (s->n == s->cap) {
		s->cap = s->cap == 0 ? 16 : 2 * s->cap;
		if ((s->v = reallocarray(s->v, s->cap, sizeof(s->v[0]))) == NULL)
			abort();
	}
	memmove(&s->v[at + 1], &s->v[at], (s->n++ - at) * sizeof(s->v[0]));
	s->v[at] = r;
}

void
uidset_add(struct uidset *s, uint32_t lo, uint32_t hi)
{
	size_t at, end;

	if (lo == 0 || hi < lo)
		return;
	/* Those that it touches become one with it. */
	at = end = find(s, lo - 1);
	while (end < s->n && (hi == UINT32_MAX || s->v[end].lo <= hi + 1)) {
		if (s->v[end].lo < lo)
			lo = s->v[end].lo;
		if (s->v[end].hi > hi)
			hi = s->v[end].hi;
		end++;
	}
	if (end == at) {
		insert(s, at, (struct uidrange){ lo, hi });
		return;
	}
	s->v[at] = (struct uidrange){ lo, hi };
	memmove(&s->v[at + 1], &s->v[end], (s->n - end) * sizeof(s->v[0]));
	s->n -= end - at - 1;
}

bool
uidset_has(const struct uidset *s, uint32_t uid)
{
	size_t at = find(s, uid);

	return at < s->n && s->v[at].lo <= uid;
}

void
uidset_remove(struct uidset *s, uint32_t uid)
{
	size_t at = find(s, uid);
	struct uidrange r;

	if (!uidset_has(s, uid))
		return;
	r = s->v[at];
	if (r.lo == r.hi) {
		memmove(&s->v[at], &s->v[at + 1], (--s->n - at) * sizeof(s->v[0]));
		return;
	}
	if (r.lo == uid) {
		s->v[at].lo++;
		return;
	}
	s->v[at].hi = uid - 1;
	if (uid < r.hi)
		insert(s, at + 1, (struct uidrange){ uid + 1, r.hi });
}

uint32_t
uidset_max(const struct uidset *s)
{
	return s->n == 0 ? 0 : s->v[s->n - 1].hi;
}

size_t
uidset_below(const struct uidset *s, uint32_t end, uint32_t *out, size_t n)
{
	size_t k = 0;

	for (size_t i = end == 0 ? 0 : find(s, end) + 1; i-- > 0 && k < n;) {
		if (i == s->n || s->v[i].lo >= end)
			continue;
		for (uint32_t uid = s->v[i].hi < end ? s->v[i].hi : end - 1;
		    uid >= s->v[i].lo && uid > 0 && k < n; uid--)
			out[k++] = uid;
	}
	for (size_t i = 0; i < k / 2; i++) {
		uint32_t t = out[i];

		out[i] = out[k - 1 - i];
		out[k - 1 - i] = t;
	}
	return k;
}

void
uidset_put(const struct uidset *s, uint32_t first, uint32_t *last, size_t max, struct buf *b)
{
	size_t start = b->n;

	for (size_t i = find(s, first); i < s->n && s->v[i].lo <= *last; i++) {
		uint32_t lo = s->v[i].lo < first ? first : s->v[i].lo;
		uint32_t hi = s->v[i].hi > *last ? *last : s->v[i].hi;

		buf_printf(b, "%s%u", b->n > start ? "," : "", lo);
		if (hi > lo)
			buf_printf(b, ":%u", hi);
		if (b->n - start + RANGE_TEXT > max) {
			*last = hi;
			return;
		}
	}
}
