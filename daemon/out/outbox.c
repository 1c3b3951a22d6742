/* outbox: see outbox.h. */
#include "daemon/out/outbox.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "daemon/sys/clock.h"
#include "daemon/ticket/entry.h"
#include "sql.h"

enum { CLAIM_MAX = 64 };

/* Nobody can guess it: a bounce that names it is about this mail. */
static struct str
message_id(struct work *w, int64_t ticket)
{
	unsigned char r[12];

	if (getrandom(r, sizeof(r), 0) != sizeof(r))
		abort();
	return str_printf(w->a,
	    "docket.%lld.%02x%02x%02x%02x%02x%02x%02x%02x%02x%02x%02x%02x@%.*s",
	    (long long)ticket, r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8],
	    r[9], r[10], r[11], STR_ARG(w->conf->message_id_domain));
}

static struct str
join(struct arena *a, const struct strs *v)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < v->n; i++) {
		buf_adds(&b, i > 0 ? ", " : "");
		buf_add(&b, v->v[i]);
	}
	return buf_str(&b);
}

/* Those for which send has room go with the commit, the others wait in the table. */
static int
add_deliveries(struct work *w, const struct outbox_mail *om, int64_t outbox,
    const struct strs *recipients, struct str bytes)
{
	struct flights *f = w->core->flights;
	int64_t due = om->due_at > w->now ? om->due_at : w->now;
	bool at_once = f != NULL && due == w->now &&
	    flights_room(f) > w->n_outgoing + recipients->n;

	for (size_t i = 0; i < recipients->n; i++) {
		struct delivery *d = ARENA_NEW(w->a, struct delivery);

		*d = (struct delivery){ w->outgoing, work_id(w, ID_DELIVERY), om->mailbox,
		    om->envelope_from, recipients->v[i], bytes };
		if (d->id == 0)
			return -1;
		sql_delivery_insert(w->db, &(struct sql_delivery_insert_in){
		    .id = d->id, .outbox = outbox, .recipient = recipients->v[i],
		    .automatic = om->envelope_from.n == 0 && om->is_public, .due_at = due,
		    .state = at_once ? STR("sending") : STR("queued"),
		    .owner = at_once ? w->core->owner : 0 });
		if (!at_once) {
			w->deliveries++;
			continue;
		}
		w->outgoing = d;
		w->n_outgoing++;
	}
	return 0;
}

int
outbox_add(struct work *w, struct outbox_mail *om)
{
	struct entry en = { .kind = ENTRY_MAIL_OUT, .ticket = om->ticket,
	    .author = om->author, .is_public = om->is_public };
	struct strs folded = { 0 };
	struct str bytes;
	int64_t id;

	om->mail.message_id = message_id(w, om->ticket);
	if (compose_mail(w->a, &om->mail, &bytes, &w->err) == -1)
		return -1;
	for (size_t i = 0; i < om->recipients.n; i++)
		strs_add(w->a, &folded, str_lower(w->a, om->recipients.v[i]));
	en.subject = om->mail.subject;
	en.message_id = om->mail.message_id;
	entry_data(w, &en, "template", om->what);
	entry_data(w, &en, "to", join(w->a, &om->recipients));
	if (entry_add(w, &en) == -1 || (id = work_id(w, ID_OUTBOX)) == 0)
		return -1;
	sql_outbox_insert(w->db, &(struct sql_outbox_insert_in){
	    .id = id, .ticket = om->ticket, .entry = en.id, .mailbox = om->mailbox,
	    .message_id = om->mail.message_id, .envelope_from = om->envelope_from,
	    .automatic = om->envelope_from.n == 0, .bytes = bytes, .created_at = w->now });
	return add_deliveries(w, om, id, &folded, bytes);
}

static struct sql_delivery_claim
ask_claim(struct core_state *core, struct db *db)
{
	size_t room = flights_room(core->flights);

	return sql_delivery_claim(db, &(struct sql_delivery_claim_in){
	    .owner = core->owner, .now = clock_now(),
	    .most = (int64_t)(room < CLAIM_MAX ? room : CLAIM_MAX),
	    .at = { core->claimed.at, OUTBOX_PRIORITIES },
	    .id = { core->claimed.id, OUTBOX_PRIORITIES } });
}

/* The next claim goes on behind this one. */
static void
move_mark(struct core_state *core, const struct sql_delivery_claim_row *row)
{
	int64_t *at = &core->claimed.at[row->priority], *id = &core->claimed.id[row->priority];

	assert(row->priority >= 0 && row->priority < OUTBOX_PRIORITIES);
	if (row->due_at > *at || (row->due_at == *at && row->id > *id)) {
		*at = row->due_at;
		*id = row->id;
	}
}

int
outbox_claim(struct core_state *core, struct db *db, size_t *n, struct err *e)
{
	struct sql_delivery_claim h = ask_claim(core, db);
	struct sql_delivery_claim_row row;
	struct delivery *list = NULL;
	struct arena *a;

	*n = 0;
	if (db_run(db, e) == -1)
		return -1;
	a = arena_new();
	*n = sql_delivery_claim_count(db, h);
	for (size_t i = *n; i-- > 0;) {
		struct delivery *d = ARENA_NEW(a, struct delivery);

		sql_delivery_claim_row(db, h, i, &row);
		move_mark(core, &row);
		*d = (struct delivery){ list, row.id, row.mailbox, row.envelope_from,
		    row.recipient, row.bytes };
		list = d;
	}
	flights_start(core->flights, list);
	arena_free(a);
	return 0;
}

void
outbox_anew(struct core_state *core)
{
	memset(&core->claimed, 0, sizeof(core->claimed));
}

int
outbox_next(struct core_state *core, struct db *db, int64_t *due, struct err *e)
{
	struct sql_delivery_next h = sql_delivery_next(db,
	    (struct db_int8s){ core->claimed.at, OUTBOX_PRIORITIES },
	    (struct db_int8s){ core->claimed.id, OUTBOX_PRIORITIES });
	struct sql_delivery_next_row row;

	if (db_run(db, e) == -1)
		return -1;
	sql_delivery_next_row(db, h, 0, &row);
	*due = row.due_at;
	return 0;
}

int
outbox_release(struct core_state *core, struct db *db, struct err *e)
{
	sql_delivery_release(db, core->owner);
	sql_delivery_reclaim(db);
	outbox_anew(core);
	return db_run(db, e);
}
