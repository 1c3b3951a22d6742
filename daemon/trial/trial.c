/* trial: see trial.h. */
#include "daemon/trial/trial.h"

#include "daemon/core/alarm.h"
#include "daemon/core/schedule.h"
#include "daemon/filter/eval.h"
#include "daemon/filter/leaf.h"
#include "daemon/intake/intake.h"
#include "daemon/out/compose.h"
#include "daemon/parse/memo.h"
#include "daemon/parse/parserole.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "parsers/head/addrspec.h"

/* Nothing that it signs leaves the process. */
#define KEY_OF_A_TRIAL	"t 746869732073656372657420697320746f6c6420746f2065766572796f6e6521\n"

enum { STEPS_OF_TIME = 10000 };		/* instants at which something falls due, between two steps */

static void
trace_keep(struct trial *tr, const struct rule_trace *from, int64_t at)
{
	struct arena *a = tr->a;
	size_t leaves = filter_leaves(&from->rule->when);
	struct trial_trace *t;

	tr->traces = array_grow(a, tr->traces, tr->n_traces, sizeof(*tr->traces));
	t = &tr->traces[tr->n_traces++];
	*t = (struct trial_trace){ .rule = from->rule, .event = from->event->kind, .at = at,
	    .ticket = from->event->ticket == NULL ? 0 : from->event->ticket->id,
	    .outcome = from->outcome, .leaf = from->leaf, .value = str_dup(a, from->value),
	    .by = str_dup(a, from->by), .seen = ARENA_ARRAY(a, leaves, signed char),
	    .done = ARENA_ARRAY(a, from->rule->n_actions, bool) };
	for (size_t i = 0; i < leaves; i++)
		t->seen[i] = from->seen == NULL ? FILTER_UNSEEN : from->seen->result[i];
	if (from->outcome != RULE_FIRED && from->outcome != RULE_UNCHANGED)
		return;
	for (size_t i = 0; i < from->rule->n_actions; i++) {
		t->done[i] = true;
		if (verb_is(from->rule->actions[i].verb, VERB_STOP))
			break;
	}
	for (size_t i = 0; i < from->n_refused; i++) {
		t->done[from->refused[i].action - from->rule->actions] = false;
		strs_add(a, &t->refused, str_dup(a, from->refused[i].why));
	}
}

static void
chain_came(void *of, struct work *w, const struct rule_trace *v, size_t n)
{
	struct trial *tr = of;

	for (size_t i = 0; i < n; i++)
		trace_keep(tr, &v[i], w->now);
}

/* Of what was rolled back nothing is told. */
static void
ended(void *of, bool kept)
{
	struct trial *tr = of;

	if (kept)
		tr->n_kept = tr->n_traces;
	else
		tr->n_traces = tr->n_kept;
}

static const struct rules_watch *
watch_new(struct trial *tr)
{
	struct rules_watch *watch = ARENA_NEW(tr->a, struct rules_watch);

	*watch = (struct rules_watch){ chain_came, tr };
	return watch;
}

struct trial *
trial_begin(struct arena *a, const struct conf *conf, int64_t now, struct err *e)
{
	struct trial *tr = ARENA_NEW(a, struct trial);
	struct token_keys *keys;

	tr->a = a;
	if (token_keys_parse(a, STR(KEY_OF_A_TRIAL), &keys, e) == -1)
		return NULL;
	compose_init();
	tr->core = (struct core_state){ .conf = conf, .keys = keys, .memo = memo_new(),
	    .forever = a, .worktimes = worktimes_new(a, &conf->calendars), .zones = zones_new(a),
	    .owner = 1, .partitions = { .until = INT64_MAX }, .watch = watch_new(tr) };
	tr->store = store_new(a, ended, tr);
	tr->db = store_db(tr->store);
	tr->now = now;
	clock_hold(now);
	if (schedule_begin(&tr->core, tr->db, e) == 0)
		return tr;
	trial_end(tr);
	return NULL;
}

void
trial_end(struct trial *tr)
{
	if (tr == NULL)
		return;
	clock_hold(0);
	memo_free(tr->core.memo);
	db_close(tr->db);
}

void
trial_ask(struct trial *tr)
{
	parse_ask(tr->a, tr->core.conf, memo_wanted(tr->core.memo));
	memo_learn(tr->core.memo);
}

/* ---- what comes by mail ---- */

/* The first of ours that it is addressed to. */
static struct str
mailbox_of(const struct conf *conf, const struct letter *l)
{
	const struct addresses *lists[] = { &l->to, &l->cc };

	for (size_t k = 0; k < COUNT(lists); k++)
		for (size_t i = 0; i < lists[k]->n; i++)
			for (size_t m = 0; m < conf->mailboxes.n; m++)
				if (str_ieq(lists[k]->v[i].addr, conf->mailboxes.v[m].address))
					return conf->mailboxes.v[m].name;
	return conf->mailboxes.v[0].name;
}

static struct intake *
intake_of(struct trial *tr, const struct trial_letter *from)
{
	struct intake *in = ARENA_NEW(tr->a, struct intake);
	const struct conf *conf = tr->core.conf;
	struct letter *l = &in->job.letter;

	in->a = in->job.a = tr->a;
	in->job.raw = from->raw;
	in->job.state = JOB_DONE;
	parse_once(tr->a, conf, from->raw, l);
	matches_of_letter(tr->a, &conf->patterns, l, &l->matches);
	if (l->matches.n > 0)
		parse_ask(tr->a, conf, &l->matches);
	in->item = (struct mail_item){ .uidvalidity = 1, .uid = ++tr->mails, .arrived = tr->now,
	    .mailbox = from->mailbox.n > 0 ? from->mailbox : mailbox_of(conf, l),
	    .size = from->raw.n, .raw = from->raw };
	if (from->by == NULL)
		return in;
	/* As if the author had been asked, and had said that it is theirs. */
	in->pending = (int64_t)(1000000 + tr->mails);
	in->decision = (struct decision){ .what = STR("confirm"), .by = from->by->name };
	return in;
}

int
trial_mail(struct trial *tr, const struct trial_letter *from, struct err *e)
{
	struct intake *in = intake_of(tr, from);
	struct intake_batch batch = { .v = &in, .n = 1 };
	struct intake_store st = { .core = &tr->core, .db = tr->db, .a = tr->a };
	int rc;

	while ((rc = intake_store(&st, &batch, e)) == -1 && e->kind == ERR_ASK)
		trial_ask(tr);
	memo_settle(tr->core.memo);
	return rc;
}

/* ---- time ---- */

static int
fire(struct trial *tr, struct err *e)
{
	struct intake_done done = { 0 };
	bool more = true;
	int rc = 0;

	while (more && rc == 0) {
		more = false;
		while ((rc = alarm_fire(&tr->core, tr->db, &done, &more, e)) == -1 &&
		    e->kind == ERR_ASK)
			trial_ask(tr);
		memo_settle(tr->core.memo);
	}
	return rc;
}

int
trial_pass(struct trial *tr, int64_t until, struct err *e)
{
	int64_t next;

	for (int i = 0; (next = store_next(tr->store)) != 0 && next <= until; i++) {
		if (i == STEPS_OF_TIME)
			return err_set(e, ERR_MESSAGE, "more than %d things fall due in that time",
			    STEPS_OF_TIME);
		if (next > tr->now)
			tr->now = next;
		clock_hold(tr->now);
		if (fire(tr, e) == -1)
			return -1;
		if (store_next(tr->store) == next)
			return err_set(e, ERR_BUG, "what is due stays so");
	}
	tr->now = until;
	clock_hold(until);
	return 0;
}

/* ---- what is there now ---- */

size_t
trial_tickets(const struct trial *tr)
{
	return store_rows(tr->store, STORE_TICKET)->n;
}

int64_t
trial_number(const struct trial *tr, size_t n)
{
	const struct rows *t = store_rows(tr->store, STORE_TICKET);

	return n < t->n ? record_int(&t->v[n], "id") : 0;
}

/* The texts `name` of the rows of that ticket of which `key` is `is`; NULL: of all. */
static struct strs
of_ticket(struct trial *tr, enum store_table which, int64_t ticket, const char *key,
    const char *is, const char *name)
{
	const struct rows *t = store_rows(tr->store, which);
	struct strs out = { 0 };

	for (size_t i = 0; i < t->n; i++)
		if (record_int(&t->v[i], "ticket") == ticket &&
		    (key == NULL || str_eq(record_text(&t->v[i], key), str_c(is))))
			strs_add(tr->a, &out, record_text(&t->v[i], name));
	return out;
}

struct strs
trial_value(struct trial *tr, int64_t ticket, struct str name)
{
	const struct record *t = rows_find(store_rows(tr->store, STORE_TICKET), "id", ticket), *c;
	const char *word = str_dup(tr->a, name).p;
	struct strs out = { 0 };

	if (t == NULL)
		return out;
	if (str_eq(name, STR("tags")) || str_eq(name, STR("not_tags")))
		return record_texts(t, "tags");
	if (str_eq(name, STR("participants")))
		return of_ticket(tr, STORE_PARTICIPANT, ticket, NULL, NULL, "address");
	if (str_eq(name, STR("breached")))
		return of_ticket(tr, STORE_CYCLE, ticket, "state", "breached", "clock");
	if (str_eq(name, STR("from"))) {
		c = rows_find(store_rows(tr->store, STORE_CONTACT), "id",
		    record_int(t, "requester"));
		strs_add(tr->a, &out, c == NULL ? STR_NONE : record_text(c, "address"));
		return out;
	}
	if (field_find(&tr->core.conf->fields, name) != NULL)
		return of_ticket(tr, STORE_FIELD, ticket, "name", word, "value");
	strs_add(tr->a, &out, record_text(t, word));
	return out;
}

static struct str
data_of(const struct record *entry, const char *name)
{
	const struct strs data = record_texts(entry, "data");

	for (size_t i = 0; i + 1 < data.n; i += 2)
		if (str_eq(data.v[i], str_c(name)))
			return data.v[i + 1];
	return STR_NONE;
}

static void
mail_read(struct trial *tr, const struct record *draft, struct trial_mail *m)
{
	int64_t entry = record_int(draft, "entry");
	const struct record *en = rows_find(store_rows(tr->store, STORE_ENTRY), "id", entry);
	const struct rows *deliveries = store_rows(tr->store, STORE_DELIVERY);
	struct str body = record_text(draft, "body"), queue = record_text(draft, "queue");
	size_t text = queue.n > 0 ? body.n : (size_t)record_int(draft, "text_size");

	*m = (struct trial_mail){ .text = str_sub(body, 0, text),
	    .html = str_sub(body, text, SIZE_MAX), .mailbox = record_text(draft, "mailbox"),
	    .at = record_int(draft, "stored_at") };
	if (en != NULL) {
		m->template = data_of(en, "template");
		m->subject = record_text(en, "subject");
		m->ticket = record_int(en, "ticket");
	}
	for (size_t i = 0; i < deliveries->n; i++) {
		const struct record *d = &deliveries->v[i];

		if (record_int(d, "entry") != entry)
			continue;
		strs_add(tr->a, &m->to, record_text(d, "recipient"));
		m->withheld |= record_int(d, "withheld") != 0;
	}
}

size_t
trial_mails(struct trial *tr, struct trial_mail **out)
{
	const struct rows *drafts = store_rows(tr->store, STORE_OUTBOX);

	*out = ARENA_ARRAY(tr->a, drafts->n, struct trial_mail);
	for (size_t i = 0; i < drafts->n; i++)
		mail_read(tr, &drafts->v[i], &(*out)[i]);
	return drafts->n;
}

size_t
trial_traces(const struct trial *tr, const struct trial_trace **out)
{
	*out = tr->traces;
	return tr->n_kept;
}

struct strs
trial_kept(struct trial *tr)
{
	const struct rows *t = store_rows(tr->store, STORE_ENTRY);
	struct strs out = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		struct str kind = record_text(&t->v[i], "kind");

		if (str_eq(kind, STR("held")) || str_eq(kind, STR("quarantine")))
			strs_add(tr->a, &out, data_of(&t->v[i], "reason"));
	}
	return out;
}
