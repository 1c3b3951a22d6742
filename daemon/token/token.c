/*
 * token: see token.h.  A thread a mailbox (tender.h), because a request blocks; the main
 * thread speaks with core and the supervisor.
 */
#include "daemon/token/token.h"

#include <stdio.h>

#include "daemon/oauth/http.h"
#include "daemon/policy/conf.h"
#include "daemon/role/loop.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/token/commander.h"
#include "daemon/token/tender.h"
#include "parsers/base/array.h"

enum {
	TICK_MS = 1000,
	STOP_TICK_MS = 20,
	END_MS = 1500,			/* a thread in DNS is left behind */
	STATUS_FAILED = 1
};

struct keeper {
	struct loop	 loop;
	struct channel	*core;		/* NULL: none at present */
	uint64_t	 lives;		/* cores that were seen */
	struct queue	 out;
	struct tender	**tenders;
	size_t		 n;
};

static void
set_core(struct keeper *k, struct channel *core)
{
	k->core = core;
	k->lives += core != NULL;
	for (size_t i = 0; i < k->n; i++)
		tender_new_core(k->tenders[i], core == NULL ? 0 : k->lives);
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

static void
take_core(void *self, const struct message *m)
{
	struct keeper *k = self;
	struct str name = message_mailbox(m->body);

	for (size_t i = 0; i < k->n && m->type == MSG_LOGIN; i++)
		if (str_eq(tender_mailbox(k->tenders[i]), name))
			tender_tell(k->tenders[i], m->body);
}

static int
watch(void *self, struct pollfd *fds, nfds_t *n)
{
	struct keeper *k = self;

	fds[(*n)++] = (struct pollfd){ .fd = k->out.event, .events = POLLIN };
	return loop_stopping(&k->loop) == -1 ? TICK_MS : STOP_TICK_MS;
}

static void
work(void *self)
{
	struct keeper *k = self;

	queue_pass(&k->out, k->core, k->lives);
}

static void
stop(void *self)
{
	struct keeper *k = self;

	for (size_t i = 0; i < k->n; i++)
		tender_stop(k->tenders[i]);
}

static bool
is_over(void *self)
{
	struct keeper *k = self;

	if (loop_stopping(&k->loop) == -1)
		return false;
	while (k->n > 0 && tender_ended(k->tenders[k->n - 1]))
		k->n--;
	return k->n == 0 || loop_stopping(&k->loop) >= END_MS;
}

static const struct loop_peer peers[] = {
	{ .role = ROLE_CORE, .came = core_came, .take = take_core, .gone = core_gone },
};

static const struct loop_ops ops = {
	peers, COUNT(peers), watch, work, stop, is_over
};

static void
open_files(struct arena *a, const struct oauth *o, struct cage_files *files)
{
	const struct str read[] = { o->client_secret_file, o->certificate_file, o->key_file,
	    o->ca_file };
	struct err e;

	/* Its tender will find so too, and tell people. */
	if (store_folders(a, o, &e) == -1)
		log_error("no tokens for a mailbox", { "mailbox", LOG_S(o->mailbox) },
		    { "error", LOG_C(e.text) });
	strs_add(a, &files->writable, store_folder(a, o));
	for (size_t i = 0; i < COUNT(read); i++)
		if (read[i].n > 0)
			strs_add(a, &files->readable, read[i]);
}

int
token_run(const struct conf *conf, struct channel *control)
{
	/* A thread that is left behind still has the queue. */
	static struct keeper k;
	struct commander *commander;
	struct cage_files files = { 0 };
	struct arena *a = arena_new();
	struct err e;

	loop_init(&k.loop, &ops, &k, control);
	queue_init(&k.out);
	for (size_t i = 0; i < conf->mailboxes.n; i++)
		if (conf->mailboxes.v[i].has_oauth)
			open_files(a, &conf->mailboxes.v[i].oauth, &files);
	if ((commander = commander_new(a, conf, &e)) == NULL || http_init(&e) == -1) {
		log_error("no tokens", { "error", LOG_C(e.text) });
		return STATUS_FAILED;
	}
	if (role_ready(ROLE_TOKEN, &files, control) == -1)
		return STATUS_FAILED;
	k.tenders = ARENA_ARRAY(a, conf->mailboxes.n, struct tender *);
	for (size_t i = 0; i < conf->mailboxes.n; i++)
		if (conf->mailboxes.v[i].has_oauth)
			k.tenders[k.n++] = tender_start(&conf->mailboxes.v[i].oauth,
			    commander, &k.out);
	loop_run(&k.loop);
	return 0;
}

/* --- by hand --- */

void
token_ask(struct arena *a, const struct oauth *o, int64_t than, struct grant *g)
{
	struct str printed;
	struct err e;

	if (!grant_is_command(o))
		grant_renew(a, o, than, NULL, g);
	else if (commander_run_here(a, o, &printed, &e) == 0)
		grant_take(a, o, printed, than, g);
	else
		*g = (struct grant){ .fate = GRANT_REFUSED, .text = str_dup(a, str_c(e.text)) };
}

static int
renew_one(struct arena *a, const struct oauth *o)
{
	struct grant g = { .fate = GRANT_OK };
	struct err e;

	if (store_folders(a, o, &e) == -1) {
		fprintf(stderr, "docketd: %.*s: %s\n", STR_ARG(o->mailbox), e.text);
		return STATUS_FAILED;
	}
	if (store_token(a, o, &g.token, NULL) == -1 ||
	    tender_due(&g.token, clock_now()) <= clock_now())
		token_ask(a, o, g.token.number, &g);
	if (g.fate != GRANT_OK) {
		fprintf(stderr, "docketd: %.*s: %.*s%s%.*s\n", STR_ARG(o->mailbox),
		    STR_ARG(g.text), g.mend.n > 0 ? "\nto mend it: " : "", STR_ARG(g.mend));
		return STATUS_FAILED;
	}
	printf("%.*s good until %.*s\n", STR_ARG(o->mailbox),
	    STR_ARG(clock_rfc3339(a, g.token.expires_at)));
	return 0;
}

int
token_alone(const struct conf *conf)
{
	struct arena *a = arena_new();
	int status = 0;
	struct err e;

	if (http_init(&e) == -1)
		return STATUS_FAILED;
	for (size_t i = 0; i < conf->mailboxes.n; i++, arena_reset(a))
		if (conf->mailboxes.v[i].has_oauth &&
		    renew_one(a, &conf->mailboxes.v[i].oauth) != 0)
			status = STATUS_FAILED;
	arena_free(a);
	return status;
}
