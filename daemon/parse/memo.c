/* memo: see memo.h. */
#include "daemon/parse/memo.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "parsers/base/array.h"

enum {
	ROUNDS = 16,			/* a chain of rules has no more changes */
	KEPT_BYTES = 4 * 1024 * 1024	/* of texts; then it begins anew */
};

struct memo {
	struct arena	*a;
	void		*known;		/* tree of struct match */
	size_t		 bytes;
	struct matches	 wanted;
	int		 rounds;	/* since it was settled */
};

static int
compare(const void *one, const void *other)
{
	const struct match *x = one, *y = other;

	if (x->pattern != y->pattern)
		return x->pattern < y->pattern ? -1 : 1;
	if (x->text.n != y->text.n)
		return x->text.n < y->text.n ? -1 : 1;
	return x->text.n == 0 ? 0 : memcmp(x->text.p, y->text.p, x->text.n);
}

struct memo *
memo_new(void)
{
	struct memo *m = calloc(1, sizeof(*m));

	if (m == NULL)
		abort();
	m->a = arena_new();
	return m;
}

static void
keep(void *node)
{
	(void)node;			/* it lives in the arena */
}

static void
forget(struct memo *m)
{
	tdestroy(m->known, keep);
	m->known = NULL;
	m->bytes = 0;
	m->wanted = (struct matches){ 0 };
	arena_reset(m->a);
}

void
memo_free(struct memo *m)
{
	if (m == NULL)
		return;
	forget(m);
	arena_free(m->a);
	free(m);
}

const struct match *
memo_known(const struct memo *m, uint32_t pattern, struct str text)
{
	const struct match key = { .pattern = pattern, .text = text };
	struct match *const *known = tfind(&key, &m->known, compare);

	return known == NULL ? NULL : *known;
}

static bool
is_wanted(const struct memo *m, uint32_t pattern, struct str text)
{
	for (size_t i = 0; i < m->wanted.n; i++)
		if (m->wanted.v[i].pattern == pattern && str_eq(m->wanted.v[i].text, text))
			return true;
	return false;
}

enum match_result
memo_find(struct memo *m, uint32_t pattern, struct str text)
{
	const struct match *known = memo_known(m, pattern, text);

	if (known != NULL)
		return known->result;
	if (m->rounds >= ROUNDS)
		return MATCH_OVER;
	if (is_wanted(m, pattern, text))
		return MATCH_OPEN;
	m->bytes += text.n + sizeof(struct match);
	m->wanted.v = array_grow(m->a, m->wanted.v, m->wanted.n, sizeof(*m->wanted.v));
	m->wanted.v[m->wanted.n++] = (struct match){ .pattern = pattern,
	    .text = str_dup(m->a, text) };
	return MATCH_OPEN;
}

struct matches *
memo_wanted(struct memo *m)
{
	return &m->wanted;
}

/* The answer's own memory ends with whoever asked. */
static void
keep_captures(struct memo *m, struct match *one)
{
	one->captures = strs_copy(m->a, &one->captures);
	for (size_t i = 0; i < one->captures.n; i++) {
		one->captures.v[i] = str_dup(m->a, one->captures.v[i]);
		m->bytes += one->captures.v[i].n;
	}
}

void
memo_learn(struct memo *m)
{
	for (size_t i = 0; i < m->wanted.n; i++)
		keep_captures(m, &m->wanted.v[i]);
	for (size_t i = 0; i < m->wanted.n; i++)
		if (tsearch(&m->wanted.v[i], &m->known, compare) == NULL)
			abort();
	m->wanted = (struct matches){ 0 };
	m->rounds++;
}

void
memo_settle(struct memo *m)
{
	m->rounds = 0;
	if (m->bytes > KEPT_BYTES)
		forget(m);
	m->wanted = (struct matches){ 0 };
}
