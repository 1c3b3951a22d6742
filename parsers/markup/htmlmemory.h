/*
 * htmlmemory: what a tree takes its memory from: an arena, up to a budget, since
 * some inputs make a tree without end.
 */
#ifndef PARSERS_MARKUP_HTMLMEMORY_H
#define PARSERS_MARKUP_HTMLMEMORY_H

#include <setjmp.h>
#include <stddef.h>

#include "parsers/base/arena.h"

struct htmlmemory {
	struct arena	*a;
	size_t		 before;	/* of it, what is no tree */
	jmp_buf		 over;		/* where to go when the budget is spent */
};

/* As malloc(), not zeroed; the first argument is a struct htmlmemory. */
void	*htmlmemory_take(void *, size_t n);
/* Nothing: the arena ends with the tree. */
void	 htmlmemory_drop(void *, void *p);

#endif
