/*
 * ticket: see ticket.h.  Rows are locked FOR UPDATE before they are read, in
 * the order of their numbers, so that two daemons never wait for each other.
 */
#include "daemon/ticket/ticket.h"

#include <assert.h>
#include <stdlib.h>

#include "daemon/sla/category.h"
#include "daemon/ticket/contractend.h"
#include "daemon/ticket/clockrows.h"
#include "daemon/ticket/entry.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/holds.h"
#include "daemon/ticket/participant.h"
#include "daemon/ticket/runsaid.h"
#include "daemon/ticket/subject.h"
#include "parsers/base/array.h"
#include "parsers/head/threadindex.h"
#include "sql.h"

static struct ticket *
read_row(struct work *w, const struct sql_ticket_lock_row *row)
{
	struct ticket *t = ARENA_NEW(w->a, struct ticket);

	t->id = row->id;
	t->subject = str_dup(w->a, row->subject);
	t->conversation.mark = str_dup(w->a, row->mark);
	t->conversation.subject = str_dup(w->a, row->mail_subject);
	t->conversation.index = threadindex_read(w->a, row->thread_index);
	t->conversation.topic = str_dup(w->a, row->thread_topic);
	t->type = str_dup(w->a, row->type);
	t->status = str_dup(w->a, row->status);
	t->category = str_dup(w->a, row->category);
	t->known_done = category_is_done(t->category);
	t->project = str_dup(w->a, row->project);
	t->mailbox = str_dup(w->a, row->mailbox);
	t->requester = row->requester;
	t->reply_to = str_dup(w->a, row->reply_to);
	t->sender = str_dup(w->a, row->sender);
	t->requester_address = (struct address){
		.addr = str_dup(w->a, row->address), .name = str_dup(w->a, row->name) };
	t->requester_known = row->known;
	t->requester_marked = str_dup(w->a, row->marked);
	t->requester_since = row->marked_since;
	t->requester_why = str_dup(w->a, row->marked_why);
	t->assignee = str_dup(w->a, row->assignee);
	t->team = str_dup(w->a, row->team);
	for (size_t i = 0; i < row->tags.n; i++)
		strs_add(w->a, &t->tags, str_dup(w->a, row->tags.v[i]));
	t->sla = str_dup(w->a, row->sla);
	t->created_at = row->created_at;
	t->resolved_at = row->resolved_at;
	t->touched_at = row->updated_at;
	t->start_at = row->start_at;
	t->due_at = row->due_at;
	t->link_serial = row->link_serial;
	t->clocks.answered_at = row->answered_at;
	t->clocks.asked_at = row->asked_at;
	t->clocks.update_from = row->update_from;
	return t;
}

static int
source_of(struct str name)
{
	for (int i = 0; i < FIELD_SOURCES; i++)
		if (str_eq(name, str_c(field_source_name((enum field_source)i))))
			return i;
	return FIELD_DEFAULT;
}

static struct field_value *
field_new(struct arena *a, struct ticket *t)
{
	t->fields.v = array_grow(a, t->fields.v, t->fields.n, sizeof(*t->fields.v));
	return &t->fields.v[t->fields.n++];
}

static void
read_fields(struct work *w, struct ticket *t, struct sql_ticket_fields h)
{
	struct sql_ticket_fields_row row;

	for (size_t i = 0; sql_ticket_fields_row(w->db, h, i, &row); i++)
		*field_new(w->a, t) = (struct field_value){
			.name = str_dup(w->a, row.name), .value = str_dup(w->a, row.value),
			.raw = str_dup(w->a, row.raw),
			.source = (enum field_source)source_of(row.source),
			.where = str_dup(w->a, row.found_in),
			.verified = row.verified,
		};
}

static struct clock_terms
find_terms(const struct work *w, struct ticket *t)
{
	t->target = ticket_target(w, t);
	return (struct clock_terms){ .ticket = t->id, .policy = t->sla, .target = t->target,
	    .severity = ticket_field(t, "severity"), .project = t->project };
}

static void
read_clocks(struct work *w, struct ticket *t, struct sql_cycle_load cycles,
    struct sql_ticket_statuses statuses)
{
	struct clock_terms terms = find_terms(w, t);

	t->clocks.status = t->category;
	t->clocks.created_at = t->created_at;
	t->clocks.done_at = t->resolved_at;
	clockrows_read(w, &t->clocks, &terms, cycles, statuses);
}

static int
by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* What is asked of one ticket. */
struct asked {
	struct sql_ticket_lock		row;
	struct sql_ticket_fields	fields;
	struct sql_ticket_participants	people;
	struct sql_ticket_messages	messages;
	struct sql_cycle_load		cycles;
	struct sql_ticket_last_entry	last;
	struct sql_ticket_statuses	statuses;	/* zeros: not needed */
};

static struct asked
ask(struct work *w, int64_t id)
{
	struct asked h = {
		.row = sql_ticket_lock(w->db, id),
		.fields = sql_ticket_fields(w->db, id),
		.people = sql_ticket_participants(w->db, id),
		.messages = sql_ticket_messages(w->db, id),
		.cycles = sql_cycle_load(w->db, id),
		.last = sql_ticket_last_entry(w->db, id),
	};

	if (w->wants_past || slas_replay(&w->conf->slas))
		h.statuses = sql_ticket_statuses(w->db, id);
	return h;
}

static void
learn(struct work *w, const struct asked *h)
{
	struct sql_ticket_last_entry_row last;
	struct sql_ticket_lock_row row;
	struct ticket *t;

	if (!sql_ticket_lock_row(w->db, h->row, 0, &row))
		return;		/* there is none of that number */
	t = read_row(w, &row);
	if (sql_ticket_last_entry_row(w->db, h->last, 0, &last)) {
		work_ids_above(w, ID_ENTRY, last.id);
		withdrawn_read(w->a, &last.withdrawn, &t->withdrawn);
		relations_read(w->a, &last.related, &t->relations);
		faults_read(w->a, &last.faults, &t->faults);
		run_doubt_read(w->a, &last.doubt, &t->run_doubt);
		t->held = last.held;
		t->worked = (struct worked_sum){ last.worked, last.nonbillable, last.unbilled };
	}
	read_fields(w, t, h->fields);
	participants_read(w, t, h->people);
	conversation_read(w, &t->conversation, h->messages);
	read_clocks(w, t, h->cycles, h->statuses);
	work_add_ticket(w, t->id, t);
}

int
ticket_lock(struct work *w, const int64_t *wanted, size_t n)
{
	struct asked *h;
	int64_t *ids = ARENA_ARRAY(w->a, n, int64_t);
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (work_ticket(w, wanted[i]) == NULL)
			ids[k++] = wanted[i];
	if (k == 0)
		return 0;
	qsort(ids, k, sizeof(*ids), by_number);
	h = arena_array(w->a, k, sizeof(*h));
	for (size_t i = 0; i < k; i++)
		if (i == 0 || ids[i] != ids[i - 1])
			h[i] = ask(w, ids[i]);
	if (work_run(w) == -1)
		return -1;
	for (size_t i = 0; i < k; i++)
		if (i == 0 || ids[i] != ids[i - 1])
			learn(w, &h[i]);
	return erasure_find(w, ids, k);
}

struct ticket *
ticket_get(struct work *w, int64_t id)
{
	w->err.text[0] = '\0';
	if (ticket_lock(w, &id, 1) == -1)
		return NULL;
	return work_ticket(w, id);
}

void
ticket_begin(struct ticket *t, const struct type *type)
{
	t->type = type->name;
	t->status = type->initial;
	t->category = category_word(type_status(type, type->initial)->category);
	t->clocks.status = t->category;
}

struct ticket *
ticket_new(struct work *w, struct str subject, struct str project, struct str mailbox)
{
	struct ticket *t;
	int64_t id;

	if ((id = work_id(w, ID_TICKET)) == 0)
		return NULL;
	subject = subject_of_new(w->a, w->conf, subject);
	t = ARENA_NEW(w->a, struct ticket);
	t->id = id;
	t->subject = subject.n > 0 ? subject : STR("(no subject)");
	t->project = project;
	t->mailbox = mailbox;
	t->sla = project_sla(w, projects_find(&w->conf->projects, project), w->now);
	t->created_at = w->now;
	t->is_new = t->dirty = true;
	conversation_begin(w->a, &t->conversation);
	clocks_init(&t->clocks, w->a);
	ticket_begin(t, conf_type(w->conf, project, mailbox));
	work_add_ticket(w, t->id, t);
	return t;
}

int
ticket_set_requester(struct work *w, struct ticket *t, int64_t contact, struct address ad)
{
	t->requester = contact;
	t->requester_address = ad;
	t->dirty = true;
	ticket_add_participant(w, t, ad);
	return 1;
}

static struct field_value *
field_slot(const struct ticket *t, struct str name)
{
	for (size_t i = 0; i < t->fields.n; i++)
		if (str_eq(t->fields.v[i].name, name))
			return &t->fields.v[i];
	return NULL;
}

const struct field_value *
ticket_field_value(const struct ticket *t, struct str name)
{
	return field_slot(t, name);
}

struct str
ticket_field(const struct ticket *t, const char *name)
{
	const struct field_value *f = field_slot(t, str_c(name));

	return f == NULL ? STR_NONE : f->value;
}

struct str
ticket_tag(struct arena *a, const struct conf *conf, const struct ticket *t)
{
	const struct mailbox *m = mailboxes_find(&conf->mailboxes, t->mailbox);
	struct str tag = m == NULL || m->subject_tag.n == 0 ? STR("docket") : m->subject_tag;

	return str_printf(a, "[%.*s #%lld]", STR_ARG(tag), (long long)t->id);
}

/* The history tells what is promised from now on; entry 0: in an entry of its own. */
static void
plan_promise(struct work *w, struct ticket *t, int64_t at, struct str why, int64_t entry)
{
	struct change c = { .what = CHANGE_PROMISE, .promise = t->clocks.promise,
	    .by = { .author = STR("docket"), .why = why, .at = at }, .entry = entry };

	plan_add(w->a, &t->plan, &c);
}

void
ticket_start_clocks(struct work *w, struct ticket *t, int64_t at, int64_t entry)
{
	struct clock_terms terms;

	ticket_sla_of_contract(w, t, at);
	terms = find_terms(w, t);
	t->dirty = true;
	/* The history keeps the order: a status that a rule gave was there before. */
	for (size_t i = 0; i < t->plan.n; i++)
		if (t->plan.v[i].what == CHANGE_STATUS)
			entry = 0;
	if (clockrows_created(w, &t->clocks, &terms, at))
		plan_promise(w, t, at, STR_NONE, entry);
}

void
ticket_promise_anew(struct work *w, struct ticket *t, int64_t at, struct str why)
{
	struct clock_terms terms = find_terms(w, t);

	if (clockrows_change(w, &t->clocks, &terms, at))
		plan_promise(w, t, at, why, 0);
}

void
ticket_promise_other(struct work *w, struct ticket *t, int64_t at, struct str why)
{
	if (ticket_target(w, t) != t->target)
		ticket_promise_anew(w, t, at, why);
}

/* What changed, from what, by whom; 1. */
static int
plan(struct work *w, struct ticket *t, enum change_what what, struct str from, struct str to,
    const struct cause *by)
{
	return plan_change(w->a, &t->plan, what, from, to, by);
}

void
ticket_hold_field(struct work *w, struct ticket *t, const struct field_value *v)
{
	struct field_value *slot = field_slot(t, v->name);

	if (slot == NULL)
		slot = field_new(w->a, t);
	*slot = *v;
}

int
ticket_set_field(struct work *w, struct ticket *t, const struct field_value *v,
    const struct cause *by)
{
	const struct field_value *slot = field_slot(t, v->name);
	struct change c = { .what = CHANGE_FIELD, .old = slot == NULL ? STR_NONE : slot->value,
	    .new = v->value, .field = *v };

	if (slot != NULL && str_eq(c.old, v->value) && slot->verified == v->verified)
		return 0;
	ticket_hold_field(w, t, v);
	if (by == NULL) {
		assert(t->is_new);
		return 1;	/* part of the mail that opened it */
	}
	c.by = *by;
	plan_add(w->a, &t->plan, &c);
	if (str_eq(v->name, STR("severity")))
		ticket_promise_anew(w, t, by->at, STR("severity-change"));
	else
		ticket_promise_other(w, t, by->at, STR("field-change"));
	return 1;
}

int
ticket_set_sla(struct work *w, struct ticket *t, struct str policy, const struct cause *by)
{
	struct str before = t->sla;

	if (str_eq(before, policy))
		return 0;
	t->sla = policy;
	t->dirty = true;
	plan(w, t, CHANGE_SLA, before, policy, by);
	ticket_promise_anew(w, t, by->at, STR("sla-change"));
	return 1;
}

int
ticket_hand_over(struct work *w, struct ticket *t, struct str team, bool goes_on,
    const struct cause *by)
{
	struct str before = t->team, had = t->assignee;
	int changed = 0;

	if (!str_eq(before, team)) {
		t->team = team;
		changed = plan(w, t, CHANGE_TEAM, before, team, by);
		ticket_promise_other(w, t, by->at, STR("team-change"));
	}
	if (!goes_on && had.n > 0) {
		t->assignee = STR_NONE;
		changed = plan(w, t, CHANGE_ASSIGNEE, had, STR_NONE, by);
	}
	t->dirty |= changed == 1;
	return changed;
}

int
ticket_assign(struct work *w, struct ticket *t, struct str who, const struct cause *by)
{
	struct str before = t->assignee;

	if (str_starts(who, STR("team:")))
		return ticket_hand_over(w, t, str_sub(who, 5, who.n), false, by);
	if (str_eq(before, who))
		return 0;
	t->assignee = who;
	t->dirty = true;
	return plan(w, t, CHANGE_ASSIGNEE, before, who, by);
}

static void
insert(struct work *w, struct ticket *t)
{
	sql_ticket_insert(w->db, &(struct sql_ticket_insert_in){
	    .id = t->id, .subject = t->subject, .mark = t->conversation.mark,
	    .type = t->type, .status = t->status,
	    .category = t->category, .project = t->project, .mailbox = t->mailbox,
	    .requester = t->requester, .reply_to = t->reply_to, .sender = t->sender,
	    .assignee = t->assignee, .team = t->team,
	    .tags = t->tags, .sla = t->sla, .created_at = t->created_at, .updated_at = w->now,
	    .resolved_at = t->resolved_at, .answered_at = t->clocks.answered_at,
	    .asked_at = t->clocks.asked_at, .update_from = t->clocks.update_from,
	    .thread_index = threadindex_text(w->a, t->conversation.index),
	    .thread_topic = t->conversation.topic });
	for (size_t i = 0; i < t->participants.n; i++)
		sql_participant_insert(w->db, t->id, t->participants.v[i].addr,
		    t->participants.v[i].name);
	for (size_t i = 0; i < t->fields.n; i++)
		plan_store_field(w, t->id, &t->fields.v[i]);
	t->is_new = false;
}

static void
update(struct work *w, struct ticket *t)
{
	if (t->dirty)
		sql_ticket_update(w->db, &(struct sql_ticket_update_in){
		    .id = t->id, .type = t->type, .status = t->status, .category = t->category,
		    .assignee = t->assignee, .team = t->team, .tags = t->tags,
		    .resolved_at = t->resolved_at, .updated_at = w->now, .sla = t->sla,
		    .answered_at = t->clocks.answered_at, .asked_at = t->clocks.asked_at,
		    .update_from = t->clocks.update_from,
		    .thread_index = threadindex_text(w->a, t->conversation.index) });
	plan_store_fields(w, t->id, &t->plan);
}

static int
save(struct work *w, struct ticket *t)
{
	bool is_new = t->is_new;

	if (is_new)
		insert(w, t);
	else
		update(w, t);
	t->dirty = false;
	if (runs_follow(w, t, is_new) == -1)
		return -1;
	if (t->is_elsewhere)
		ticket_arm_idle(w, t, w->now);
	t->is_elsewhere = false;
	relation_wake(w, t);
	if (plan_store(w, t->id, &t->plan) == -1)
		return -1;
	return clockrows_save(w, &t->clocks, t->id);
}

void
ticket_arm_idle(struct work *w, const struct ticket *t, int64_t since)
{
	const struct status *s = type_status(types_of(&w->conf->types, t->type), t->status);
	int64_t due = s == NULL ? 0 : since + s->idle_close * SECOND_US;

	if (s == NULL || s->idle_close == 0)
		return;
	sql_alarm_idle(w->db, t->id, t->status, due);
	if (w->next_alarm == 0 || due < w->next_alarm)
		w->next_alarm = due;
}

int
ticket_save(struct work *w, struct ticket *t)
{
	if (save(w, t) == -1)
		return -1;
	for (size_t i = 0; i < w->n_tickets; i++) {
		struct ticket *other = w->tickets[i].t;

		if (!other->beside)
			continue;
		other->beside = false;
		if (save(w, other) == -1)
			return -1;
	}
	return 0;
}
