/* lane: who waits, who gave trouble, and what a session's end leaves of it. */
#include "daemon/fetch/lane.h"

#include "daemon/sys/clock.h"
#include "tests/tap.h"

static struct imap_item
item(uint32_t uid, uint64_t size)
{
	return (struct imap_item){ .uid = uid, .size = size, .is_listed = true };
}

static void
test_trouble(void)
{
	struct lane l = { 0 };
	struct lane_item *at;
	struct imap_item five = item(5, 100), bare = { .uid = 5 };

	lane_add(&l, &five, 0);
	lane_add(&l, &bare, 0);
	at = lane_find(&l, 5);
	tap_ok(l.n == 1 && at != NULL && at->item.size == 100, "what is known of it stays");
	tap_ok(!lane_has_trouble(&l, 5) && lane_trouble(&l) == NULL, "no trouble yet");
	lane_fail(at);
	tap_ok(lane_has_trouble(&l, 5) && lane_trouble(&l) == at, "then there is");
	tap_ok(at->due > clock_mono() && at->due <= clock_mono() + 1000, "a second's pause");
	for (int i = 1; i < LANE_TRIES; i++)
		lane_fail(at);
	tap_ok(at->tries == LANE_TRIES && at->due <= clock_mono(), "people's turn is at once");
	lane_tell(at);
	tap_ok(lane_trouble(&l) == NULL && lane_has_trouble(&l, 5), "told is no news");
	tap_ok(at->due > clock_mono() + 60000, "… and asked for now and then");
	lane_free(&l);
}

static void
test_sessions(void)
{
	struct lane l = { 0 };
	struct imap_item five = item(5, 1), six = item(6, 2), seven = item(7, 3);

	lane_add(&l, &five, 0);
	lane_add(&l, &six, 0);
	lane_add(&l, &seven, 0);
	lane_fail(lane_find(&l, 6));
	l.uid = 7;
	lane_close(&l, false);
	tap_ok(lane_find(&l, 5) == NULL && l.n == 2, "the innocent are found anew");
	tap_ok(lane_find(&l, 7)->deadly && lane_find(&l, 7)->tries == 1,
	    "what was under way may be why it ended");
	tap_ok(!lane_find(&l, 6)->deadly && !lane_find(&l, 6)->here, "what was not is not");
	tap_int(l.uid, 0, "nothing is under way");
	lane_tell(lane_find(&l, 6));
	lane_tell(lane_find(&l, 7));
	lane_close(&l, false);
	tap_ok(lane_find(&l, 6)->due == 0, "a new session asks for what is not given");
	tap_ok(lane_find(&l, 7)->due > clock_mono(), "… not at once for what ends it");
	lane_close(&l, true);
	tap_int((long long)l.n, 0, "another folder: nothing is known");
	lane_free(&l);
}

int
main(void)
{
	test_trouble();
	test_sessions();
	return tap_done();
}
