/* look: see look.h. */
#include "daemon/alert/look.h"

#include <stdio.h>

#include "daemon/db/migrate.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/condition.h"
#include "sql.h"

enum {					/* seconds */
	JUMP = 90,			/* from one look to the next: the clock jumped */
	GRACE = 120,			/* after the start: the others may begin first */
	AWAY = 120,
	LATE = 120,			/* a warning */
	STUCK = 900,			/* a mail */
	SILENT = 600,			/* a mailbox, or three of its polls */
	REST = 3600,			/* rules that were stopped */
	WELL = 300			/* then it is told that it is well: not each flutter */
};

enum { BELIEF_MS = 4000 };		/* it was so before, and so long ago at least */

/* What was seen at an earlier look of what nobody else raises. */
struct suspicion {
	enum condition_kind	kind;
	struct str		mailbox;
	int64_t			first;	/* ms, clock_mono(); 0: it is not so */
	bool			believed;
};

/* Of the database: there is no row for it. */
struct away {
	int64_t	since;			/* us; 0: it is there */
	int64_t	until;			/* us: it was told of, and is there again; 0 */
	int64_t	told_at;
	int64_t	count;
	char	text[480];
};

struct look {
	const struct conf	*conf;
	struct db		*db;		/* NULL: away */
	bool			 held;		/* this daemon tells, no other one */
	int64_t			 started;	/* us */
	int64_t			 last;		/* us: the look before */
	struct suspicion	*suspicions;
	size_t			 n;
	struct away		 away;
};

struct look *
look_new(struct arena *a, const struct conf *conf)
{
	struct look *l = ARENA_NEW(a, struct look);

	l->conf = conf;
	l->started = clock_now();
	l->suspicions = ARENA_ARRAY(a, 2 * conf->mailboxes.n + conf->webhooks.n +
	    CONDITION_KINDS, struct suspicion);
	return l;
}

void
look_close(struct look *l)
{
	db_close(l->db);
	l->db = NULL;
}

bool
look_is_in_doubt(const struct look *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->suspicions[i].first != 0 && !l->suspicions[i].believed)
			return true;
	return false;
}

/* --- what nobody else raises --- */

static struct suspicion *
suspicion_of(struct look *l, enum condition_kind kind, struct str mailbox)
{
	size_t i = 0;

	while (i < l->n && (l->suspicions[i].kind != kind ||
	    !str_eq(l->suspicions[i].mailbox, mailbox)))
		i++;
	if (i == l->n)
		l->suspicions[l->n++] = (struct suspicion){ .kind = kind, .mailbox = mailbox };
	return &l->suspicions[i];
}

static void
judge(struct look *l, const struct finding *c, bool is_so, int64_t now)
{
	struct suspicion *s = suspicion_of(l, c->kind, c->mailbox);

	if (!is_so) {
		s->first = 0;
		s->believed = false;
		condition_clear(l->db, c->kind, c->mailbox, now);
		return;
	}
	if (s->first == 0)
		s->first = clock_mono();
	s->believed = clock_mono() - s->first >= BELIEF_MS;
	if (s->believed)
		condition_raise(l->db, c, now);
}

static void
judge_mailbox(struct look *l, struct arena *a, const struct mailbox *m, int64_t now,
    struct sql_alert_mailboxes h)
{
	int64_t patience = 3 * m->poll > SILENT ? 3 * m->poll : SILENT, seen = l->started;
	struct sql_alert_mailboxes_row row = { 0 };
	struct finding c = { .kind = CONDITION_MAILBOX_SILENT, .mailbox = m->name };

	for (size_t i = 0; sql_alert_mailboxes_row(l->db, h, i, &row) &&
	    !str_eq(row.name, m->name); i++)
		row = (struct sql_alert_mailboxes_row){ 0 };
	if (row.seen_at != 0)
		seen = row.seen_at;
	c.text = row.fault.n > 0 ? row.fault : str_printf(a, "not looked at since %.*s",
	    STR_ARG(clock_rfc3339(a, seen)));
	c.mend = row.fault.n > 0 ? STR("look at its server, its login, and the way there") :
	    STR("look at docketd's log, and restart it");
	/* What its server says is told by itself. */
	judge(l, &c, !row.explained && now - seen > patience * SECOND_US, now);
}

static void
judge_queue(struct look *l, struct arena *a, struct str mailbox, int64_t now,
    struct sql_alert_stuck h)
{
	struct finding c = { .kind = CONDITION_QUEUE_STUCK, .mailbox = mailbox,
	    .mend = STR("look at docketd's log and at the replies in docketctl queue") };
	struct sql_alert_stuck_row row = { 0 };
	bool is_so = false;

	for (size_t i = 0; !is_so && sql_alert_stuck_row(l->db, h, i, &row); i++)
		is_so = str_eq(row.mailbox, mailbox);
	if (is_so)
		c.text = str_printf(a, "%lld mails are due and do not go, the first since %.*s",
		    (long long)row.n, STR_ARG(clock_rfc3339(a, row.since)));
	judge(l, &c, is_so, now);
}

/* Nobody sends what waits for a mailbox or webhook that is no more. */
static void
judge_left(struct look *l, struct arena *a, int64_t now, struct sql_alert_left h)
{
	struct finding c = { .kind = CONDITION_QUEUE_STUCK, .mend = STR("put it back into the "
	    "configuration, or docketctl queue drop what docketctl queue lists of it") };
	struct sql_alert_left_row row;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; sql_alert_left_row(l->db, h, i, &row); i++)
		buf_printf(&b, "%s%lld of %.*s", i == 0 ? "what waits is of no queue that the "
		    "configuration has: " : ", ", (long long)row.n, STR_ARG(row.mailbox));
	c.text = buf_str(&b);
	judge(l, &c, c.text.n > 0, now);
}

/* What explains all else is told alone. */
static bool
judge_core(struct look *l, struct arena *a, const struct sql_alert_core_row *core, int64_t now)
{
	const struct finding gone = { .kind = CONDITION_CORE_GONE,
	    .text = STR("no docketd works on the database"),
	    .mend = STR("start docketd again; its log says why it ended") };
	const struct finding full = { .kind = CONDITION_NOTHING_STORED,
	    .text = STR("the database has no partition for this month, so mail waits"),
	    .mend = STR("docketd's log says why it cannot make one") };
	const struct finding late = { .kind = CONDITION_WARNING_LATE,
	    .text = str_printf(a, "%lld SLA warnings are due and not told, the first since %.*s",
	    (long long)core->late, STR_ARG(clock_rfc3339(a, core->late_at))),
	    .mend = STR("look at docketd's log, and restart it") };

	judge(l, &gone, core->cores == 0, now);
	if (core->cores == 0)
		return false;
	judge(l, &full, !core->stores, now);
	if (!core->stores)
		return false;
	judge(l, &late, core->late > 0, now);
	return true;
}

/* Of all queues: the mailboxes' and the webhooks'. */
static struct strs
queue_names(const struct look *l, struct arena *a)
{
	struct strs names = { 0 };

	for (size_t i = 0; i < l->conf->mailboxes.n; i++)
		strs_add(a, &names, l->conf->mailboxes.v[i].name);
	for (size_t i = 0; i < l->conf->webhooks.n; i++)
		strs_add(a, &names, l->conf->webhooks.v[i].queue);
	return names;
}

static int
judge_all(struct look *l, struct arena *a, int64_t now, struct err *e)
{
	const struct mailboxes *all = &l->conf->mailboxes;
	struct sql_alert_core core = sql_alert_core(l->db, now, now - LATE * SECOND_US);
	struct sql_alert_mailboxes boxes = sql_alert_mailboxes(l->db);
	struct strs queues = queue_names(l, a);
	struct sql_alert_stuck stuck = sql_alert_stuck(l->db, queues, now - STUCK * SECOND_US, now);
	struct sql_alert_left left = sql_alert_left(l->db, queues);
	struct sql_alert_core_row row;
	bool works;

	sql_condition_rest(l->db, now - (int64_t)REST * SECOND_US, now);
	if (db_run(l->db, e) == -1)
		return -1;
	sql_alert_core_row(l->db, core, 0, &row);
	works = judge_core(l, a, &row, now);
	for (size_t i = 0; works && i < all->n; i++)
		if (all->v[i].has_imap)
			judge_mailbox(l, a, &all->v[i], now, boxes);
	for (size_t i = 0; works && i < queues.n; i++)
		judge_queue(l, a, queues.v[i], now, stuck);
	if (works)
		judge_left(l, a, now, left);
	return db_run(l->db, e);
}

/* After a jump all is late that a moment later is not. */
static bool
may_judge(struct look *l, int64_t now)
{
	int64_t before = l->last;

	l->last = now;
	if (before != 0 && now >= before && now - before <= JUMP * SECOND_US)
		return now - l->started >= GRACE * SECOND_US;
	if (now < l->started)
		l->started = now;
	for (size_t i = 0; i < l->n; i++)
		l->suspicions[i].first = 0;
	return false;
}

/* --- what is told --- */

static void
add_open(struct look *l, struct arena *a, struct sql_condition_list h, struct bulletin *b)
{
	int64_t every = l->conf->alerting.every * SECOND_US;
	struct sql_condition_list_row r;

	for (size_t i = 0; sql_condition_list_row(l->db, h, i, &r); i++) {
		const struct trouble t = { .kind = str_dup(a, r.kind),
		    .mailbox = str_dup(a, r.mailbox), .text = str_dup(a, r.text),
		    .mend = str_dup(a, r.mend), .since = r.since, .count = r.count,
		    .retry_at = r.retry_at, .is_new = r.told == 0 };

		troubles_add(a, &b->open, &t);
		b->is_due |= r.told_at == 0 || b->at - r.told_at >= every || b->at < r.told_at;
	}
}

static void
add_well(struct look *l, struct arena *a, struct sql_alert_passed h, struct bulletin *b)
{
	struct sql_alert_passed_row r;

	for (size_t i = 0; sql_alert_passed_row(l->db, h, i, &r); i++) {
		const struct trouble t = { .kind = str_dup(a, r.kind),
		    .mailbox = str_dup(a, r.mailbox), .since = r.since, .until = r.over_at };

		troubles_add(a, &b->well, &t);
		b->is_due = true;
	}
}

static int
list(struct look *l, struct arena *a, struct bulletin *b, struct err *e)
{
	struct sql_condition_list open = sql_condition_list(l->db);
	struct sql_alert_passed passed = sql_alert_passed(l->db, b->at - WELL * SECOND_US);

	if (db_run(l->db, e) == -1)
		return -1;
	add_open(l, a, open, b);
	add_well(l, a, passed, b);
	return 0;
}

/* --- the database --- */

static int
begin_session(struct look *l, struct err *e)
{
	struct arena *a;
	int rc;

	if (l->db != NULL)
		return 0;
	l->held = false;
	if (db_open(l->conf->database.p, false, &l->db, e) == -1 ||
	    db_check_schema(l->db, e) == -1)
		return -1;
	a = arena_new();
	sql_alert_orphans(l->db, queue_names(l, a));
	rc = db_run(l->db, e);
	arena_free(a);
	return rc;
}

/* Another daemon's role may tell; when its session ends, ours does. */
static int
claim(struct look *l, struct err *e)
{
	struct sql_alert_claim h = { 0 };
	struct sql_alert_claim_row row;

	if (l->held)
		return 0;
	h = sql_alert_claim(l->db);
	if (db_run(l->db, e) == -1)
		return -1;
	sql_alert_claim_row(l->db, h, 0, &row);
	l->held = row.held;
	return 0;
}

static void
note_away(struct look *l, int64_t now, const struct err *e)
{
	struct away *w = &l->away;

	log_warning("cannot look at the database", { "error", LOG_C(e->text) });
	look_close(l);
	if (w->since == 0)
		*w = (struct away){ .since = now };
	w->until = 0;
	w->count++;
	snprintf(w->text, sizeof(w->text), "%s", e->text);
}

static void
note_back(struct look *l, int64_t now)
{
	struct away *w = &l->away;

	if (w->told_at == 0)
		*w = (struct away){ 0 };
	else if (w->until == 0)
		w->until = now;
}

static void
add_away(struct look *l, struct arena *a, struct bulletin *b)
{
	const struct away *w = &l->away;
	const struct trouble t = { .kind = condition_word(CONDITION_DATABASE_AWAY),
	    .text = str_dup(a, str_c(w->text)),
	    .mend = STR("look at the PostgreSQL server, its disk, and the way there"),
	    .since = w->since, .until = w->until, .count = w->count, .is_new = w->told_at == 0 };

	if (w->since == 0)
		return;
	if (w->until != 0) {
		troubles_add(a, &b->well, &t);
		b->is_due = true;
	} else if (b->at - w->since >= AWAY * SECOND_US) {
		troubles_add(a, &b->open, &t);
		b->is_due |= w->told_at == 0 ||
		    b->at - w->told_at >= l->conf->alerting.every * SECOND_US;
	}
}

void
look_run(struct look *l, struct arena *a, int64_t now, struct bulletin *b)
{
	bool judges = may_judge(l, now);
	struct err e;

	*b = (struct bulletin){ .at = now };
	if (begin_session(l, &e) == -1 || claim(l, &e) == -1 ||
	    (l->held && ((judges && judge_all(l, a, now, &e) == -1) ||
	    list(l, a, b, &e) == -1))) {
		note_away(l, now, &e);
		*b = (struct bulletin){ .at = now };
	} else {
		note_back(l, now);
	}
	add_away(l, a, b);
}

static void
note_told(struct look *l, const struct bulletin *b)
{
	struct arena *a = arena_new();
	struct strs kinds = { 0 }, mailboxes = { 0 };
	struct err e;

	for (size_t i = 0; i < b->open.n; i++) {
		strs_add(a, &kinds, b->open.v[i].kind);
		strs_add(a, &mailboxes, b->open.v[i].mailbox);
	}
	sql_alert_told(l->db, kinds, mailboxes, b->at);
	sql_alert_forget(l->db, b->at - WELL * SECOND_US);
	if (db_run(l->db, &e) == -1)
		note_away(l, b->at, &e);
	arena_free(a);
}

void
look_told(struct look *l, const struct bulletin *b)
{
	struct str away = condition_word(CONDITION_DATABASE_AWAY);

	if (troubles_find(&b->well, away, STR_NONE) != NULL)
		l->away = (struct away){ 0 };
	else if (troubles_find(&b->open, away, STR_NONE) != NULL)
		l->away.told_at = b->at;
	if (l->db != NULL && l->held)
		note_told(l, b);
}
