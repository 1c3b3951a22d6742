/* The files behind a mail's texts: how long they get, what is where, and who has them. */
#include "daemon/out/tail.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/tap.h"

/* By a line of base64 for each 57 octets, as GLib writes them. */
static uint64_t
written(uint64_t size)
{
	char *zeros = g_malloc0(size + 1);
	uint64_t n = 0;

	for (uint64_t at = 0; at < size; at += 57) {
		char *line = g_base64_encode((const guchar *)zeros, size - at < 57 ? size - at : 57);

		n += strlen(line) + 2;
		g_free(line);
	}
	g_free(zeros);
	return n;
}

static void
test_cost(void)
{
	for (uint64_t size = 0; size < 200; size++)
		if (tail_cost(size, false) != written(size))
			tap_int((long long)tail_cost(size, false), (long long)written(size),
			    "%llu octets", (unsigned long long)size);
	tap_int((long long)tail_cost(1000003, false), (long long)written(1000003), "a megabyte");
	tap_int((long long)tail_cost(1000003, true), 1000003, "as it is");
	tap_int((long long)tail_cost(0, false), 0, "an empty file");
}

/* "--a" "bcd" "e": from any octet on, up to the end of what it lies in. */
static void
test_texts(struct arena *a)
{
	static const struct { uint64_t at; const char *want; } rows[] = {
		{ 0, "--a" }, { 2, "a" }, { 3, "bcd" }, { 5, "d" }, { 6, "e" },
	};
	struct mail_file none = { .size = 0, .sha256 = STR("ab") };
	struct tail t = { 0 };
	struct str got;
	struct err e;

	tail_text(a, &t, STR("--a"));
	tail_text(a, &t, STR("bcd"));
	tail_blob(a, &t, &none);
	tail_text(a, &t, STR("e"));
	tap_int((long long)t.size, 7, "an empty file takes no room");
	for (size_t i = 0; i < COUNT(rows); i++) {
		int rc = tail_read(a, NULL, &t, rows[i].at, &got, &e);

		tap_str(rc == 0 ? got : STR("(fails)"), str_c(rows[i].want), "from %d on",
		    (int)rows[i].at);
	}
	tap_int(tail_read(a, NULL, &t, 7, &got, &e), -1, "from its end on");
	tap_int(tail_read(a, NULL, &t, UINT64_MAX, &got, &e), -1, "from far behind it on");
}

/* The next piece that send gets; delivery 0: none came. */
static struct msg_piece
next_piece(struct arena *a, struct channel *send)
{
	struct msg_piece piece = { 0 }, got;
	struct message m;

	channel_pump(send);
	if (channel_next(send, &m) && m.type == MSG_PIECE &&
	    msg_piece_unpack(a, m.body, &got) == 0) {
		piece = got;
		piece.bytes = str_dup(a, got.bytes);
	}
	return piece;
}

static void
feed(struct tails *all, struct channel *core)
{
	struct err e;

	tails_feed(all, NULL, core, &e);
	channel_flush(core);
}

static void
test_tails(struct arena *a)
{
	struct tails *all = tails_new();
	struct channel *core, *send;
	struct msg_piece piece;
	struct tail t = { 0 };
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fd) == -1)
		return;
	core = channel_new(fd[0]);
	send = channel_new(fd[1]);
	tail_text(a, &t, STR("the rest"));
	tails_add(all, 5, &t);
	tap_ok(!tails_want(all, 6, 0), "nobody has that delivery");
	tap_ok(!tails_want(all, 5, 8), "it ends there");
	feed(all, core);
	tap_int(next_piece(a, send).delivery, 0, "what was not asked for is not given");
	tap_ok(tails_want(all, 5, 4), "a piece is wanted");
	feed(all, core);
	piece = next_piece(a, send);
	tap_int(piece.delivery, 5, "it comes, to whom it is for");
	tap_int((long long)piece.at, 4, "with its place");
	tap_int((long long)piece.bytes.n, 0, "without a database it is empty: later");
	feed(all, core);
	tap_int(next_piece(a, send).delivery, 0, "it is given once");
	tails_add(all, 7, &t);
	tails_drop(all, 5);
	tap_ok(!tails_want(all, 5, 0) && tails_want(all, 7, 0), "one is dropped, the other stays");
	tails_drop(all, 5);
	tails_clear(all);
	tap_ok(!tails_want(all, 7, 0), "none stays");
	channel_free(core);
	channel_free(send);
	free(all);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_cost();
	test_texts(a);
	test_tails(a);
	arena_free(a);
	return tap_done();
}
