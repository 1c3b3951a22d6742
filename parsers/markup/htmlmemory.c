/* htmlmemory: see htmlmemory.h. */
#include "parsers/markup/htmlmemory.h"

#include "parsers/base/limits.h"

#define BUDGET ((size_t)LIMIT_HTML_TREE)

void *
htmlmemory_take(void *arg, size_t n)
{
	struct htmlmemory *m = arg;

	if (n > BUDGET || arena_used(m->a) - m->before > BUDGET - n)
		longjmp(m->over, 1);
	return arena_bytes(m->a, n);
}

void
htmlmemory_drop(void *arg, void *p)
{
	(void)arg;
	(void)p;
}
