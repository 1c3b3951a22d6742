/* patience: see patience.h. */
#include "daemon/parse/patience.h"

enum { HITS = 3 };

struct patience {
	unsigned char	*hits;
	char		*marks;
	size_t		 n;
	bool		 any;
};

struct patience *
patience_new(struct arena *a, size_t patterns)
{
	struct patience *p = ARENA_NEW(a, struct patience);

	*p = (struct patience){ ARENA_ARRAY(a, patterns, unsigned char),
	    ARENA_ARRAY(a, patterns, char), patterns, false };
	return p;
}

static void
hit(struct patience *p, uint32_t pattern)
{
	if (pattern >= p->n || p->hits[pattern] >= HITS || ++p->hits[pattern] < HITS)
		return;
	p->marks[pattern] = 1;
	p->any = true;
}

static bool
is_first(const struct matches *m, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (m->v[i].pattern == m->v[at].pattern && m->v[i].result == MATCH_OVER)
			return false;
	return true;
}

void
patience_count(struct patience *p, const struct matches *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].result == MATCH_OVER && is_first(m, i))
			hit(p, m->v[i].pattern);
}

bool
patience_is_over(const struct patience *p, uint32_t pattern)
{
	return p != NULL && pattern < p->n && p->marks[pattern] == 1;
}

struct str
patience_marks(const struct patience *p)
{
	return p->any ? (struct str){ p->marks, p->n } : STR_NONE;
}

bool
patience_is_marked(struct str marks, uint32_t pattern)
{
	return pattern < marks.n && marks.p[pattern] == 1;
}

void
patience_apply(struct str marks, struct matches *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].result == MATCH_OPEN && patience_is_marked(marks, m->v[i].pattern))
			m->v[i].result = MATCH_OVER;
}
