/*
 * core: the only writer.  Takes mail from fetch, has it read by the parse
 * workers, stores it in batches, tells fetch what is stored, fires alarms and
 * hands the outbox to send.
 *
 * One thread, one database session.  Whatever dies around it, core goes on: a
 * mail waits here or on the server until the database has it.
 */
#include "daemon/core/core.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/core/alarm.h"
#include "daemon/core/due.h"
#include "daemon/core/logins.h"
#include "daemon/core/mailin.h"
#include "daemon/core/projectlook.h"
#include "daemon/core/schedule.h"
#include "daemon/core/mailout.h"
#include "daemon/core/webenter.h"
#include "daemon/core/webpost.h"
#include "daemon/core/websign.h"
#include "daemon/core/webwait.h"
#include "daemon/db/migrate.h"
#include "daemon/out/tally.h"
#include "daemon/parse/parserole.h"
#include "daemon/role/role.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/away.h"
#include "daemon/ticket/budget.h"
#include "daemon/ticket/condition.h"
#include "daemon/ticket/loaded.h"
#include "daemon/ticket/personal.h"
#include "daemon/ticket/registry.h"
#include "daemon/ticket/silences.h"
#include "daemon/ticket/trace.h"
#include "parsers/base/array.h"
#include "sql.h"

enum {
	RESCAN_MS = 5000,		/* the net below NOTIFY and other daemons */
	TICK_MS = 500,			/* longest sleep: the watchdog is fed, time looked at */
	AWAY_MS = 100,			/* longest sleep while there is no database */
	STOP_MS = 10000			/* what is in flight gets this long at the end */
};

/* A clock that was ahead and is put right leaves rules on schedule waiting for its times. */
static void
watch_clock(struct core *c)
{
	int64_t now = clock_now();
	struct err e;

	if (now < c->clock_at && (schedule_begin(&c->state, c->db, &e) == -1 ||
	    projectlook_begin(c->db, &e) == -1 ||
	    alarm_next(c->db, &c->next_alarm, &e) == -1))
		core_failed(c, &e, "rules on schedule not set anew");
	if (c->db != NULL)
		c->clock_at = now;
}

static void
rescan(struct core *c)
{
	struct err e;

	c->rescan_at = clock_mono() + RESCAN_MS;
	c->orders_wait = c->reports.wait = c->sign_wait = true;
	sql_delivery_reclaim(c->db);
	outbox_anew(&c->state);
	if (tally_sweep(c->db, clock_now(), &e) == -1 ||
	    trace_sweep(c->db, c->conf, clock_now(), &e) == -1 ||
	    webenter_sweep(c, &e) == -1 ||
	    outlets_load(c->state.outlets, c->db, &e) == -1 ||
	    personal_load(&c->state, c->db, &e) == -1 ||
	    away_load(&c->state, c->db, &e) == -1 ||
	    silences_load(&c->state, c->db, &e) == -1 ||
	    alarm_next(c->db, &c->next_alarm, &e) == -1 ||
	    outbox_next(&c->state, c->db, &c->next_delivery, &e) == -1) {
		core_failed(c, &e, "outbox and alarms not read");
		return;
	}
	if (c->stop_at == 0 && core_can_store(c))
		core_take_pending(c);
}

/* --- database ------------------------------------------------------------- */

/* Once: what was refused lately was not this policy. */
static int
note_policy(struct core *c, struct err *e)
{
	struct arena *a;
	int rc;

	if (c->is_noted)
		return 0;
	a = arena_new();
	condition_clear(c->db, CONDITION_RELOAD_REFUSED, STR_NONE, clock_now());
	rc = loaded_note(c->db, a, c->conf, e);
	arena_free(a);
	c->is_noted = rc == 0;
	return rc;
}

static int
begin_session(struct core *c, struct err *e)
{
	int64_t before = c->state.owner, flying[FLIGHTS_MAX];
	struct sql_core_number h;
	struct sql_core_number_row row;

	if (db_check_schema(c->db, e) == -1 || registry_fill(c->db, c->conf, e) == -1 ||
	    note_policy(c, e) == -1 ||
	    personal_load(&c->state, c->db, e) == -1 || away_load(&c->state, c->db, e) == -1 ||
	    silences_load(&c->state, c->db, e) == -1)
		return -1;
	/*
	 * A server that died may give the same numbers again: what nextval() says
	 * lasts only with a commit, and those in hand may never have had one.
	 */
	memset(c->state.ids, 0, sizeof(c->state.ids));
	memset(&c->state.partitions, 0, sizeof(c->state.partitions));
	c->partitions_retry = 0;
	h = sql_core_number(c->db);
	if (db_run(c->db, e) == -1)
		return -1;
	sql_core_number_row(c->db, h, 0, &row);
	c->state.owner = row.n;
	if (before == 0) {		/* a configuration that was read just now */
		condition_clear(c->db, CONDITION_RULE_OFF, STR_NONE, clock_now());
		if (schedule_begin(&c->state, c->db, e) == -1 || projectlook_begin(c->db, e) == -1)
			return -1;
	}
	sql_session_gives_way(c->db);
	for (size_t i = 0; i < c->flights.n; i++)
		flying[i] = c->flights.v[i].id;
	sql_delivery_adopt(c->db, before, c->state.owner,
	    (struct db_int8s){ flying, c->flights.n });
	if (db_run(c->db, e) == -1 || core_logins_begin(c, e) == -1)
		return -1;
	if (closing_begin(&c->closing, &c->state, c->db, e) == -1)
		return -1;
	return refresh_find(&c->state, c->db, &c->refresh, e);
}

static void
open_database(struct core *c)
{
	struct msg_cursor ignored;
	struct err e;

	if (c->db != NULL || clock_mono() < c->retry_at)
		return;
	if (db_open(c->conf->database.p, true, &c->db, &e) == -1 ||
	    begin_session(c, &e) == -1) {
		core_database_away(c, &e);
		return;
	}
	core_database_back(c);
	log_info("database open", { "core", LOG_I(c->state.owner) });
	for (size_t i = 0; c->db != NULL && i < c->conf->mailboxes.n; i++)
		if (c->claims[i].held && !core_claim(c, &c->claims[i], &ignored))
			log_warning("mailbox is read by another docketd now",
			    { "mailbox", LOG_S(c->claims[i].name) });
	if (c->db != NULL)
		rescan(c);
}

static void
take_notify(struct core *c)
{
	struct err e;
	int n = db_notified(c->db, &e);

	if (n == -1)
		core_database_away(c, &e);
	else if (n == 1)
		rescan(c);
}

/* --- the loop ------------------------------------------------------------- */

static void
fetch_came(void *self, struct channel *fetch)
{
	((struct core *)self)->fetch = fetch;
}

static void
fetch_gone(void *self)
{
	((struct core *)self)->fetch = NULL;
}

static void
take_fetch(void *self, const struct message *m)
{
	if (m->type == MSG_LOGIN)
		core_pass_login(self, m->body);
	else
		core_take_fetch(self, m);
}

static void
send_came(void *self, struct channel *to)
{
	struct core *c = self;

	c->flights.send = to;
	core_send_is_new(c);
}

static void
send_gone(void *self)
{
	((struct core *)self)->flights.send = NULL;
}

static void
take_send(void *self, const struct message *m)
{
	if (m->type == MSG_LOGIN)
		core_pass_login(self, m->body);
	else
		core_take_send(self, m);
}

static void
token_came(void *self, struct channel *token)
{
	((struct core *)self)->token = token;
}

static void
token_gone(void *self)
{
	((struct core *)self)->token = NULL;
}

static void
take_token(void *self, const struct message *m)
{
	core_take_token(self, m);
}

static void
parser_came(void *self, uint32_t index, int fd)
{
	pool_add_worker(((struct core *)self)->pool, index, fd);
}

static void
stop(void *self)
{
	struct core *c = self;

	c->stop_at = clock_mono() + STOP_MS;
	c->flights.closed = true;
}

/* Milliseconds until something must be looked at. */
static int
sleep_ms(struct core *c)
{
	int64_t now = clock_now(), ms = TICK_MS, pool = pool_timeout(c->pool);
	const int64_t due[] = { c->next_alarm, c->next_delivery };

	for (size_t i = 0; i < COUNT(due) && !core_is_held(c); i++)
		if (due[i] != 0 && (due[i] - now) / 1000 < ms)
			ms = due[i] <= now ? 0 : (due[i] - now) / 1000 + 1;
	if (flights_room(&c->flights) == 0 && ms == 0)
		ms = GATHER_MS;		/* the outbox waits for send */
	if (c->refresh.at < c->refresh.n || (c->orders_wait && !core_is_held(c)))
		ms = 0;
	if (core_is_held(c) && !c->asks)
		ms = GIVE_WAY_MS;
	if (c->db == NULL || !partitions_cover(&c->state.partitions, now))
		ms = AWAY_MS;
	if (c->done_since != 0 && ms > GATHER_MS)
		ms = GATHER_MS;
	ms = webwait_late(c, (int)ms);
	return (int)(pool != -1 && pool < ms ? pool : ms);
}

static int
watch(void *self, struct pollfd *fds, nfds_t *n)
{
	struct core *c = self;

	if (c->db != NULL)
		take_notify(c);		/* what the last round read already */
	if (c->db != NULL)
		fds[(*n)++] = (struct pollfd){ .fd = db_fd(c->db), .events = POLLIN };
	if (closing_fd(&c->closing) != -1)
		fds[(*n)++] = (struct pollfd){ .fd = closing_fd(&c->closing),
		    .events = POLLIN };
	if (reports_fd(&c->reports) != -1)
		fds[(*n)++] = (struct pollfd){ .fd = reports_fd(&c->reports), .events = POLLIN };
	*n += pool_poll(c->pool, fds + *n);
	return sleep_ms(c);
}

static void
work(void *self)
{
	struct core *c = self;

	pool_work(c->pool);
	core_take_answers(c);
	open_database(c);
	if (c->db != NULL)
		take_notify(c);
	if (c->db != NULL)
		watch_clock(c);
	if (c->db != NULL && clock_mono() >= c->rescan_at)
		rescan(c);
	if (c->db == NULL)
		core_feed_send(c);
	if (!core_can_store(c))
		return;
	core_feed_send(c);
	core_record_results(c);
	core_store(c);
	if (c->db != NULL && c->stop_at == 0 && core_wants_pending(c))
		core_take_pending(c);
	websign_step(c);
	core_carry_orders(c);
	core_do_due(c);
	core_send_due(c);
}

static bool
is_over(void *self)
{
	const struct core *c = self;

	if (c->stop_at == 0)
		return false;
	if (clock_mono() >= c->stop_at)
		return true;
	return c->first == NULL && c->flights.n == 0 && c->n_results == 0;
}

static const struct loop_peer peers[] = {
	{ .role = ROLE_FETCH, .came = fetch_came, .take = take_fetch, .gone = fetch_gone },
	{ .role = ROLE_SEND, .came = send_came, .take = take_send, .gone = send_gone },
	{ .role = ROLE_TOKEN, .came = token_came, .take = take_token, .gone = token_gone },
	{ .role = ROLE_WEB, .came = webwait_came, .take = webpost_take, .gone = webwait_gone },
	{ .role = ROLE_PARSE, .adopt = parser_came },
};

static const struct loop_ops ops = {
	peers, COUNT(peers), watch, work, stop, is_over
};

static_assert(LOOP_WATCH >= POOL_WORKERS + 3, "all parse workers can be waited for");

static void
core_init(struct core *c, const struct conf *conf, struct channel *control)
{
	struct arena *a = arena_new();

	memset(c, 0, sizeof(*c));
	c->conf = conf;
	loop_init(&c->loop, &ops, c, control);
	core_database_back(c);
	c->batch = arena_new();
	c->question_arena = arena_new();
	c->results_arena = arena_new();
	c->last = &c->first;
	c->claims = ARENA_ARRAY(a, conf->mailboxes.n, struct claim);
	for (size_t i = 0; i < conf->mailboxes.n; i++)
		c->claims[i].name = conf->mailboxes.v[i].name;
	c->state.conf = conf;
	c->state.forever = a;
	c->state.worktimes = worktimes_new(a, &conf->calendars);
	c->state.zones = zones_new(a);
	c->pool = pool_new(a, conf, control);
	c->state.memo = memo_new();
	c->state.budget = budget_new();
	c->state.patience = pool_patience(c->pool);
	c->state.flights = &c->flights;
	c->state.outlets = outlets_new(a, conf);
	c->state.tails = tails_new();
}

static int
load_keys(struct core *c, struct err *e)
{
	struct token_keys *keys = NULL;
	struct str text;

	if (file_secret(c->state.forever, c->conf->token_key_file, &text, e) == -1 ||
	    token_keys_parse(c->state.forever, text, &keys, e) == -1)
		return -1;
	c->state.keys = keys;
	return 0;
}

int
core_run(const struct conf *conf, struct channel *control)
{
	static struct core core;
	struct core *c = &core;
	struct cage_files files = { 0 };
	struct err e;

	core_init(c, conf, control);
	compose_init();
	if (load_keys(c, &e) == -1) {
		log_error("no reply tokens", { "error", LOG_C(e.text) });
		return 78;
	}
	db_files(c->state.forever, &files.readable);
	if (role_ready(ROLE_CORE, &files, control) == -1)
		return 1;
	loop_run(&c->loop);
	if (c->fetch != NULL)
		channel_flush(c->fetch);
	closing_drop(&c->closing, 0);
	reports_drop(&c->reports);
	db_close(c->db);
	return 0;
}

/* Without workers a child is asked. */
static int
store_alone(struct intake_store *store, struct intake *in, struct err *e)
{
	const struct intake_batch one = { .v = &in, .n = 1 };
	int rc;

	while ((rc = intake_store(store, &one, e)) == -1 && e->kind == ERR_ASK) {
		parse_ask(in->a, store->core->conf, memo_wanted(store->core->memo));
		memo_learn(store->core->memo);
		arena_reset(store->a);
	}
	return rc;
}

/* `docketd --role core < mail.eml`: stores it as mail to the first mailbox. */
int
core_alone(const struct conf *conf)
{
	struct core *c = arena_alloc(arena_new(), sizeof(*c));
	struct intake *in;
	struct intake_store store = { .core = &c->state };
	struct err e;

	core_init(c, conf, NULL);
	c->state.flights = NULL;
	compose_init();
	in = core_intake(c);
	if (load_keys(c, &e) == -1 || file_read_all(in->a, STDIN_FILENO,
	    conf->letter.limits.message_bytes, &in->item.raw, &e) == -1 ||
	    db_open(conf->database.p, false, &c->db, &e) == -1 ||
	    db_check_schema(c->db, &e) == -1 || registry_fill(c->db, conf, &e) == -1 ||
	    partitions_need(c->db, clock_now(), &c->state.partitions, &e) == -1) {
		log_error("mail not stored", { "error", LOG_C(e.text) });
		return 1;
	}
	in->item.mailbox = conf->mailboxes.v[0].name;
	in->item.size = in->item.raw.n;
	parse_once(in->a, conf, in->item.raw, &in->job.letter);
	in->job.state = JOB_DONE;
	store.db = c->db;
	store.a = c->batch;
	if (store_alone(&store, in, &e) == -1)
		log_error("mail not stored", { "error", LOG_C(e.text) });
	else
		printf("ticket %lld, %zu mails queued\n", (long long)in->ticket,
		    store.done.deliveries);
	db_close(c->db);
	return in->stored ? 0 : 1;
}
