/* copy: see copy.h. */
#include "daemon/trial/copy.h"

#include "sql.h"

struct read {				/* what is asked of the ticket */
	struct db			*db;
	int64_t				 ticket;
	struct sql_ticket_lock		 row;
	struct sql_ticket_fields	 fields;
	struct sql_ticket_participants	 people;
	struct sql_ticket_messages	 messages;
	struct sql_cycle_load		 cycles;
	struct sql_ticket_statuses	 statuses;
	struct sql_ticket_last_entry	 last;
};

static int
ask(struct read *h, struct err *e)
{
	struct err ignored;

	sql_begin_read(h->db);
	h->row = sql_ticket_read(h->db, h->ticket);
	h->fields = sql_ticket_fields(h->db, h->ticket);
	h->people = sql_ticket_participants(h->db, h->ticket);
	h->messages = sql_ticket_messages(h->db, h->ticket);
	h->cycles = sql_cycle_load(h->db, h->ticket);
	h->statuses = sql_ticket_statuses(h->db, h->ticket);
	h->last = sql_ticket_last_entry(h->db, h->ticket);
	sql_commit(h->db);
	if (db_run(h->db, e) == 0)
		return 0;
	db_rollback(h->db, &ignored);
	return -1;
}

static struct record *
keep(struct trial *tr, const struct read *h, enum store_table t, const char *statement,
    const void *row)
{
	struct record *r = store_take(tr->store, t, statement, row);

	record_set_int(tr->a, r, "ticket", h->ticket);
	return r;
}

static void
keep_parts(struct trial *tr, const struct read *h)
{
	struct sql_ticket_fields_row field;
	struct sql_ticket_participants_row person;
	struct sql_cycle_load_row cycle;
	struct sql_ticket_statuses_row status;

	for (size_t i = 0; sql_ticket_fields_row(h->db, h->fields, i, &field); i++)
		keep(tr, h, STORE_FIELD, "ticket_fields", &field);
	for (size_t i = 0; sql_ticket_participants_row(h->db, h->people, i, &person); i++)
		keep(tr, h, STORE_PARTICIPANT, "ticket_participants", &person);
	for (size_t i = 0; sql_cycle_load_row(h->db, h->cycles, i, &cycle); i++)
		keep(tr, h, STORE_CYCLE, "cycle_load", &cycle);
	for (size_t i = 0; sql_ticket_statuses_row(h->db, h->statuses, i, &status); i++)
		record_set_text(tr->a, keep(tr, h, STORE_CHANGE, "ticket_statuses", &status),
		    "what", STR("status"));
}

/* They came newest first; their numbers are below what comes. */
static void
keep_messages(struct trial *tr, const struct read *h)
{
	size_t n = sql_ticket_messages_count(h->db, h->messages);
	struct sql_ticket_messages_row row;

	while (n > 0 && sql_ticket_messages_row(h->db, h->messages, --n, &row)) {
		struct record *r = keep(tr, h, STORE_ENTRY, "ticket_messages", &row);

		record_set_int(tr->a, r, "public", 1);
		record_set_text(tr->a, r, "kind", row.by_customer ? STR("mail-in") :
		    STR("mail-out"));
	}
}

int
copy_ticket(struct trial *tr, struct db *from, int64_t ticket, struct err *e)
{
	struct read h = { .db = from, .ticket = ticket };
	struct sql_ticket_last_entry_row last;
	struct sql_ticket_lock_row row;
	struct record *t, *who;

	if (ask(&h, e) == -1)
		return -1;
	if (!sql_ticket_lock_row(from, h.row, 0, &row))
		return err_set(e, ERR_REFUSED, "there is no ticket %lld", (long long)ticket);
	t = store_take(tr->store, STORE_TICKET, "ticket_lock", &row);
	who = store_take(tr->store, STORE_CONTACT, "ticket_lock", &row);
	record_set_int(tr->a, who, "id", row.requester);
	record_set_int(tr->a, who, "knows", row.known);
	keep_parts(tr, &h);
	keep_messages(tr, &h);
	if (!sql_ticket_last_entry_row(from, h.last, 0, &last))
		return 0;
	store_above(tr->store, "docket.entry_id_seq", last.id);
	record_take_row(tr->a, t, store_statement("ticket_last_entry"), &last);
	record_set_int(tr->a, t, "id", ticket);
	return 0;
}
