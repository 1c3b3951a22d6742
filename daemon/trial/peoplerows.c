/* peoplerows: see peoplerows.h. */
#include "daemon/trial/peoplerows.h"

#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"

static void put_raw(struct asked *q) { asked_put(q, STORE_RAW); }
static void put_outbox(struct asked *q) { asked_put(q, STORE_OUTBOX); }
static void put_delivery(struct asked *q) { asked_put(q, STORE_DELIVERY); }

static void
id_reserve(struct asked *q)
{
	for (int64_t i = 0; i < asked_int(q, "n"); i++)
		((struct sql_id_reserve_row *)asked_add(q))->id =
		    asked_number(q, asked_text(q, "sequence"));
}

static void
raw_seen(struct asked *q)
{
	const struct rows *t = asked_rows(q, STORE_RAW);

	for (size_t i = 0; i < t->n && q->rows->n == 0; i++)
		if (str_eq(record_text(&t->v[i], "sha256"), asked_text(q, "sha256")))
			*(struct sql_raw_seen_row *)asked_add(q) = (struct sql_raw_seen_row){
			    .id = record_int(&t->v[i], "id"),
			    .original = record_int(&t->v[i], "id") };
}

static void
contact_ensure(struct asked *q)
{
	struct rows *t = asked_rows(q, STORE_CONTACT);
	struct sql_contact_ensure_row *row;
	struct record *r = NULL;

	for (size_t i = 0; i < t->n; i++)
		if (str_eq(record_text(&t->v[i], "address"), asked_text(q, "address")))
			r = &t->v[i];
	if (r == NULL) {
		r = asked_put(q, STORE_CONTACT);
		record_set_int(q->all->a, r, "id", asked_number(q, STR("contact")));
		record_set_int(q->all->a, r, "knows", 0);
	}
	row = asked_add(q);
	record_give(r, q->s, row);
	row->known = record_int(r, "knows") != 0;
}

static void
contact_known(struct asked *q)
{
	struct record *r = rows_find(asked_rows(q, STORE_CONTACT), "id", asked_int(q, "contact"));

	if (r != NULL)
		record_set_int(q->all->a, r, "knows", 1);
}

/* A mail whose author has said that it is theirs waits to be taken up. */
static void
raw_take(struct asked *q)
{
	((struct sql_raw_take_row *)asked_add(q))->pending = true;
}

/* No robot holds it back, and so many went already: none. */
static void
breaker_state(struct asked *q)
{
	asked_add(q);
}

static void
tally_counts(struct asked *q)
{
	const struct strs what = record_texts(&q->q, "what"), keys = record_texts(&q->q, "key");
	const struct db_int8s since = record_ints(&q->q, "since");
	const struct rows *t = asked_rows(q, STORE_TALLY);

	for (size_t k = 0; k < what.n; k++) {
		struct sql_tally_counts_row *row = asked_add(q);

		for (size_t i = 0; i < t->n; i++)
			if (str_eq(record_text(&t->v[i], "what"), what.v[k]) &&
			    str_eq(record_text(&t->v[i], "key"), keys.v[k]) &&
			    record_int(&t->v[i], "at") > since.v[k])
				row->n += record_int(&t->v[i], "n");
	}
}

static void
tally_add(struct asked *q)
{
	const struct strs what = record_texts(&q->q, "what"), keys = record_texts(&q->q, "key");
	const struct db_int8s at = record_ints(&q->q, "at"), n = record_ints(&q->q, "n");
	struct arena *a = q->all->a;

	for (size_t i = 0; i < what.n; i++) {
		struct record *r = rows_add(a, asked_rows(q, STORE_TALLY));

		record_set_text(a, r, "what", what.v[i]);
		record_set_text(a, r, "key", keys.v[i]);
		record_set_int(a, r, "at", at.v[i]);
		record_set_int(a, r, "n", n.v[i]);
	}
}

/* Of a burst the first is told at once; the digest of the others is not written here. */
static void
held_told(struct asked *q)
{
	struct sql_held_told_row *row = asked_add(q);
	struct rows *t = asked_rows(q, STORE_TOLD);
	struct record *r = NULL;

	for (size_t i = 0; i < t->n; i++)
		if (str_eq(record_text(&t->v[i], "recipient"), asked_text(q, "recipient")) &&
		    str_eq(record_text(&t->v[i], "event"), asked_text(q, "event")))
			r = &t->v[i];
	row->is_now = r == NULL || record_int(r, "free_at") <= asked_int(q, "now");
	if (!row->is_now)
		return;
	if (r == NULL)
		r = asked_put(q, STORE_TOLD);
	record_set_int(q->all->a, r, "free_at", asked_int(q, "now") +
	    asked_int(q, "pause") * SECOND_US);
}

static struct record *
turn_of(struct asked *q, struct str agent)
{
	struct rows *t = asked_rows(q, STORE_ROTATION);

	for (size_t i = 0; i < t->n; i++)
		if (str_eq(record_text(&t->v[i], "team"), asked_text(q, "team")) &&
		    str_eq(record_text(&t->v[i], "agent"), agent))
			return &t->v[i];
	return NULL;
}

static void
rotation_turns(struct asked *q)
{
	const struct strs agents = record_texts(&q->q, "agents");
	const struct rows *tickets = asked_rows(q, STORE_TICKET);

	for (size_t k = 0; k < agents.n; k++) {
		const struct record *turn = turn_of(q, agents.v[k]);
		struct sql_rotation_turns_row *row = asked_add(q);

		row->turn = turn == NULL ? 0 : record_int(turn, "turn");
		for (size_t i = 0; i < tickets->n; i++)
			row->open += str_eq(record_text(&tickets->v[i], "assignee"), agents.v[k]) &&
			    !category_is_done(record_text(&tickets->v[i], "category"));
	}
}

static void
rotation_given(struct asked *q)
{
	struct record *r = turn_of(q, asked_text(q, "agent"));

	if (r == NULL)
		asked_put(q, STORE_ROTATION);
	else
		record_take(q->all->a, r, q->s, q->in);
}

const struct answering people_rows[] = {
	{ "id_reserve", id_reserve },
	{ "raw_seen", raw_seen }, { "raw_insert", put_raw }, { "raw_take", raw_take },
	{ "contact_ensure", contact_ensure }, { "contact_known", contact_known },
	{ "outbox_insert", put_outbox }, { "hook_insert", put_outbox }, { "delivery_insert", put_delivery },
	{ "breaker_state", breaker_state },
	{ "held_told", held_told },
	{ "rotation_turns", rotation_turns }, { "rotation_given", rotation_given },
	{ "tally_counts", tally_counts }, { "tally_add", tally_add },
	{ NULL },
};
