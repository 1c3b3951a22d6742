/*
 * imap: see imap.h.
 *
 * libetpan verifies no certificate and waits as long as the server likes, so it
 * speaks through a stream driver of ours (tls.h), which holds the deadline of
 * each command, and bodies are taken by a handler that counts the bytes.
 */
#include "daemon/imap.h"

#include <libetpan/libetpan.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "daemon/clock.h"
#include "daemon/tls.h"

enum {
	DIAL_MS = 15000,
	LOGIN_MS = 30000,
	COMMAND_MS = 60000,
	FETCH_MS = 300000,		/* a chunk, or a part of a big mail */
	BYE_MS = 2000,
};

struct imap {
	mailimap	*m;
	struct tls	*tls;		/* owned by the stream once that exists */
	struct str	 host;
	bool		 broken;	/* no more word to it */
};

/* --- the stream ----------------------------------------------------------- */

static ssize_t
low_read(mailstream_low *s, void *p, size_t n)
{
	return tls_read(s->data, p, n);
}

static ssize_t
low_write(mailstream_low *s, const void *p, size_t n)
{
	return tls_write(s->data, p, n);
}

static int
low_close(mailstream_low *s)
{
	tls_free(s->data);
	s->data = NULL;
	return 0;
}

static int
low_fd(mailstream_low *s)
{
	return s->data == NULL ? -1 : tls_fd(s->data);
}

static void
low_free(mailstream_low *s)
{
	free(s);
}

static mailstream_low_driver driver = {
	.mailstream_read = low_read,
	.mailstream_write = low_write,
	.mailstream_close = low_close,
	.mailstream_get_fd = low_fd,
	.mailstream_free = low_free,
};

/* --- faults --------------------------------------------------------------- */

/* What the server said in its last answer, for people. */
static struct str
said(const struct imap *im)
{
	return im->m->imap_response == NULL ? STR_NONE :
	    str_trim(str_c(im->m->imap_response));
}

static int
fail(struct imap *im, struct err *e, int rc, const char *what)
{
	bool lost = rc == MAILIMAP_ERROR_STREAM || rc == MAILIMAP_ERROR_FATAL;
	struct str answer = said(im);

	im->broken = true;
	return err_set(e, ERR_MAILBOX, "%.*s: %s: %.*s", STR_ARG(im->host), what,
	    STR_ARG(lost ? str_c(tls_why(im->tls)) : answer.n > 0 ? answer :
	    STR("the answer makes no sense")));
}

static bool
good(int rc)
{
	return rc == MAILIMAP_NO_ERROR || rc == MAILIMAP_NO_ERROR_AUTHENTICATED ||
	    rc == MAILIMAP_NO_ERROR_NON_AUTHENTICATED;
}

/* --- open and close ------------------------------------------------------- */

static int
start_tls(struct imap *im, const struct endpoint *ep, struct err *e)
{
	int rc;

	tls_deadline(im->tls, LOGIN_MS);
	if ((rc = mailimap_starttls(im->m)) != MAILIMAP_NO_ERROR)
		return fail(im, e, rc, "STARTTLS refused");
	/* Bytes sent before TLS would be taken for the server's own after it. */
	if (im->m->imap_stream->read_buffer_len > 0) {
		im->broken = true;
		return err_set(e, ERR_MAILBOX, "%.*s: it sent bytes ahead of TLS: refused",
		    STR_ARG(im->host));
	}
	if (tls_start(im->tls, ep->host, ep->ca_file, LOGIN_MS, e) == -1) {
		im->broken = true;
		return -1;
	}
	return 0;
}

/* What was said before TLS, or before login, counts no longer. */
static int
ask_capabilities(struct imap *im, struct err *e)
{
	struct mailimap_capability_data *data;
	int rc = mailimap_capability(im->m, &data);

	if (rc != MAILIMAP_NO_ERROR)
		return fail(im, e, rc, "no capabilities");
	mailimap_capability_data_free(data);
	return 0;
}

static void
wipe(struct str secret)
{
	union { const char *in; char *out; } u = { secret.p };

	explicit_bzero(u.out, secret.n);
}

static int
log_in(struct imap *im, const struct endpoint *ep, struct err *e)
{
	struct arena *a = arena_new();
	struct str password;
	int rc = -1;

	if (conf_secret(a, ep->password_file, &password, e) == -1)
		goto out;
	tls_deadline(im->tls, LOGIN_MS);
	rc = mailimap_login(im->m, str_dup(a, ep->user).p, password.p);
	wipe(password);
	if (rc != MAILIMAP_NO_ERROR) {
		fail(im, e, rc, "login refused");
		err_set(e, ERR_MAILBOX, "%.*s: the login of %.*s is refused: %.*s: check "
		    "password_file", STR_ARG(im->host), STR_ARG(ep->user),
		    STR_ARG(said(im)));
		rc = -1;
	}
out:
	if (rc == 0)
		rc = ask_capabilities(im, e);
	arena_free(a);
	return rc;
}

static int
greet(struct imap *im, const struct endpoint *ep, struct err *e)
{
	mailstream_low *low;
	mailstream *stream;
	int rc;

	if (ep->tls == TLS_IMPLICIT &&
	    tls_start(im->tls, ep->host, ep->ca_file, LOGIN_MS, e) == -1)
		return -1;
	low = mailstream_low_new(im->tls, &driver);
	stream = low == NULL ? NULL : mailstream_new(low, 65536);
	im->m = mailimap_new(0, NULL);
	if (stream == NULL || im->m == NULL)
		abort();
	tls_deadline(im->tls, LOGIN_MS);
	rc = mailimap_connect(im->m, stream);
	if (!good(rc))
		return fail(im, e, rc, "no greeting");
	if (rc == MAILIMAP_NO_ERROR_AUTHENTICATED && ep->tls == TLS_STARTTLS) {
		im->broken = true;
		return err_set(e, ERR_MAILBOX, "%.*s: it greets with PREAUTH in the clear, "
		    "so TLS cannot start: refused", STR_ARG(im->host));
	}
	if (ep->tls == TLS_STARTTLS && start_tls(im, ep, e) == -1)
		return -1;
	if (rc == MAILIMAP_NO_ERROR_AUTHENTICATED)
		return ask_capabilities(im, e);
	return log_in(im, ep, e);
}

int
imap_open(const struct endpoint *ep, int cancel_fd, struct imap **out, struct err *e)
{
	struct imap *im = calloc(1, sizeof(*im));

	if (im == NULL)
		abort();
	im->host = ep->host;
	if (tls_dial(ep->host, ep->port, cancel_fd, DIAL_MS, &im->tls, e) == -1) {
		free(im);
		return -1;
	}
	if (greet(im, ep, e) == -1) {
		im->broken = true;
		imap_free(im);
		return -1;
	}
	*out = im;
	return 0;
}

void
imap_free(struct imap *im)
{
	if (im == NULL)
		return;
	if (im->m == NULL) {
		tls_free(im->tls);
		free(im);
		return;
	}
	if (!im->broken) {
		tls_deadline(im->tls, BYE_MS);
		mailimap_logout(im->m);
	}
	/* A dead link would be spoken to again by mailimap_free(). */
	if (im->m->imap_stream != NULL) {
		mailstream_close(im->m->imap_stream);
		im->m->imap_stream = NULL;
	}
	mailimap_free(im->m);
	free(im);
}

bool
imap_has_idle(const struct imap *im)
{
	return mailimap_has_idle(im->m);
}

int
imap_select(struct imap *im, struct str folder, uint32_t *uidvalidity, struct err *e)
{
	struct arena *a = arena_new();
	int rc;

	tls_deadline(im->tls, COMMAND_MS);
	rc = mailimap_select(im->m, str_dup(a, folder).p);
	arena_free(a);
	if (rc != MAILIMAP_NO_ERROR)
		return fail(im, e, rc, "the folder cannot be selected");
	*uidvalidity = im->m->imap_selection_info->sel_uidvalidity;
	return 0;
}

int
imap_ensure_folder(struct imap *im, struct str folder, struct err *e)
{
	struct arena *a = arena_new();
	const char *name = str_dup(a, folder).p;
	struct mailimap_status_att_list *atts = mailimap_status_att_list_new_empty();
	struct mailimap_mailbox_data_status *status = NULL;
	int rc;

	tls_deadline(im->tls, COMMAND_MS);
	mailimap_status_att_list_add(atts, MAILIMAP_STATUS_ATT_UIDNEXT);
	rc = mailimap_status(im->m, name, atts, &status);
	mailimap_status_att_list_free(atts);
	if (rc == MAILIMAP_NO_ERROR)
		mailimap_mailbox_data_status_free(status);
	else if (rc != MAILIMAP_ERROR_STREAM)
		rc = mailimap_create(im->m, name);
	arena_free(a);
	return rc == MAILIMAP_NO_ERROR ? 0 : fail(im, e, rc, "done_folder cannot be made");
}

/* --- fetch ---------------------------------------------------------------- */

/* Days since 1970-01-01, proleptic Gregorian. */
static int64_t
days_from(int64_t y, int64_t m, int64_t d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = y / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static int64_t
instant(const struct mailimap_date_time *dt)
{
	int64_t zone = dt->dt_zone / 100 * 60 + dt->dt_zone % 100;	/* minutes */
	int64_t s;

	if (dt->dt_year < 1970 || dt->dt_year > 9999 || dt->dt_month < 1 || dt->dt_month > 12)
		return 0;
	s = days_from(dt->dt_year, dt->dt_month, dt->dt_day) * 86400 + dt->dt_hour * 3600 +
	    dt->dt_min * 60 + dt->dt_sec - zone * 60;
	return s * SECOND_US;
}

static void
read_atts(const struct mailimap_msg_att *msg, struct imap_item *item)
{
	for (clistiter *i = clist_begin(msg->att_list); i != NULL; i = clist_next(i)) {
		const struct mailimap_msg_att_item *at = clist_content(i);
		const struct mailimap_msg_att_static *s;

		if (at->att_type != MAILIMAP_MSG_ATT_ITEM_STATIC)
			continue;
		s = at->att_data.att_static;
		if (s->att_type == MAILIMAP_MSG_ATT_UID)
			item->uid = s->att_data.att_uid;
		else if (s->att_type == MAILIMAP_MSG_ATT_RFC822_SIZE)
			item->size = s->att_data.att_rfc822_size;
		else if (s->att_type == MAILIMAP_MSG_ATT_INTERNALDATE)
			item->arrived = instant(s->att_data.att_internal_date);
	}
}

static int
by_uid(const void *a, const void *b)
{
	const struct imap_item *x = a, *y = b;

	return (x->uid > y->uid) - (x->uid < y->uid);
}

int
imap_list(struct imap *im, struct arena *a, uint32_t first, struct imap_item **out,
    size_t *n, struct err *e)
{
	struct mailimap_set *set = mailimap_set_new_interval(first, 0);
	struct mailimap_fetch_type *type = mailimap_fetch_type_new_fetch_att_list_empty();
	clist *result = NULL;
	int rc;

	*n = 0;
	mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_uid());
	mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_rfc822_size());
	mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_internaldate());
	tls_deadline(im->tls, FETCH_MS);
	rc = mailimap_uid_fetch(im->m, set, type, &result);
	mailimap_set_free(set);
	mailimap_fetch_type_free(type);
	if (rc != MAILIMAP_NO_ERROR)
		return fail(im, e, rc, "the folder cannot be listed");
	*out = ARENA_ARRAY(a, (size_t)clist_count(result), struct imap_item);
	for (clistiter *i = clist_begin(result); i != NULL; i = clist_next(i)) {
		struct imap_item item = { 0 };

		read_atts(clist_content(i), &item);
		/* "n:*" names the last one even when it is below n. */
		if (item.uid >= first)
			(*out)[(*n)++] = item;
	}
	mailimap_fetch_list_free(result);
	if (*n > 1)
		qsort(*out, *n, sizeof(**out), by_uid);
	return 0;
}

int
imap_search(struct imap *im, struct arena *a, uint32_t last, bool unseen, uint32_t **out,
    size_t *n, struct err *e)
{
	struct mailimap_search_key *key = mailimap_search_key_new_multiple_empty();
	clist *result = NULL;
	int rc;

	mailimap_search_key_multiple_add(key,
	    mailimap_search_key_new_uid(mailimap_set_new_interval(1, last)));
	if (unseen)
		mailimap_search_key_multiple_add(key, mailimap_search_key_new(
		    MAILIMAP_SEARCH_KEY_UNSEEN, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
		    NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL,
		    NULL, NULL, 0, NULL, NULL, NULL));
	tls_deadline(im->tls, COMMAND_MS);
	rc = mailimap_uid_search(im->m, NULL, key, &result);
	mailimap_search_key_free(key);
	if (rc != MAILIMAP_NO_ERROR)
		return fail(im, e, rc, "the folder cannot be searched");
	*n = 0;
	*out = ARENA_ARRAY(a, (size_t)clist_count(result), uint32_t);
	for (clistiter *i = clist_begin(result); i != NULL; i = clist_next(i))
		(*out)[(*n)++] = *(uint32_t *)clist_content(i);
	mailimap_search_result_free(result);
	return 0;
}

static struct mailimap_set *
set_of(const uint32_t *uids, size_t n)
{
	struct mailimap_set *set = mailimap_set_new_empty();

	for (size_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && uids[k] == uids[k - 1] + 1; k++)
			continue;
		mailimap_set_add_interval(set, uids[i], uids[k - 1]);
	}
	return set;
}

struct body {				/* one that has come in */
	const struct mailimap_msg_att_body_section	*section;
	size_t						 from;
	size_t						 n;
};

struct taking {
	struct buf	 all;		/* the bodies, one after the other */
	size_t		 left;
	struct body	*bodies;
	size_t		 n;
	size_t		 max;
};

/*
 * Bytes of a literal as they come.  libetpan says the UID only when the command
 * is over; until then a body is known by the section that it will be listed as.
 */
static bool
on_body(int type, struct mailimap_msg_att_body_section *section, const char *p, size_t n,
    void *context)
{
	struct taking *t = context;

	(void)type;
	if (n > t->left)
		return false;
	if (t->n == 0 || t->bodies[t->n - 1].section != section) {
		if (t->n == t->max)
			return false;
		t->bodies[t->n++] = (struct body){ section, t->all.n, 0 };
	}
	t->left -= n;
	t->bodies[t->n - 1].n += n;
	buf_add(&t->all, (struct str){ p, n });
	return true;
}

/* The UID and the body of one message of the answer. */
static const struct body *
body_of(const struct taking *t, const struct mailimap_msg_att *msg)
{
	for (clistiter *i = clist_begin(msg->att_list); i != NULL; i = clist_next(i)) {
		const struct mailimap_msg_att_item *at = clist_content(i);
		const struct mailimap_msg_att_static *s = at->att_data.att_static;

		if (at->att_type != MAILIMAP_MSG_ATT_ITEM_STATIC ||
		    s->att_type != MAILIMAP_MSG_ATT_BODY_SECTION)
			continue;
		for (size_t k = 0; k < t->n; k++)
			if (t->bodies[k].section == s->att_data.att_body_section)
				return &t->bodies[k];
	}
	return NULL;
}

/* The answer's list, to be freed with mailimap_fetch_list_free(); NULL: failed. */
static clist *
fetch_bodies(struct imap *im, struct mailimap_set *set, struct mailimap_fetch_att *what,
    struct taking *t, struct err *e)
{
	struct mailimap_fetch_type *type = mailimap_fetch_type_new_fetch_att_list_empty();
	clist *result = NULL;
	int rc;

	mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_uid());
	mailimap_fetch_type_new_fetch_att_list_add(type, what);
	mailimap_set_msg_body_handler(im->m, on_body, t);
	tls_deadline(im->tls, FETCH_MS);
	rc = mailimap_uid_fetch(im->m, set, type, &result);
	mailimap_set_msg_body_handler(im->m, NULL, NULL);
	mailimap_set_free(set);
	mailimap_fetch_type_free(type);
	if (rc == MAILIMAP_NO_ERROR)
		return result;
	fail(im, e, rc, t->left == 0 || t->n == t->max ? "it sends more than was asked for" :
	    "mail cannot be fetched");
	return NULL;
}

int
imap_fetch(struct imap *im, const uint32_t *uids, size_t n, size_t max,
    void (*take)(void *, uint32_t, struct str), void *context, struct err *e)
{
	struct arena *a = arena_new();
	struct taking t = { .left = max, .bodies = ARENA_ARRAY(a, n, struct body), .max = n };
	clist *result;

	buf_init(&t.all, a);
	result = fetch_bodies(im, set_of(uids, n),
	    mailimap_fetch_att_new_body_peek_section(mailimap_section_new(NULL)), &t, e);
	for (clistiter *i = result == NULL ? NULL : clist_begin(result); i != NULL;
	    i = clist_next(i)) {
		const struct body *body = body_of(&t, clist_content(i));
		struct imap_item item = { 0 };

		read_atts(clist_content(i), &item);
		if (body != NULL && item.uid != 0)
			take(context, item.uid,
			    (struct str){ t.all.p + body->from, body->n });
	}
	if (result != NULL)
		mailimap_fetch_list_free(result);
	arena_free(a);
	return result == NULL ? -1 : 0;
}

int
imap_fetch_part(struct imap *im, uint32_t uid, uint32_t offset, uint32_t n, struct buf *b,
    struct err *e)
{
	struct body body;
	struct taking t = { .all = *b, .left = n, .bodies = &body, .max = 1 };
	clist *result = fetch_bodies(im, mailimap_set_new_single(uid),
	    mailimap_fetch_att_new_body_peek_section_partial(mailimap_section_new(NULL),
	    offset, n), &t, e);

	if (result == NULL)
		return -1;
	*b = t.all;
	mailimap_fetch_list_free(result);
	return 0;
}

/* --- what is done with stored mail ---------------------------------------- */

static int
store_flag(struct imap *im, struct mailimap_set *set, struct mailimap_flag *flag)
{
	struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
	struct mailimap_store_att_flags *store;
	int rc;

	mailimap_flag_list_add(flags, flag);
	store = mailimap_store_att_flags_new_add_flags_silent(flags);
	rc = mailimap_uid_store(im->m, set, store);
	mailimap_store_att_flags_free(store);
	return rc;
}

int
imap_flag(struct imap *im, const uint32_t *uids, size_t n, struct err *e)
{
	struct mailimap_set *set = set_of(uids, n);
	int rc;

	tls_deadline(im->tls, COMMAND_MS);
	rc = store_flag(im, set, mailimap_flag_new_seen());
	mailimap_set_free(set);
	return rc == MAILIMAP_NO_ERROR ? 0 : fail(im, e, rc, "mail cannot be flagged");
}

int
imap_move(struct imap *im, const uint32_t *uids, size_t n, struct str folder, struct err *e)
{
	struct arena *a = arena_new();
	const char *name = str_dup(a, folder).p;
	struct mailimap_set *set = set_of(uids, n), *from = NULL, *to = NULL;
	uint32_t uidvalidity;
	int rc;

	tls_deadline(im->tls, FETCH_MS);
	if (mailimap_has_extension(im->m, "MOVE")) {
		rc = mailimap_uidplus_uid_move(im->m, set, name, &uidvalidity, &from, &to);
		if (from != NULL)
			mailimap_set_free(from);
		if (to != NULL)
			mailimap_set_free(to);
	} else {
		rc = mailimap_uid_copy(im->m, set, name);
		if (rc == MAILIMAP_NO_ERROR)
			rc = store_flag(im, set, mailimap_flag_new_deleted());
		if (rc == MAILIMAP_NO_ERROR && mailimap_has_uidplus(im->m))
			rc = mailimap_uid_expunge(im->m, set);
		else if (rc == MAILIMAP_NO_ERROR)
			rc = mailimap_expunge(im->m);
	}
	mailimap_set_free(set);
	arena_free(a);
	return rc == MAILIMAP_NO_ERROR ? 0 : fail(im, e, rc, "mail cannot be moved");
}

/* --- waiting -------------------------------------------------------------- */

int
imap_noop(struct imap *im, struct err *e)
{
	int rc;

	tls_deadline(im->tls, COMMAND_MS);
	rc = mailimap_noop(im->m);
	return rc == MAILIMAP_NO_ERROR ? 0 : fail(im, e, rc, "the session is gone");
}

int
imap_idle(struct imap *im, int wake_fd, int64_t timeout_ms, bool *news, struct err *e)
{
	struct pollfd fds[2] = { { .fd = tls_fd(im->tls), .events = POLLIN },
	    { .fd = wake_fd, .events = POLLIN } };
	int rc;

	tls_deadline(im->tls, COMMAND_MS);
	if ((rc = mailimap_idle(im->m)) != MAILIMAP_NO_ERROR)
		return fail(im, e, rc, "IDLE refused");
	*news = im->m->imap_stream->read_buffer_len > 0 || tls_pending(im->tls);
	if (!*news && poll(fds, 2, (int)timeout_ms) > 0)
		*news = fds[0].revents != 0;
	tls_deadline(im->tls, COMMAND_MS);
	if ((rc = mailimap_idle_done(im->m)) != MAILIMAP_NO_ERROR)
		return fail(im, e, rc, "the session is gone");
	return 0;
}
