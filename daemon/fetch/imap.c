/* imap: see imap.h.  The commands; imaplink carries them. */
#include "daemon/fetch/imap.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/fetch/imaplogin.h"
#include "daemon/fetch/imapquery.h"
#include "daemon/fetch/imaptext.h"
#include "daemon/sys/clock.h"

enum {
	COMMAND_MS = 30000,
	FETCH_MS = 180000,		/* a chunk, or a part of a big mail */
	SMALL = 256 * 1024,		/* bytes of an answer without a list in it */
	LINE = 256,			/* bytes of one mail in a list */
	SEARCH_UIDS = 256 * 1024,	/* UIDs of one search */
	SEARCH_SPANS = 256,		/* at most so many in a folder that has more */
	SEARCH_UID = 11,		/* bytes of one UID in it */
};

struct imap {
	struct imaplink	*link;
	struct arena	*a;		/* of one command's text */
};

static struct buf
text_new(struct imap *im, const char *start)
{
	struct buf b;

	arena_reset(im->a);
	buf_init(&b, im->a);
	buf_adds(&b, start);
	return b;
}

/* --- login ---------------------------------------------------------------- */

/* What was said before TLS, or before login, counts no longer. */
static int
ask_capabilities(struct imap *im, struct err *e)
{
	imaplink_forget(im->link);
	imaplink_allow(im->link, COMMAND_MS, SMALL);
	return imaplink_must(im->link, "no capabilities", STR("CAPABILITY"), e);
}

/* --- open and close ------------------------------------------------------- */

static int
greet(struct imap *im, const struct endpoint *ep, enum imap_greeting greeting,
    struct err *e)
{
	bool known = greeting == GREETING_PREAUTH;

	if (known && ep->tls != TLS_IMPLICIT)
		return imaplink_refuse(im->link, e, "it greets with PREAUTH in the clear, so "
		    "nothing is proven: refused");
	if (ep->tls == TLS_STARTTLS && imaplink_secure(im->link, ep, e) == -1)
		return -1;
	if (!known && (ask_capabilities(im, e) == -1 || imap_log_in(im->link, ep, e) == -1))
		return -1;
	return ask_capabilities(im, e);
}

int
imap_open(const struct endpoint *ep, int cancel_fd, struct imap **out, struct err *e)
{
	struct imap *im = calloc(1, sizeof(*im));
	enum imap_greeting greeting;

	if (im == NULL)
		abort();
	im->a = arena_new();
	if (imaplink_open(ep, cancel_fd, &im->link, &greeting, e) == 0 &&
	    greet(im, ep, greeting, e) == 0) {
		*out = im;
		return 0;
	}
	imap_free(im);
	return -1;
}

void
imap_free(struct imap *im)
{
	if (im == NULL)
		return;
	imaplink_free(im->link);
	arena_free(im->a);
	free(im);
}

bool
imap_has_idle(const struct imap *im)
{
	return imaplink_can(im->link, "IDLE");
}

bool
imap_has_move(const struct imap *im)
{
	return imaplink_can(im->link, "MOVE") || imaplink_can(im->link, "UIDPLUS");
}

/* --- folders -------------------------------------------------------------- */

int
imap_select(struct imap *im, struct str folder, struct err *e)
{
	struct buf b = text_new(im, "SELECT ");

	imaplink_leave(im->link);
	imap_put_folder(&b, folder);
	imaplink_allow(im->link, COMMAND_MS, SMALL);
	if (imaplink_must(im->link, "the folder cannot be selected", buf_str(&b), e) == -1)
		return -1;
	if (imaplink_folder(im->link).uidvalidity == 0)
		return imaplink_refuse(im->link, e, "its folder has no UIDVALIDITY, so no mail "
		    "in it can be named for good");
	return 0;
}

struct imap_folder
imap_folder(const struct imap *im)
{
	return imaplink_folder(im->link);
}

int
imap_ensure_folder(struct imap *im, struct str folder, struct err *e)
{
	struct buf b = text_new(im, "STATUS ");
	int rc;

	imap_put_folder(&b, folder);
	buf_adds(&b, " (UIDNEXT)");
	imaplink_allow(im->link, COMMAND_MS, SMALL);
	if ((rc = imaplink_ask(im->link, "done_folder", buf_str(&b), e)) != 0)
		return rc == 1 ? 0 : -1;
	b = text_new(im, "CREATE ");
	imap_put_folder(&b, folder);
	imaplink_allow(im->link, COMMAND_MS, SMALL);
	return imaplink_must(im->link, "done_folder cannot be made", buf_str(&b), e);
}

/* --- what is there -------------------------------------------------------- */

static int
search_span(struct imap *im, const struct imap_query *q, uint32_t first, uint32_t *last,
    struct buf *found, struct err *e)
{
	struct buf b = text_new(im, "");

	imap_query_put(&b, q, first, last);
	imaplink_allow(im->link, FETCH_MS, SMALL + (size_t)SEARCH_UIDS * SEARCH_UID);
	if (imaplink_must(im->link, "the folder cannot be searched", buf_str(&b), e) == -1)
		return -1;
	imaplink_numbers(im->link, found);
	return 0;
}

/* UIDs of one answer, so that each is bounded; numbers of the server are no bound. */
static uint32_t
search_step(const struct imap *im, uint32_t first)
{
	struct imap_folder f = imap_folder(im);
	uint32_t step = SEARCH_UIDS;

	if (f.exists <= SEARCH_UIDS || f.uidnext <= first)
		return UINT32_MAX;
	if (step < (f.uidnext - first) / SEARCH_SPANS)
		step = (f.uidnext - first) / SEARCH_SPANS;
	return step;
}

int
imap_search(struct imap *im, struct arena *a, const struct imap_query *q, uint32_t **out,
    size_t *n, struct err *e)
{
	uint32_t end = q->last == 0 ? UINT32_MAX : q->last, last, step;
	struct buf found;

	buf_init(&found, a);
	for (uint32_t first = q->first; first != 0 && first <= end; first = last + 1) {
		step = search_step(im, first);
		last = end - first < step ? end : first + step - 1;
		if (search_span(im, q, first, &last, &found, e) == -1)
			return -1;
		if (last == UINT32_MAX)
			break;
	}
	*n = found.n / sizeof(uint32_t);
	*out = ARENA_ARRAY(a, *n, uint32_t);
	if (*n > 0)
		memcpy(*out, found.p, found.n);
	*n = imap_query_tidy(*out, *n, q);
	return 0;
}

static int
by_uid(const void *a, const void *b)
{
	const struct imap_item *x = a, *y = b;

	return (x->uid > y->uid) - (x->uid < y->uid);
}

/*
 * The mails of a list or of bodies.  News of flags look like a list of which the server
 * tells nothing; who asked for that mail takes it for one, and others do not.
 */
static void
collect(struct imap *im, struct arena *a, bool bodies, uint32_t first,
    struct imap_item **out, size_t *n)
{
	struct imap_item *v;
	size_t kept = 0;

	imaplink_items(im->link, a, &v, n);
	for (size_t i = 0; i < *n; i++)
		if (v[i].uid >= first && v[i].uid != 0 &&
		    (!bodies || v[i].has_body))
			v[kept++] = v[i];
	if (kept > 1)
		qsort(v, kept, sizeof(v[0]), by_uid);
	*n = 0;
	for (size_t i = 0; i < kept; i++)
		if (*n == 0 || v[*n - 1].uid != v[i].uid)
			v[(*n)++] = v[i];
		else if (v[i].is_listed)
			v[*n - 1] = v[i];
	*out = v;
}

/* Only those that were asked for. */
static size_t
keep_asked(struct imap_item *v, size_t n, const uint32_t *uids, size_t n_uids)
{
	size_t kept = 0, k = 0;

	for (size_t i = 0; i < n; i++) {
		while (k < n_uids && uids[k] < v[i].uid)
			k++;
		if (k < n_uids && uids[k] == v[i].uid)
			v[kept++] = v[i];
	}
	return kept;
}

int
imap_list(struct imap *im, struct arena *a, const uint32_t *uids, size_t n_uids,
    struct imap_item **out, size_t *n, struct err *e)
{
	struct buf b = text_new(im, "UID FETCH ");
	int rc;

	*n = 0;
	imap_put_set(&b, uids, n_uids);
	buf_adds(&b, " (UID RFC822.SIZE INTERNALDATE)");
	imaplink_allow(im->link, FETCH_MS, SMALL + n_uids * LINE);
	rc = imaplink_ask(im->link, "mail cannot be listed", buf_str(&b), e);
	if (rc == 1) {
		collect(im, a, false, uids[0], out, n);
		*n = keep_asked(*out, *n, uids, n_uids);
	}
	return rc;
}

int
imap_last(struct imap *im, uint32_t *uid, struct err *e)
{
	struct arena *a = arena_new();
	struct imap_item *v;
	size_t n;
	int rc;

	*uid = 0;
	imaplink_allow(im->link, COMMAND_MS, SMALL);
	rc = imaplink_ask(im->link, "the last mail cannot be listed",
	    STR("UID FETCH * (UID RFC822.SIZE)"), e);
	if (rc == 1) {
		collect(im, a, false, 1, &v, &n);
		*uid = n == 0 ? 0 : v[n - 1].uid;
	}
	arena_free(a);
	return rc == -1 ? -1 : 0;
}

/*
 * NO may mean that some of them cannot be read: those that came are good, and
 * who asked looks for the others.
 */
int
imap_fetch(struct imap *im, struct arena *a, const uint32_t *uids, size_t n_uids, size_t max,
    struct imap_item **out, size_t *n, struct err *e)
{
	struct buf command = text_new(im, "UID FETCH "), all = { .a = a, .cap = max + 64 };

	all.p = arena_alloc(a, all.cap);
	imap_put_set(&command, uids, n_uids);
	buf_adds(&command, " (UID BODY.PEEK[])");
	imaplink_allow_bodies(im->link, FETCH_MS, &all, n_uids, max);
	if (imaplink_ask(im->link, "mail cannot be fetched", buf_str(&command), e) == -1)
		return -1;
	collect(im, a, true, uids[0], out, n);
	return 0;
}

int
imap_fetch_part(struct imap *im, uint32_t uid, uint32_t offset, uint32_t n, struct buf *b,
    bool *given, struct err *e)
{
	struct arena *a = arena_new();
	struct buf command = text_new(im, "UID FETCH ");
	struct imap_item *items;
	size_t n_items = 0;
	int rc;

	buf_printf(&command, "%u (UID BODY.PEEK[]<%u.%u>)", uid, offset, n);
	imaplink_allow_part(im->link, FETCH_MS, n);
	rc = imaplink_ask(im->link, "mail cannot be fetched", buf_str(&command), e);
	if (rc != -1)
		collect(im, a, true, uid, &items, &n_items);
	*given = n_items > 0 && items[0].uid == uid;
	if (*given)
		buf_add(b, str_sub(items[0].body, 0, n));
	arena_free(a);
	return rc == -1 ? -1 : 0;
}

/* --- what is done with stored mail ---------------------------------------- */

/* "UID VERB set rest" for each set of a bounded length. */
static int
by_sets(struct imap *im, const char *verb, const uint32_t *uids, size_t n, struct str rest,
    const char *what, struct err *e)
{
	for (size_t i = 0; i < n; i += IMAP_SET_MAX) {
		struct buf b = text_new(im, "UID ");
		size_t k = n - i < IMAP_SET_MAX ? n - i : IMAP_SET_MAX;

		buf_adds(&b, verb);
		buf_addc(&b, ' ');
		imap_put_set(&b, uids + i, k);
		buf_add(&b, rest);
		/* A move tells of each mail that has gone. */
		imaplink_allow(im->link, FETCH_MS, SMALL + k * LINE);
		if (imaplink_must(im->link, what, buf_str(&b), e) == -1)
			return -1;
	}
	return 0;
}

int
imap_flag(struct imap *im, const uint32_t *uids, size_t n, struct err *e)
{
	return by_sets(im, "STORE", uids, n, STR(" +FLAGS.SILENT (\\Seen)"),
	    "mail cannot be flagged", e);
}

/* Without UIDPLUS the copied stay, \Deleted: EXPUNGE would take others' mail too. */
static int
copy_away(struct imap *im, const uint32_t *uids, size_t n, struct str to, struct err *e)
{
	static const char what[] = "mail cannot be moved";

	if (by_sets(im, "COPY", uids, n, to, what, e) == -1 ||
	    by_sets(im, "STORE", uids, n, STR(" +FLAGS.SILENT (\\Deleted)"), what, e) == -1)
		return -1;
	return imaplink_can(im->link, "UIDPLUS") ?
	    by_sets(im, "EXPUNGE", uids, n, STR_NONE, what, e) : 0;
}

int
imap_move(struct imap *im, const uint32_t *uids, size_t n, struct str folder, struct err *e)
{
	struct arena *a = arena_new();
	struct buf to;
	int rc;

	buf_init(&to, a);
	buf_addc(&to, ' ');
	imap_put_folder(&to, folder);
	rc = imaplink_can(im->link, "MOVE") ?
	    by_sets(im, "MOVE", uids, n, buf_str(&to), "mail cannot be moved", e) :
	    copy_away(im, uids, n, buf_str(&to), e);
	arena_free(a);
	return rc;
}

/* --- waiting -------------------------------------------------------------- */

int
imap_noop(struct imap *im, struct err *e)
{
	imaplink_allow(im->link, COMMAND_MS, SMALL);
	return imaplink_must(im->link, "the session is gone", STR("NOOP"), e);
}

int
imap_idle(struct imap *im, int wake_fd, int64_t timeout_ms, struct err *e)
{
	return imaplink_idle(im->link, wake_fd, timeout_ms, e);
}
