/* late: see late.h. */
#include "daemon/core/late.h"

#include "daemon/out/notify.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/event.h"
#include "parsers/base/array.h"
#include "sql.h"

#define LATE_US		(4LL * 3600 * SECOND_US)

enum { AT_ONCE = 20 };

static int
tell(struct work *w, const struct sql_delivery_late_row *d)
{
	const struct agent *author = agents_find(&w->conf->agents, d->author);
	struct event ev = { .kind = EVENT_BOUNCE, .at = w->now, .mailbox = d->mailbox,
	    .bounce = { .recipient = d->recipient, .diagnostic = d->reply,
		.original_id = d->message_id } };

	if (author == NULL || d->ticket == 0)
		return 0;		/* docket's own */
	if ((ev.ticket = ticket_get(w, d->ticket)) == NULL)
		return w->err.text[0] != '\0' ? -1 : 0;
	log_info("its author is told that a mail waits", { "ticket", LOG_I(d->ticket) },
	    { "to", LOG_S(d->recipient) }, { "message_id", LOG_S(d->message_id) },
	    { "author", LOG_S(d->author) });
	return notify_agent(w, &ev, STR("delayed"), author);
}

/* The rows, kept from the handle's end. */
static size_t
find(struct work *w, struct sql_delivery_late_row **out)
{
	struct sql_delivery_late h = sql_delivery_late(w->db, w->now - LATE_US, AT_ONCE);
	struct sql_delivery_late_row *v;
	size_t n;

	if (work_run(w) == -1)
		return 0;
	n = sql_delivery_late_count(w->db, h);
	*out = v = ARENA_ARRAY(w->a, n, struct sql_delivery_late_row);
	for (size_t i = 0; i < n; i++) {
		sql_delivery_late_row(w->db, h, i, &v[i]);
		v[i].mailbox = str_dup(w->a, v[i].mailbox);
		v[i].recipient = str_dup(w->a, v[i].recipient);
		v[i].reply = str_dup(w->a, v[i].reply);
		v[i].author = str_dup(w->a, v[i].author);
		v[i].message_id = str_dup(w->a, v[i].message_id);
	}
	return n;
}

int
late_tell(struct core_state *core, struct db *db, size_t *deliveries, bool *more, struct err *e)
{
	struct arena *a = arena_new();
	struct sql_delivery_late_row *v = NULL;
	struct work w;
	size_t n, i = 0;
	int rc = -1;

	work_begin(&w, core, db, a);
	n = find(&w, &v);
	while (w.err.kind == ERR_NONE && i < n && tell(&w, &v[i]) == 0)
		i++;
	if (w.err.kind == ERR_NONE && i == n && work_commit(&w) == 0) {
		*deliveries += w.deliveries;
		rc = 0;
	} else {
		*e = w.err;
		work_rollback(&w);
	}
	*more = rc == 0 && n == AT_ONCE;
	arena_free(a);
	return rc;
}
