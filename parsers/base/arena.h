/*
 * arena: memory with one lifetime.  A letter, a transaction or a request
 * takes everything it needs from one arena and drops it all at once; there
 * are no per-object frees, so there are no clean-up ladders.
 *
 * Running out of memory ends the process: the supervisor starts the role
 * again and the mail is still on the server.
 */
#ifndef PARSERS_BASE_ARENA_H
#define PARSERS_BASE_ARENA_H

#include <stddef.h>

struct arena;

/* What ends the process, also for the few who take memory of the heap. */
void		 arena_oom(void) __attribute__((noreturn));
/* Caller frees with arena_free(). */
struct arena	*arena_new(void);
void		 arena_free(struct arena *);		/* NULL is fine */
/* Drops everything in it; keeps one block for the next round. */
void		 arena_reset(struct arena *);

/* Zeroed, aligned for any type; lives in `a`.  n may be 0. */
void		*arena_alloc(struct arena *a, size_t n);
/* The same, not zeroed: for bytes that are written before they are read. */
char		*arena_bytes(struct arena *a, size_t n);
/* n objects of the given size; ends the process when n * size overflows. */
void		*arena_array(struct arena *a, size_t n, size_t size);
/* Bytes handed out since the last reset. */
size_t		 arena_used(const struct arena *a);

#define ARENA_NEW(a, type)	((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type)	((type *)arena_array((a), (n), sizeof(type)))

#endif
