/*
 * fetch: reads mailboxes.  One thread a mailbox (box.h), because libetpan blocks
 * and a stuck server must not delay another; the main thread speaks with core
 * and the supervisor, and with the threads by queues.
 */
#include "daemon/fetch/fetch.h"

#include <malloc.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/fetch/box.h"
#include "daemon/fetch/imap.h"
#include "daemon/fetch/tls.h"
#include "daemon/role/role.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

enum {
	TICK_MS = 1000,
	CANCEL_MS = 3000,		/* a thread that has not ended is cut off */
	END_MS = 4000,			/* and one that is stuck in DNS is left behind */
	BIG_MAIL = 256 * 1024,		/* its memory is given back to the system */
	STATUS_CONF = 78,
};

struct fetch {
	const struct conf	*conf;
	struct channel		*control;
	struct channel		*core;		/* NULL: being started */
	uint64_t		 lives;		/* cores that were seen */
	uint64_t		 generation;	/* of the core of now; 0: none */
	struct queue		 out;
	struct box		**boxes;
	size_t			 n;
	bool			 stop;
};

static void
set_core(struct fetch *f, int fd)
{
	channel_free(f->core);
	f->core = fd == -1 ? NULL : channel_new(fd);
	f->generation = fd == -1 ? 0 : ++f->lives;
	for (size_t i = 0; i < f->n; i++)
		box_new_core(f->boxes[i], f->generation);
}

static void
take_control(struct fetch *f)
{
	struct message m;
	bool gone = channel_pump(f->control) == -1;

	while (channel_next(f->control, &m)) {
		struct msg_peer peer;

		if (m.type == MSG_STOP)
			f->stop = true;
		else if (m.type == MSG_PEER && m.fd != -1 &&
		    msg_peer_unpack(NULL, m.body, &peer) == 0 && peer.role == ROLE_CORE)
			set_core(f, m.fd);
		else if (m.fd != -1)
			close(m.fd);
	}
	f->stop |= gone;
}

/* An answer of core goes to the thread of its mailbox. */
static void
take_core(struct fetch *f)
{
	struct message m;
	bool gone = channel_pump(f->core) == -1;

	while (channel_next(f->core, &m)) {
		struct str name = message_mailbox(m.body);

		for (size_t i = 0; i < f->n; i++)
			if (str_eq(box_name(f->boxes[i]), name))
				box_tell(f->boxes[i], m.type, f->generation, m.body);
	}
	if (gone)
		set_core(f, -1);
}

static void
pass_out(struct fetch *f)
{
	struct post *p;
	bool big = false;

	while ((p = queue_take(&f->out)) != NULL) {
		if (f->core != NULL && p->generation == f->generation)
			channel_put(f->core, p->type, (struct str){ p->body, p->n });
		big |= p->n > BIG_MAIL;
		free(p);
	}
	if (f->core != NULL)
		channel_push(f->core);
	if (big)
		malloc_trim(0);
}

static void
turn(struct fetch *f, int ms)
{
	struct pollfd fds[3] = {
		{ .fd = channel_fd(f->control), .events = channel_events(f->control) },
		{ .fd = f->out.event, .events = POLLIN },
		{ .fd = -1 },
	};

	if (f->core != NULL) {
		fds[2].fd = channel_fd(f->core);
		fds[2].events = channel_events(f->core);
	}
	poll(fds, 3, ms);
	role_alive(f->control);
	take_control(f);
	if (f->core != NULL)
		take_core(f);
	pass_out(f);
}

/* Threads flag what is stored and log out; their last words still go out. */
static void
stop_boxes(struct fetch *f)
{
	int64_t start = clock_mono();
	bool cancelled = false;

	for (size_t i = 0; i < f->n; i++)
		box_stop(f->boxes[i]);
	while (f->n > 0 && clock_mono() - start < END_MS) {
		while (f->n > 0 && box_ended(f->boxes[f->n - 1]))
			f->n--;
		if (!cancelled && clock_mono() - start >= CANCEL_MS) {
			cancelled = true;
			for (size_t i = 0; i < f->n; i++)
				box_cancel(f->boxes[i]);
		}
		if (f->n > 0)
			turn(f, 20);
	}
	if (f->n > 0)
		log_warning("threads left behind", { "count", LOG_I(f->n) });
}

/*
 * Files that are read while it runs: the passwords, the CAs.  False when no
 * mailbox can log in: that is for an admin to mend.
 */
static bool
look_at_files(struct arena *a, const struct conf *conf, struct strs *readable)
{
	size_t good = 0, bad = 0;

	for (size_t i = 0; i < conf->mailboxes.n; i++) {
		const struct mailbox *m = &conf->mailboxes.v[i];
		struct str secret;
		struct err e;

		if (!m->has_imap)
			continue;
		strs_add(a, readable, m->imap.password_file);
		if (m->imap.ca_file.n > 0)
			strs_add(a, readable, m->imap.ca_file);
		if (conf_secret(a, m->imap.password_file, &secret, &e) == 0) {
			union { const char *in; char *out; } u = { secret.p };

			explicit_bzero(u.out, secret.n);
			good++;
			continue;
		}
		bad++;
		log_error("no password for a mailbox", { "mailbox", LOG_S(m->name) },
		    { "error", LOG_C(e.text) });
	}
	return good > 0 || bad == 0;
}

static void
start_boxes(struct fetch *f, struct arena *a)
{
	const struct conf *conf = f->conf;

	f->boxes = ARENA_ARRAY(a, conf->mailboxes.n, struct box *);
	for (size_t i = 0; i < conf->mailboxes.n; i++)
		if (conf->mailboxes.v[i].has_imap)
			f->boxes[f->n++] = box_start(conf, &conf->mailboxes.v[i], &f->out);
}

int
fetch_run(const struct conf *conf, struct channel *control)
{
	/* A thread that is left behind still has the queue. */
	static struct fetch f;
	struct strs readable = { 0 };
	struct arena *a = arena_new();

	f.conf = conf;
	f.control = control;
	tls_init();
	if (!look_at_files(a, conf, &readable))
		return STATUS_CONF;
	queue_init(&f.out);
	if (role_ready(ROLE_FETCH, &readable, control) == -1)
		return 1;
	start_boxes(&f, a);
	while (!f.stop)
		turn(&f, TICK_MS);
	stop_boxes(&f);
	return 0;
}

/* --- by hand -------------------------------------------------------------- */

static int
list_mailbox(struct arena *a, const struct mailbox *m, struct imap **im, struct err *e)
{
	const struct imap_query all = { .first = 1 };
	uint32_t *uids;
	size_t n;

	if (imap_open(&m->imap, -1, im, e) == -1 || imap_select(*im, m->folder, e) == -1 ||
	    imap_search(*im, a, &all, &uids, &n, e) == -1)
		return -1;
	for (size_t i = 0; i < n; i += IMAP_SET_MAX) {
		struct imap_item *items;
		size_t k;

		if (imap_list(*im, a, uids + i, n - i < IMAP_SET_MAX ? n - i : IMAP_SET_MAX,
		    &items, &k, e) == -1)
			return -1;
		for (size_t j = 0; j < k; j++)
			printf("%.*s uidvalidity=%u uid=%u size=%llu arrived=%.*s\n",
			    STR_ARG(m->name), imap_folder(*im).uidvalidity, items[j].uid,
			    (unsigned long long)items[j].size,
			    STR_ARG(clock_rfc3339(a, items[j].arrived)));
	}
	return 0;
}

int
fetch_alone(const struct conf *conf)
{
	struct arena *a = arena_new();
	int faults = 0;

	tls_init();
	for (size_t i = 0; i < conf->mailboxes.n; i++, arena_reset(a)) {
		const struct mailbox *m = &conf->mailboxes.v[i];
		struct imap *im = NULL;
		struct err e;

		if (!m->has_imap)
			continue;
		if (list_mailbox(a, m, &im, &e) == -1) {
			fprintf(stderr, "docketd: %.*s: %s\n", STR_ARG(m->name), e.text);
			faults++;
		}
		imap_free(im);
	}
	arena_free(a);
	return faults > 0;
}
