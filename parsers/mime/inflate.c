/*
 * Trusts nothing: `max` bounds what a small stream can become.  Memory comes
 * from the arena, so that a mail in the middle of it leaves nothing behind.
 */
#include "parsers/mime/inflate.h"

#include <zlib.h>

enum { CHUNK = 16 * 1024, PIECE_MAX = 1 << 30 };

static void *
take(void *arena, unsigned n, unsigned size)
{
	return arena_array(arena, n, size);
}

static void
give_back(void *arena, void *p)
{
	(void)arena;
	(void)p;
}

struct str
inflate_read(struct arena *a, struct str in, size_t max)
{
	z_stream z = { .zalloc = take, .zfree = give_back, .opaque = a };
	char chunk[CHUNK];
	struct buf b;
	int rc;

	buf_init(&b, a);
	if (inflateInit(&z) != Z_OK)
		return STR_NONE;
	/* zlib reads through a pointer that is not const. */
	z.next_in = (unsigned char *)(uintptr_t)in.p;
	z.avail_in = (unsigned)(in.n < PIECE_MAX ? in.n : PIECE_MAX);
	do {
		z.next_out = (unsigned char *)chunk;
		z.avail_out = sizeof(chunk);
		rc = inflate(&z, Z_NO_FLUSH);
		buf_add(&b, str_sub((struct str){ chunk, sizeof(chunk) - z.avail_out }, 0,
		    max - b.n));
	} while (rc == Z_OK && b.n < max);
	inflateEnd(&z);
	return buf_str(&b);
}
