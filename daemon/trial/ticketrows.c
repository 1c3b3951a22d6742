/* ticketrows: see ticketrows.h. */
#include "daemon/trial/ticketrows.h"

#include <stdlib.h>

enum { MESSAGES = 19 };

static void put_entry(struct asked *q) { asked_put(q, STORE_ENTRY); }
static void put_change(struct asked *q) { asked_put(q, STORE_CHANGE); }
static void change_ticket(struct asked *q) { asked_change(q, STORE_TICKET, "id", "id"); }
static void change_of_ticket(struct asked *q) { asked_change(q, STORE_TICKET, "id", "ticket"); }

static struct record *
its_row(struct asked *q)
{
	return rows_find(asked_rows(q, STORE_TICKET), "id", asked_int(q, "ticket"));
}

/* Nothing was merged. */
static void
ticket_last(struct asked *q)
{
	if (its_row(q) != NULL)
		((struct sql_ticket_last_row *)asked_add(q))->ticket = asked_int(q, "ticket");
}

static void
ticket_for(struct asked *q)
{
	struct record *r = its_row(q);

	if (r != NULL)
		record_set_int(q->all->a, r, "requester", asked_int(q, "contact"));
}

static void
ticket_due(struct asked *q)
{
	struct record *r = its_row(q);

	if (r != NULL)
		record_set_int(q->all->a, r, "due_at", asked_int(q, "due"));
}

static void
ticket_start(struct asked *q)
{
	struct record *r = its_row(q);

	if (r != NULL)
		record_set_int(q->all->a, r, "start_at", asked_int(q, "start"));
}

static void
put_ticket(struct asked *q)
{
	struct record *r = asked_put(q, STORE_TICKET);

	record_set_text(q->all->a, r, "mail_subject", STR_NONE);
	record_set_int(q->all->a, r, "link_serial", 0);
}

static void
ticket_lock(struct asked *q)
{
	const struct record *r = rows_find(asked_rows(q, STORE_TICKET), "id", asked_int(q, "ticket"));
	const struct record *who;
	struct sql_ticket_lock_row *row;

	if (r == NULL)
		return;
	row = asked_add(q);
	record_give(r, q->s, row);
	who = rows_find(asked_rows(q, STORE_CONTACT), "id", row->requester);
	if (row->requester == 0 || who == NULL)
		return;
	row->address = record_text(who, "address");
	row->name = record_text(who, "name");
	row->known = record_int(who, "knows") != 0;
}

static void
ticket_last_entry(struct asked *q)
{
	const struct rows *t = asked_rows(q, STORE_ENTRY);
	struct sql_ticket_last_entry_row *row = asked_add(q);
	const struct record *r = its_row(q);

	if (r != NULL)
		record_give(r, q->s, row);
	row->id = 0;
	for (size_t i = 0; i < t->n; i++)
		if (record_int(&t->v[i], "ticket") == asked_int(q, "ticket"))
			row->id = record_int(&t->v[i], "id");
}

static int
by_name(const void *a, const void *b)
{
	const struct sql_ticket_fields_row *x = a, *y = b;

	return str_cmp(x->name, y->name);
}

static void
ticket_fields(struct asked *q)
{
	asked_of_ticket(q, STORE_FIELD);
	if (q->rows->n > 0)
		qsort(q->rows->v, q->rows->n, q->s->size_out, by_name);
}

static int
by_address(const void *a, const void *b)
{
	const struct sql_ticket_participants_row *x = a, *y = b;

	return str_cmp(x->address, y->address);
}

static void
ticket_participants(struct asked *q)
{
	asked_of_ticket(q, STORE_PARTICIPANT);
	if (q->rows->n > 0)
		qsort(q->rows->v, q->rows->n, q->s->size_out, by_address);
}

static bool
has_data(const struct record *entry, const char *name, struct str *value)
{
	const struct strs data = record_texts(entry, "data");

	for (size_t i = 0; i + 1 < data.n; i += 2)
		if (str_eq(data.v[i], str_c(name))) {
			*value = data.v[i + 1];
			return true;
		}
	*value = STR_NONE;
	return false;
}

static void
ticket_messages(struct asked *q)
{
	const struct rows *t = asked_rows(q, STORE_ENTRY);
	struct str ignored;

	for (size_t i = t->n; i-- > 0 && q->rows->n < MESSAGES;) {
		const struct record *e = &t->v[i];

		if (record_int(e, "ticket") == asked_int(q, "ticket") && record_int(e, "public") &&
		    record_text(e, "message_id").n > 0 && !record_int(e, "by_agent") &&
		    !has_data(e, "forwarded_by", &ignored))
			*(struct sql_ticket_messages_row *)asked_add(q) =
			    (struct sql_ticket_messages_row){ record_text(e, "message_id"),
			    str_eq(record_text(e, "kind"), STR("mail-in")) };
	}
}

static void
ticket_statuses(struct asked *q)
{
	const struct rows *t = asked_rows(q, STORE_CHANGE);

	for (size_t i = 0; i < t->n; i++) {
		const struct record *c = &t->v[i];
		struct str category = record_text(c, "category");

		if (record_int(c, "ticket") == asked_int(q, "ticket") &&
		    str_eq(record_text(c, "what"), STR("status")))
			*(struct sql_ticket_statuses_row *)asked_add(q) =
			    (struct sql_ticket_statuses_row){ record_int(c, "at"),
			    category.n > 0 ? category : record_text(c, "new") };
	}
}

/* What its customers and engineers said to each other before. */
static void
entry_said(struct asked *q)
{
	const struct rows *t = asked_rows(q, STORE_ENTRY);

	for (size_t i = t->n; i-- > 0 && (int64_t)q->rows->n < asked_int(q, "most");) {
		const struct record *e = &t->v[i];
		struct str text = record_text(e, "new_text");

		if (record_int(e, "ticket") == asked_int(q, "ticket") && record_int(e, "public") &&
		    record_int(e, "id") != asked_int(q, "entry") &&
		    str_eq(record_text(e, "kind"), STR("mail-in")))
			*(struct sql_entry_said_row *)asked_add(q) = (struct sql_entry_said_row){
			    record_int(e, "at"), record_text(e, "author"),
			    record_int(e, "by_agent") != 0,
			    text.n > 0 ? text : record_text(e, "body") };
	}
}

/* The newest of those entries that leads to a ticket. */
static void
thread_find(struct asked *q)
{
	const struct strs ids = record_texts(&q->q, "message_ids");
	const struct rows *t = asked_rows(q, STORE_ENTRY);
	struct str answers, about;

	for (size_t i = t->n; i-- > 0;) {
		const struct record *e = &t->v[i];
		struct sql_thread_find_row *row;

		if (record_int(e, "ticket") == 0 || !strs_has(&ids, record_text(e, "message_id")))
			continue;
		row = asked_add(q);
		row->ticket = record_int(e, "ticket");
		row->is_internal = has_data(e, "answers", &answers) &&
		    str_eq(answers, STR("internal"));
		if (has_data(e, "about", &about))
			str_i64(about, &row->about);
		return;
	}
}

static void
field_put(struct asked *q)
{
	struct record *r = asked_keyed(q, STORE_FIELD, "name");

	if (r == NULL)
		asked_put(q, STORE_FIELD);
	else
		record_take(q->all->a, r, q->s, q->in);
}

static void
field_delete(struct asked *q)
{
	struct record *r = asked_keyed(q, STORE_FIELD, "name");

	if (r != NULL)
		rows_drop(asked_rows(q, STORE_FIELD), r);
}

static void
participant_insert(struct asked *q)
{
	if (asked_keyed(q, STORE_PARTICIPANT, "address") == NULL)
		asked_put(q, STORE_PARTICIPANT);
}

static void
participant_delete(struct asked *q)
{
	struct record *r = asked_keyed(q, STORE_PARTICIPANT, "address");

	if (r != NULL)
		rows_drop(asked_rows(q, STORE_PARTICIPANT), r);
}

static void
participant_doubt(struct asked *q)
{
	struct record *r = asked_keyed(q, STORE_PARTICIPANT, "address");

	if (r != NULL)
		record_take(q->all->a, r, q->s, q->in);
}

const struct answering ticket_rows[] = {
	{ "thread_find", thread_find }, { "entry_insert", put_entry }, { "entry_said", entry_said },
	{ "change_insert", put_change },
	{ "ticket_insert", put_ticket }, { "ticket_update", change_ticket },
	{ "ticket_rename", change_of_ticket }, { "ticket_move", change_of_ticket },
	{ "ticket_for", ticket_for }, { "ticket_start", ticket_start },
	{ "ticket_due", ticket_due },
	{ "ticket_last", ticket_last }, { "ticket_lock", ticket_lock }, { "ticket_last_entry", ticket_last_entry },
	{ "ticket_fields", ticket_fields }, { "ticket_participants", ticket_participants },
	{ "ticket_messages", ticket_messages }, { "ticket_statuses", ticket_statuses },
	{ "field_put", field_put }, { "field_delete", field_delete },
	{ "participant_insert", participant_insert },
	{ "participant_delete", participant_delete },
	{ "participant_doubt", participant_doubt },
	{ NULL },
};
