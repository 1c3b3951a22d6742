/*
 * fetch: reads mailboxes.  One thread a mailbox (box.h), because libetpan blocks
 * and a stuck server must not delay another; the main thread speaks with core
 * and the supervisor, and with the threads by queues.
 */
#include "daemon/fetch/fetch.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/fetch/box.h"
#include "daemon/fetch/imap.h"
#include "daemon/fetch/tls.h"
#include "daemon/oauth/store.h"
#include "daemon/role/loop.h"
#include "daemon/role/role.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "daemon/sys/log.h"
#include "parsers/base/array.h"

enum {
	TICK_MS = 1000,
	STOP_TICK_MS = 20,
	CANCEL_MS = 3000,		/* a thread that has not ended is cut off */
	END_MS = 4000,			/* and one that is stuck in DNS is left behind */
	STATUS_CONF = 78,
};

struct fetch {
	const struct conf	*conf;
	struct loop		 loop;
	struct channel		*core;		/* NULL: being started */
	uint64_t		 lives;		/* cores that were seen */
	uint64_t		 generation;	/* of the core of now; 0: none */
	struct queue		 out;
	struct box		**boxes;
	size_t			 n;
	bool			 cancelled;
};

static void
set_core(struct fetch *f, struct channel *core)
{
	f->core = core;
	f->generation = core == NULL ? 0 : ++f->lives;
	for (size_t i = 0; i < f->n; i++)
		box_new_core(f->boxes[i], f->generation);
}

static void
core_came(void *self, struct channel *core)
{
	set_core(self, core);
}

static void
core_gone(void *self)
{
	set_core(self, NULL);
}

/* An answer of core goes to the thread of its mailbox. */
static void
take_core(void *self, const struct message *m)
{
	struct fetch *f = self;
	struct str name = message_mailbox(m->body);

	for (size_t i = 0; i < f->n; i++)
		if (str_eq(box_name(f->boxes[i]), name))
			box_tell(f->boxes[i], m->type, f->generation, m->body);
}

static int
watch(void *self, struct pollfd *fds, nfds_t *n)
{
	struct fetch *f = self;

	fds[(*n)++] = (struct pollfd){ .fd = f->out.event, .events = POLLIN };
	return loop_stopping(&f->loop) == -1 ? TICK_MS : STOP_TICK_MS;
}

/* Told to stop, threads flag what is stored and log out. */
static void
stop(void *self)
{
	struct fetch *f = self;

	for (size_t i = 0; i < f->n; i++)
		box_stop(f->boxes[i]);
}

static void
end_boxes(struct fetch *f)
{
	while (f->n > 0 && box_ended(f->boxes[f->n - 1]))
		f->n--;
	if (f->cancelled || loop_stopping(&f->loop) < CANCEL_MS)
		return;
	f->cancelled = true;
	for (size_t i = 0; i < f->n; i++)
		box_cancel(f->boxes[i]);
}

static void
work(void *self)
{
	struct fetch *f = self;

	if (loop_stopping(&f->loop) != -1)
		end_boxes(f);
	queue_pass(&f->out, f->core, f->generation);	/* the last words of threads too */
}

static bool
is_over(void *self)
{
	struct fetch *f = self;

	return loop_stopping(&f->loop) != -1 &&
	    (f->n == 0 || loop_stopping(&f->loop) >= END_MS);
}

static const struct loop_peer peers[] = {
	{ .role = ROLE_CORE, .came = core_came, .take = take_core, .gone = core_gone },
};

static const struct loop_ops ops = {
	peers, COUNT(peers), watch, work, stop, is_over
};

/*
 * Files that are read while it runs: the passwords or tokens, the CAs.  False when no
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
		if (m->imap.ca_file.n > 0)
			strs_add(a, readable, m->imap.ca_file);
		if (m->imap.oauth != NULL) {
			/* The role token tells people of a folder that cannot be made. */
			store_folders(a, m->imap.oauth, NULL);
			store_readable(a, m->imap.oauth, readable);
			good++;
			continue;
		}
		strs_add(a, readable, m->imap.password_file);
		if (file_secret(a, m->imap.password_file, &secret, &e) == 0) {
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
	struct cage_files files = { 0 };
	struct arena *a = arena_new();

	f.conf = conf;
	loop_init(&f.loop, &ops, &f, control);
	tls_init();
	if (!look_at_files(a, conf, &files.readable))
		return STATUS_CONF;
	queue_init(&f.out);
	if (role_ready(ROLE_FETCH, &files, control) == -1)
		return 1;
	start_boxes(&f, a);
	loop_run(&f.loop);
	if (f.n > 0)
		log_warning("threads left behind", { "count", LOG_I(f.n) });
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
