#include "daemon/role/channel.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parsers/base/wire.h"
#include "tests/tap.h"

struct two {
	struct channel	*a;
	struct channel	*b;
};

static struct two
two_new(void)
{
	int fd[2];

	if (channel_pair(fd, NULL) == -1)
		abort();
	return (struct two){ channel_new(fd[0]), channel_new(fd[1]) };
}

static void
two_free(struct two *t)
{
	channel_free(t->a);
	channel_free(t->b);
}

/* Pumps both until b has a message. */
static bool
arrives(struct two *t, struct message *m)
{
	for (int i = 0; i < 10000; i++) {
		if (channel_next(t->b, m))
			return true;
		if (channel_pump(t->a) == -1 || channel_pump(t->b) == -1)
			return channel_next(t->b, m);
	}
	return false;
}

static void
test_sizes(struct arena *a)
{
	static const size_t sizes[] = { 0, 1, 11, 4096, 16379, 16380, 65531, 65532, 262139,
	    262144, 1 << 20, 25 << 20 };
	struct two t = two_new();
	struct message m;

	for (size_t i = 0; i < COUNT(sizes); i++) {
		char *bytes = arena_alloc(a, sizes[i]);
		struct str body = { bytes, sizes[i] };

		for (size_t k = 0; k < sizes[i]; k++)
			bytes[k] = (char)(k * 31 + i);
		channel_put(t.a, MSG_HEALTH, STR("before"));
		channel_put(t.a, MSG_PARSE, body);
		channel_put(t.a, MSG_HEALTH, STR("after"));
		tap_ok(arrives(&t, &m) && m.type == MSG_HEALTH &&
		    str_eq(m.body, STR("before")), "%zu bytes: what comes before", sizes[i]);
		tap_ok(arrives(&t, &m) && m.type == MSG_PARSE && str_eq(m.body, body),
		    "%zu bytes: whole", sizes[i]);
		tap_ok(arrives(&t, &m) && str_eq(m.body, STR("after")),
		    "%zu bytes: what comes after", sizes[i]);
		tap_int((long long)channel_backlog(t.a), 0, "%zu bytes: nothing waits", sizes[i]);
		tap_ok(!channel_next(t.b, &m), "%zu bytes: nothing left", sizes[i]);
		arena_reset(a);
	}
	two_free(&t);
}

/* 20,000 small messages: order, and no reading ahead of a slow taker. */
static void
test_many(void)
{
	struct two t = two_new();
	struct message m;
	char text[1024];
	int taken = 0;

	memset(text, 'x', sizeof(text));
	for (int i = 0; i < 20000; i++) {
		memcpy(text, &i, sizeof(i));
		channel_put(t.a, MSG_MAIL, (struct str){ text, sizeof(text) });
	}
	for (int i = 0; i < 100; i++) {
		channel_pump(t.a);
		channel_pump(t.b);
	}
	tap_ok(channel_backlog(t.a) > 10 << 20, "a slow taker stops the sender");
	tap_int(channel_events(t.b), 0, "and asks for no more");
	tap_int(channel_events(t.a), POLLIN | POLLOUT, "the sender waits to write");
	while (arrives(&t, &m)) {
		int i;

		memcpy(&i, m.body.p, sizeof(i));
		if (i != taken || m.body.n != sizeof(text))
			break;
		taken++;
	}
	tap_int(taken, 20000, "every message, in order");
	two_free(&t);
}

static void
test_bytewise(void)
{
	static const char frame[] = "\x03\0\0\0\x02" "abc" "\0\0\0\0\x03";
	struct message m;
	struct channel *c;
	int fd[2], n = 0;

	channel_pair(fd, NULL);
	c = channel_new(fd[1]);
	for (size_t i = 0; i < sizeof(frame) - 1; i++) {
		if (write(fd[0], frame + i, 1) != 1)
			abort();
		channel_pump(c);
		while (channel_next(c, &m)) {
			n++;
			tap_int((long long)i, n == 1 ? 7 : 12, "message %d when complete", n);
		}
	}
	tap_int(n, 2, "two messages of single bytes");
	channel_free(c);
	close(fd[0]);
}

static void
test_descriptors(void)
{
	struct two t = two_new();
	struct message m;
	struct stat want, got;
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);

	channel_put(t.a, MSG_READY, STR("1"));
	channel_put_fd(t.a, MSG_PEER, STR("null"), null);
	channel_put(t.a, MSG_READY, STR("2"));
	channel_put_fd(t.a, MSG_PEER, STR("zero"), zero);
	tap_ok(arrives(&t, &m) && m.fd == -1, "no descriptor before");
	tap_ok(arrives(&t, &m) && m.fd != -1 && str_eq(m.body, STR("null")), "the first came");
	fstat(null, &want);
	fstat(m.fd, &got);
	tap_ok(want.st_rdev == got.st_rdev, "and is the right one");
	tap_ok((fcntl(m.fd, F_GETFD) & FD_CLOEXEC) != 0, "close-on-exec");
	close(m.fd);
	tap_ok(arrives(&t, &m) && m.fd == -1, "no descriptor between");
	tap_ok(arrives(&t, &m) && m.fd != -1, "the second came");
	fstat(zero, &want);
	fstat(m.fd, &got);
	tap_ok(want.st_rdev == got.st_rdev, "and is the right one too");
	close(m.fd);
	tap_ok(fcntl(null, F_GETFD) != -1, "the sender keeps its own");
	close(null);
	close(zero);
	two_free(&t);
}

static void
test_faults(void)
{
	static const struct { const char *name, *in; size_t n; } rows[] = {
		{ "type 0", "\0\0\0\0\0", 5 },
		{ "an unknown type", "\0\0\0\0\x7f", 5 },
		{ "an unknown type after a good one", "\0\0\0\0\x02\0\0\0\0\x60", 10 },
		{ "4 GiB", "\xff\xff\xff\xff\x02", 5 },
		{ "one byte over CHANNEL_MAX", "\x01\0\0\x08\x02", 5 },
		{ "a descriptor that did not come", "\0\0\0\0\x81", 5 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct message m;
		struct channel *c;
		int fd[2], n = 0;

		channel_pair(fd, NULL);
		c = channel_new(fd[1]);
		if (write(fd[0], rows[i].in, rows[i].n) != (ssize_t)rows[i].n)
			abort();
		channel_pump(c);
		while (channel_next(c, &m))
			n++;
		tap_int(n, rows[i].n > 5, "good ones are taken: %s", rows[i].name);
		tap_int(channel_pump(c), -1, "ends the channel: %s", rows[i].name);
		channel_free(c);
		close(fd[0]);
	}
}

/* A peer that pours descriptors into us. */
static void
test_descriptor_flood(void)
{
	struct channel *c;
	int fd[2], before = dup(0), after, status = 0;

	close(before);
	channel_pair(fd, NULL);
	c = channel_new(fd[1]);
	for (int i = 0; i < 20 && status == 0; i++) {
		union { struct cmsghdr h; char b[CMSG_SPACE(sizeof(int))]; } u;
		struct msghdr msg = { .msg_iov = &(struct iovec){ (char[]){ 0 }, 1 },
		    .msg_iovlen = 1, .msg_control = &u, .msg_controllen = sizeof(u) };

		u.h = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof(int)),
		    .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
		memcpy(CMSG_DATA(&u.h), &fd[0], sizeof(int));
		if (sendmsg(fd[0], &msg, MSG_NOSIGNAL) == -1)
			abort();
		status = channel_pump(c);
	}
	tap_int(status, -1, "descriptors that no message takes end the channel");
	channel_free(c);
	close(fd[0]);
	after = dup(0);
	close(after);
	tap_int(after, before, "and none of them leaks");
}

static void
test_gone(void)
{
	struct two t = two_new();
	struct message m;

	channel_put(t.a, MSG_READY, STR("last words"));
	channel_flush(t.a);
	channel_put(t.b, MSG_ALIVE, STR("never read"));
	channel_free(t.a);
	t.a = NULL;
	tap_ok(channel_wait(t.b, &m, -1) == 1 && str_eq(m.body, STR("last words")),
	    "what came before the end is read");
	tap_int(channel_wait(t.b, &m, -1), -1, "then the peer is gone");
	channel_put(t.b, MSG_ALIVE, STR("into the void"));
	tap_int((long long)channel_backlog(t.b), 0, "nothing waits for a gone peer");
	tap_int(channel_pump(t.b), -1, "pump says so");
	tap_int(channel_flush(t.b), -1, "flush says so");
	two_free(&t);
}

/* What a push leaves in the socket, poll() still sees. */
static void
test_push(void)
{
	struct two t = two_new();
	struct pollfd p = { .fd = channel_fd(t.b), .events = POLLIN };
	struct message m;

	channel_put(t.a, MSG_PEER, STR_NONE);
	channel_push(t.a);
	channel_put(t.b, MSG_ALIVE, STR_NONE);
	channel_push(t.b);
	tap_int((long long)channel_backlog(t.b), 0, "push writes");
	tap_ok(!channel_next(t.b, &m) && poll(&p, 1, 0) == 1, "and reads nothing");
	two_free(&t);
}

static void
test_wait(void)
{
	struct two t = two_new();
	struct message m;

	tap_int(channel_wait(t.b, &m, 0), 0, "nothing yet");
	tap_int(channel_wait(t.b, &m, 20), 0, "nothing after 20 ms");
	channel_put(t.a, MSG_STOP, STR_NONE);
	tap_int(channel_flush(t.a), 0, "flush");
	tap_int(channel_wait(t.b, &m, 1000), 1, "a message");
	tap_int(m.type, MSG_STOP, "its type");
	two_free(&t);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_sizes(a);
	test_many();
	test_bytewise();
	test_descriptors();
	test_faults();
	test_descriptor_flood();
	test_gone();
	test_push();
	test_wait();
	arena_free(a);
	return tap_done();
}
