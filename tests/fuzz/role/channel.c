/*
 * The first byte says in which pieces the others arrive from a peer.  However
 * they are cut, the messages are those that a plain reading of the bytes gives,
 * and the first fault ends the channel.
 */
#include <stdlib.h>
#include <unistd.h>

#include "daemon/role/channel.h"
#include "tests/fuzz/fuzz.h"

/* The next message by the book.  False: a fault, or not whole yet. */
static bool
expect(struct str *in, struct message *out)
{
	const unsigned char *p = (const unsigned char *)in->p;
	size_t n;

	if (in->n < 5 || p[4] == 0 || p[4] >= MSG_TYPES)
		return false;
	n = p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24;
	if (n > in->n - 5)
		return false;
	*out = (struct message){ .type = (enum message_type)p[4], .body = { in->p + 5, n } };
	*in = str_sub(*in, 5 + n, SIZE_MAX);
	return true;
}

static void
take(struct channel *c, struct str *wanted)
{
	struct mail_item item;
	struct message got, want;

	while (channel_next(c, &got)) {
		assert(expect(wanted, &want));
		assert(got.fd == -1 && got.type == want.type && str_eq(got.body, want.body));
		if (mail_item_unpack(NULL, got.body, &item) == 0)
			assert(str_is_utf8(item.mailbox) && item.raw.n <= got.body.n);
	}
}

void
fuzz_one(struct arena *a, struct str in)
{
	size_t step = 1 + (in.n == 0 ? 0 : (size_t)(unsigned char)in.p[0] *
	    (unsigned char)in.p[0]);
	struct str wanted = str_sub(in, 1, SIZE_MAX);
	struct str rest = wanted, piece;
	struct channel *c;
	struct message m;
	int fd[2], gone = 0;

	(void)a;
	if (in.n == 0 || in.n > 100000)
		return;
	if (channel_pair(fd, NULL) == -1)
		abort();
	c = channel_new(fd[1]);
	for (; rest.n > 0 && gone == 0; rest = str_sub(rest, piece.n, SIZE_MAX)) {
		piece = str_sub(rest, 0, step);
		if (write(fd[0], piece.p, piece.n) != (ssize_t)piece.n)
			abort();
		gone = channel_pump(c);
		take(c, &wanted);
	}
	close(fd[0]);
	while (channel_pump(c) == 0)
		take(c, &wanted);
	take(c, &wanted);
	assert(!expect(&wanted, &m));
	channel_free(c);
}
