/* outbox: see outbox.h. */
#include "daemon/out/outbox.h"

#include <stdlib.h>
#include <sys/random.h>

#include "daemon/sys/clock.h"
#include "daemon/ticket/entry.h"

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
		db_queue(w->db, SQL_DELIVERY_INSERT, "iistTsI", d->id, outbox,
		    recipients->v[i], (int)(om->envelope_from.n == 0 && om->is_public),
		    due, at_once ? STR("sending") : STR("queued"),
		    at_once ? w->core->owner : 0);
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
	bool automatic = om->envelope_from.n == 0;
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
	db_queue(w->db, SQL_OUTBOX_INSERT, "iIissstbT", id, om->ticket, en.id,
	    om->mailbox, om->mail.message_id, om->envelope_from, (int)automatic,
	    bytes, w->now);
	return add_deliveries(w, om, id, &folded, bytes);
}

int
outbox_claim(struct core_state *core, struct db *db, size_t *n, struct err *e)
{
	size_t room = flights_room(core->flights);
	struct delivery *list = NULL;
	struct arena *a;
	int h;

	h = db_queue(db, SQL_DELIVERY_CLAIM, "iTi", core->owner, clock_now(),
	    (int64_t)(room < CLAIM_MAX ? room : CLAIM_MAX));
	*n = 0;
	if (db_run(db, e) == -1)
		return -1;
	a = arena_new();
	*n = db_count(db, h);
	for (size_t i = *n; i-- > 0;) {
		struct delivery *d = ARENA_NEW(a, struct delivery);

		*d = (struct delivery){ list, db_i64(db, h, i, 0), db_str(db, h, i, 1),
		    db_str(db, h, i, 2), db_str(db, h, i, 3), db_bytea(db, a, h, i, 4) };
		list = d;
	}
	flights_start(core->flights, list);
	arena_free(a);
	return 0;
}

int
outbox_next(struct db *db, int64_t *due, struct err *e)
{
	int h = db_queue(db, SQL_DELIVERY_NEXT, "");

	if (db_run(db, e) == -1)
		return -1;
	*due = db_i64(db, h, 0, 0);
	return 0;
}

int
outbox_release(struct core_state *core, struct db *db, struct err *e)
{
	db_queue(db, SQL_DELIVERY_RELEASE, "i", core->owner);
	db_queue(db, SQL_DELIVERY_RECLAIM, "");
	return db_run(db, e);
}
