/* A lane gets the rest of its mail piece by piece from core, or learns that none will come. */
#include "daemon/send/pull.h"

#include <poll.h>
#include <stdlib.h>

#include "tests/tap.h"

enum { DELIVERY = 5, GENERATION = 3, WAIT_MS = 20000 };

struct lane {				/* a thread that asks once */
	pthread_t	 thread;
	struct pulls	*all;
	struct pull	 pull;
	uint64_t	 at;
	char		 got[32];
	size_t		 n;
	int		 status;
};

static void *
ask(void *arg)
{
	struct lane *l = arg;
	struct str piece;

	l->status = pulls_get(l->all, &l->pull, l->at, &piece);
	for (l->n = 0; l->status == 0 && l->n < piece.n && l->n < sizeof(l->got); l->n++)
		l->got[l->n] = piece.p[l->n];
	return NULL;
}

static void
begin(struct lane *l, uint64_t at)
{
	l->at = at;
	pthread_create(&l->thread, NULL, ask, l);
}

static struct str
end(struct lane *l)
{
	pthread_join(l->thread, NULL);
	return l->status == 0 ? (struct str){ l->got, l->n } : STR("(none)");
}

/* What core is asked for next; false: nothing in time. */
static bool
asked(struct queue *out, struct msg_want *want)
{
	struct pollfd p = { .fd = out->event, .events = POLLIN };
	struct post *post;
	bool ok;

	while ((post = queue_take(out)) == NULL)
		if (poll(&p, 1, WAIT_MS) != 1)
			return false;
	ok = post->type == MSG_WANT && post->generation == GENERATION &&
	    msg_want_unpack(NULL, (struct str){ post->body, post->n }, want) == 0;
	free(post);
	return ok;
}

static void
give(struct pulls *all, int64_t delivery, uint64_t at, const char *bytes)
{
	const struct msg_piece m = { delivery, at, str_c(bytes) };
	struct arena *a = arena_new();
	struct buf b;

	buf_init(&b, a);
	msg_piece_pack(&b, &m);
	pulls_take(all, buf_str(&b));
	arena_free(a);
}

static void
test_pieces(struct pulls *all, struct queue *out)
{
	struct lane l = { .all = all, .pull = { .delivery = DELIVERY, .generation = GENERATION } };
	struct msg_want want = { 0 };

	pulls_begin(all, &l.pull);
	begin(&l, 0);
	tap_ok(asked(out, &want) && want.delivery == DELIVERY && want.at == 0, "it asks");
	give(all, 9, 0, "another's");
	give(all, DELIVERY, 7, "of another place");
	pulls_take(all, STR("\1"));
	give(all, DELIVERY, 0, "first");
	give(all, DELIVERY, 0, "twice");
	tap_str(end(&l), STR("first"), "its own piece alone");
	begin(&l, 5);
	tap_ok(asked(out, &want) && want.at == 5, "it asks for the next");
	give(all, DELIVERY, 5, "second");
	tap_str(end(&l), STR("second"), "and gets that");
	begin(&l, 11);
	asked(out, &want);
	give(all, DELIVERY, 11, "");
	tap_str(end(&l), STR("(none)"), "an empty piece says that it cannot be had");
	begin(&l, 11);
	tap_str(end(&l), STR("(none)"), "then nothing is asked for any more");
	tap_ok(queue_take(out) == NULL, "… and core is left alone");
	pulls_end(all, &l.pull);
}

/* Core dies while two wait: both end, and one that begins later is as before. */
static void
test_break(struct pulls *all, struct queue *out)
{
	struct lane v[3] = { { .all = all, .pull = { .delivery = 1, .generation = GENERATION } },
	    { .all = all, .pull = { .delivery = 2, .generation = GENERATION } },
	    { .all = all, .pull = { .delivery = 3, .generation = GENERATION } } };
	struct msg_want want;

	for (size_t i = 0; i < 2; i++) {
		pulls_begin(all, &v[i].pull);
		begin(&v[i], 0);
		asked(out, &want);
	}
	pulls_break(all);
	tap_str(end(&v[0]), STR("(none)"), "the first ends");
	tap_str(end(&v[1]), STR("(none)"), "the second too");
	pulls_begin(all, &v[2].pull);
	begin(&v[2], 0);
	asked(out, &want);
	give(all, 3, 0, "new");
	tap_str(end(&v[2]), STR("new"), "the next core's mail is served");
	for (size_t i = 0; i < 3; i++)
		pulls_end(all, &v[i].pull);
	tap_ok(all->first == NULL, "none is left");
}

/* docketd stops: who waits ends within a second or two, without core. */
static void
test_abort(struct pulls *all, struct queue *out, atomic_bool *abort)
{
	struct lane l = { .all = all, .pull = { .delivery = 4, .generation = GENERATION } };
	struct msg_want want;

	pulls_begin(all, &l.pull);
	begin(&l, 0);
	asked(out, &want);
	atomic_store(abort, true);
	tap_str(end(&l), STR("(none)"), "it breaks off");
	pulls_end(all, &l.pull);
}

int
main(void)
{
	atomic_bool abort = false;
	struct queue out;
	struct pulls all;

	queue_init(&out);
	pulls_init(&all, &out, &abort);
	test_pieces(&all, &out);
	test_break(&all, &out);
	test_abort(&all, &out, &abort);
	return tap_done();
}
