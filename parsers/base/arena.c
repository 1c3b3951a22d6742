/*
 * A list of blocks, newest first.  A request larger than a quarter of a block
 * gets a block of its own, so that a 25 MB mail wastes nothing.
 */
#include "parsers/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 64 * 1024, ALIGN = 16 };

struct block {
	struct block	*next;
	size_t		 size;		/* bytes after this header */
	size_t		 used;
	size_t		 pad;		/* keeps data 16-aligned */
};

struct arena {
	struct block	*head;		/* the one that small requests fill */
	size_t		 used;
};

void
arena_oom(void)
{
	fputs("out of memory\n", stderr);
	abort();
}

static struct block *
block_new(size_t size)
{
	struct block *b = NULL;

	if (size <= SIZE_MAX - sizeof(*b))
		b = malloc(sizeof(*b) + size);
	if (b == NULL)
		arena_oom();
	b->next = NULL;
	b->size = size;
	b->used = 0;
	return b;
}

static char *
block_take(struct block *b, size_t n)
{
	char *p = (char *)(b + 1) + b->used;

	b->used += n;
	return p;
}

struct arena *
arena_new(void)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (a == NULL)
		arena_oom();
	a->head = block_new(BLOCK_SIZE);
	return a;
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	for (struct block *b = a->head, *next; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}

void
arena_reset(struct arena *a)
{
	struct block *keep = NULL;

	for (struct block *b = a->head, *next; b != NULL; b = next) {
		next = b->next;
		if (keep == NULL && b->size == BLOCK_SIZE)
			keep = b;
		else
			free(b);
	}
	if (keep == NULL)
		keep = block_new(BLOCK_SIZE);
	keep->next = NULL;
	keep->used = 0;
	a->head = keep;
	a->used = 0;
}

char *
arena_bytes(struct arena *a, size_t n)
{
	struct block *b;

	if (n > SIZE_MAX - ALIGN)
		arena_oom();
	n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	a->used += n;
	if (n > BLOCK_SIZE / 4) {
		b = block_new(n);
		b->next = a->head->next;	/* the head goes on filling */
		a->head->next = b;
		return block_take(b, n);
	}
	if (a->head->size - a->head->used < n) {
		b = block_new(BLOCK_SIZE);
		b->next = a->head;
		a->head = b;
	}
	return block_take(a->head, n);
}

void *
arena_alloc(struct arena *a, size_t n)
{
	return memset(arena_bytes(a, n), 0, n);
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(n, size, &total))
		arena_oom();
	return arena_alloc(a, total);
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}
