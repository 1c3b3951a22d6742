/* boxlane: see boxlane.h. */
#include "daemon/fetch/boxlane.h"

#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

enum { PART_BYTES = 512 * 1024 };

void
box_lane_add(struct box *b, const struct imap_item *it)
{
	lane_add(&b->lane, it, 0);
	uidset_add(&b->known, it->uid, it->uid);
}

/* --- which one ------------------------------------------------------------ */

static uint64_t
bytes_of(const struct box *b, const struct lane_item *at)
{
	size_t max = b->conf->letter.limits.message_bytes;

	return at->item.size < max ? at->item.size : max;
}

static bool
has_room(const struct box *b, const struct lane_item *at)
{
	uint64_t bytes = bytes_of(b, at);

	if (b->n_flight >= WINDOW_MAILS)
		return false;
	/* The server's word makes it small: what came as such may have been big. */
	if (bytes <= BIG_BYTES && b->big_bytes <= WINDOW_BYTES)
		return b->n_small == 0 || b->bytes + bytes <= WINDOW_BYTES;
	return b->big_bytes == 0 || b->big_bytes + bytes <= WINDOW_BYTES;
}

/* What never failed comes first, and the small before the big. */
static bool
comes_before(const struct lane_item *x, const struct lane_item *y)
{
	if (x->tries != y->tries)
		return x->tries < y->tries;
	return x->item.size != y->item.size ? x->item.size < y->item.size :
	    x->item.uid < y->item.uid;
}

static struct lane_item *
next(const struct box *b)
{
	const struct lane *l = &b->lane;
	int64_t now = clock_mono();
	struct lane_item *best = NULL;

	if (l->uid != 0)
		return lane_find(l, l->uid);
	for (size_t i = 0; i < l->n; i++) {
		struct lane_item *at = &l->v[i];

		if (at->here && at->due <= now && has_room(b, at) &&
		    (best == NULL || comes_before(at, best)))
			best = at;
	}
	return best;
}

int64_t
box_lane_wait(const struct box *b)
{
	int64_t now = clock_mono(), least = -1;

	if (next(b) != NULL)
		return 0;
	/* What waits for room is woken by core. */
	for (size_t i = 0; i < b->lane.n; i++) {
		const struct lane_item *at = &b->lane.v[i];

		if (at->here && at->due > now && (least == -1 || at->due - now < least))
			least = at->due - now;
	}
	return least;
}

/* --- its bytes ------------------------------------------------------------ */

/* It stays where it is, and is asked for now and then. */
static void
tell_people(struct box *b, struct lane_item *at)
{
	log_error("the server does not give a mail: it is stored without its text",
	    { "mailbox", LOG_S(b->m->name) }, { "uid", LOG_I(at->item.uid) });
	lane_tell(at);
	box_tell_mail(b, &at->item, STR_NONE, true);
}

/* What the server says of it now: 1; 0: it has gone, and so has its place here. */
static int
look_up(struct box *b, struct lane_item *at, struct err *e)
{
	struct arena *a = arena_new();
	struct imap_item *v;
	size_t n;
	int rc = imap_list(b->im, a, &at->item.uid, 1, &v, &n, e);

	if (rc == 1 && n > 0) {
		at->item = v[0];
	} else if (rc == 1) {
		uidset_remove(&b->known, at->item.uid);
		lane_drop(&b->lane, at);
	}
	arena_free(a);
	return rc == -1 ? -1 : rc == 0 || n > 0;
}

static int
begin(struct box *b, struct lane_item *at, struct err *e)
{
	struct lane *l = &b->lane;

	l->uid = at->item.uid;
	if (!at->item.is_listed) {
		int rc = look_up(b, at, e);

		if (rc != 1) {
			if (rc == 0)
				l->uid = 0;
			return rc;
		}
	}
	l->a = arena_new();
	l->given = false;
	l->raw = (struct buf){ .a = l->a };
	/* The size that was told is a good guess. */
	l->raw.cap = (size_t)bytes_of(b, at) + 4096;
	l->raw.p = arena_alloc(l->a, l->raw.cap);
	return 1;
}

/* As far as limits.message_bytes lets it; `raw` may have one byte more. */
static void
hand_over(struct box *b, struct lane_item *at)
{
	size_t max = b->conf->letter.limits.message_bytes;
	struct str raw = { b->lane.raw.p, b->lane.raw.n };
	struct imap_item it = at->item;

	if (raw.n > max)
		log_warning("mail over limits.message_bytes: its start is kept, the whole "
		    "stays on the server", { "mailbox", LOG_S(b->m->name) },
		    { "uid", LOG_I(it.uid) }, { "bytes", LOG_I(it.size) });
	lane_drop(&b->lane, at);
	box_tell_mail(b, &it, str_sub(raw, 0, max), raw.n > max);
}

static int
end(struct box *b, struct lane_item *at, struct err *e)
{
	bool given = b->lane.given && (b->lane.raw.n > 0 || at->item.size == 0);
	int rc = 1;

	if (given)
		hand_over(b, at);
	else if ((rc = look_up(b, at, e)) == 1)
		lane_fail(at);
	if (rc != -1)
		lane_stop(&b->lane);
	return rc == -1 ? -1 : 0;
}

int
box_lane_step(struct box *b, struct err *e)
{
	struct lane *l = &b->lane;
	struct lane_item *at = next(b);
	size_t max = b->conf->letter.limits.message_bytes, before, want;
	bool given;
	int rc;

	if (at == NULL)
		return 0;
	if (at->tries >= LANE_TRIES && !at->told) {
		tell_people(b, at);
		return 0;
	}
	if (l->uid == 0 && (rc = begin(b, at, e)) != 1)
		return rc;
	before = l->raw.n;
	want = max + 1 - before < PART_BYTES ? max + 1 - before : PART_BYTES;
	if (imap_fetch_part(b->im, at->item.uid, (uint32_t)before, (uint32_t)want, &l->raw,
	    &given, e) == -1)
		return -1;
	l->given |= given;
	return l->raw.n > before && l->raw.n <= max ? 0 : end(b, at, e);
}
