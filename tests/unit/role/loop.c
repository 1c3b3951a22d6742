/* A role's life, played step by step: the test is its supervisor and its peers. */
#include "daemon/role/loop.h"

#include <stdlib.h>
#include <unistd.h>

#include "daemon/role/post.h"
#include "tests/tap.h"

struct self {
	struct loop	 loop;
	struct channel	*supervisor;	/* the other end; NULL: gone */
	struct channel	*core;		/* as came() said; NULL: gone */
	int		 came, took, gone, stopped, adopted, worked;
	uint32_t	 index;
	int		 turns;		/* before it is over */
};

static void
came(void *arg, struct channel *c)
{
	struct self *s = arg;

	s->came++;
	s->core = c;
}

static void
take(void *arg, const struct message *m)
{
	struct self *s = arg;

	s->took += m->type == MSG_SEND;
	channel_put(s->core, MSG_SENT, m->body);
}

static void
gone(void *arg)
{
	struct self *s = arg;

	s->gone++;
	s->core = NULL;
}

static void
adopt(void *arg, uint32_t index, int fd)
{
	struct self *s = arg;

	s->adopted++;
	s->index = index;
	close(fd);
}

static int
watch(void *arg, struct pollfd *fds, nfds_t *n)
{
	(void)arg, (void)fds, (void)n;
	return 0;
}

static void
work(void *arg)
{
	((struct self *)arg)->worked++;
}

static void
stop(void *arg)
{
	((struct self *)arg)->stopped++;
}

static bool
is_over(void *arg)
{
	return ((struct self *)arg)->turns-- == 0;
}

static const struct loop_peer peers[] = {
	{ .role = ROLE_CORE, .came = came, .take = take, .gone = gone },
	{ .role = ROLE_PARSE, .adopt = adopt },
};

static const struct loop_ops ops = { peers, COUNT(peers), watch, work, stop, is_over };

static void
begin(struct self *s)
{
	int fd[2];

	if (channel_pair(fd, NULL) == -1)
		abort();
	*s = (struct self){ .supervisor = channel_new(fd[0]) };
	loop_init(&s->loop, &ops, s, channel_new(fd[1]));
}

static void
turn(struct self *s)
{
	if (s->supervisor != NULL)
		channel_flush(s->supervisor);
	s->turns = 1;
	loop_run(&s->loop);
}

/* The other end of a peer that the role is told of. */
static struct channel *
peer_new(struct self *s, struct arena *a, enum role role, uint32_t index)
{
	struct buf b;
	int fd[2];

	if (channel_pair(fd, NULL) == -1)
		abort();
	buf_init(&b, a);
	msg_peer_pack(&b, &(struct msg_peer){ role, index });
	channel_put_fd(s->supervisor, MSG_PEER, buf_str(&b), fd[1]);
	close(fd[1]);
	turn(s);
	return channel_new(fd[0]);
}

static void
test_peer(struct arena *a)
{
	struct channel *first, *second;
	struct message m;
	struct self s;

	begin(&s);
	turn(&s);
	tap_ok(s.worked == 1 && s.came == 0, "it works without peers");
	first = peer_new(&s, a, ROLE_CORE, 0);
	tap_ok(s.came == 1 && s.core != NULL, "a peer came");
	channel_put(first, MSG_SEND, STR("x"));
	channel_flush(first);
	turn(&s);
	tap_int(s.took, 1, "its message is taken");
	tap_ok(channel_wait(first, &m, 1000) == 1 && m.type == MSG_SENT, "the answer is pushed");
	second = peer_new(&s, a, ROLE_CORE, 0);
	tap_ok(s.came == 2 && s.gone == 1 && s.core != NULL, "a new one takes its place");
	tap_int(channel_wait(first, &m, 1000), -1, "the old channel is closed");
	channel_put(second, MSG_SEND, STR("y"));
	channel_flush(second);
	channel_free(second);
	turn(&s);
	tap_ok(s.took == 2 && s.gone == 2 && s.core == NULL, "its last words count");
	channel_free(first);
	channel_free(s.supervisor);
	channel_free(s.loop.control);
}

static void
test_others(struct arena *a)
{
	struct channel *parser, *stranger;
	struct message m;
	struct self s;

	begin(&s);
	parser = peer_new(&s, a, ROLE_PARSE, 7);
	tap_ok(s.adopted == 1 && s.index == 7, "a peer whose channel the role keeps");
	stranger = peer_new(&s, a, ROLE_FETCH, 0);
	tap_int(channel_wait(stranger, &m, 1000), -1, "a peer that it does not talk with");
	channel_free(parser);
	channel_free(stranger);
	channel_free(s.supervisor);
	channel_free(s.loop.control);
}

static void
test_stop(void)
{
	struct self s;

	begin(&s);
	tap_int(loop_stopping(&s.loop), -1, "running");
	channel_put(s.supervisor, MSG_STOP, STR_NONE);
	channel_put(s.supervisor, MSG_STOP, STR_NONE);
	turn(&s);
	tap_ok(s.stopped == 1 && loop_stopping(&s.loop) >= 0, "told to stop, once");
	channel_free(s.supervisor);
	s.supervisor = NULL;
	turn(&s);
	turn(&s);
	tap_int(s.stopped, 1, "no second time when the supervisor goes");
	channel_free(s.loop.control);
	begin(&s);
	channel_free(s.supervisor);
	s.turns = 1;
	loop_run(&s.loop);
	tap_ok(s.stopped == 1 && s.loop.orphan, "no supervisor: as if told to stop");
	channel_free(s.loop.control);
}

static void
test_pass(void)
{
	struct queue q;
	struct message m;
	struct channel *from, *to;
	int fd[2];

	if (channel_pair(fd, NULL) == -1)
		abort();
	from = channel_new(fd[0]);
	to = channel_new(fd[1]);
	queue_init(&q);
	queue_put(&q, MSG_SENT, 1, STR("old"), STR_NONE);
	queue_put(&q, MSG_SENT, 2, STR("n"), STR("ew"));
	queue_pass(&q, from, 2);
	tap_ok(channel_wait(to, &m, 1000) == 1 && str_eq(m.body, STR("new")),
	    "only what is for the peer of now");
	tap_int(channel_wait(to, &m, 0), 0, "nothing else");
	queue_put(&q, MSG_SENT, 2, STR("lost"), STR_NONE);
	queue_pass(&q, NULL, 2);
	tap_ok(queue_take(&q) == NULL, "without a peer it is dropped");
	channel_free(from);
	channel_free(to);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_peer(a);
	test_others(a);
	test_stop();
	test_pass();
	arena_free(a);
	return tap_done();
}
