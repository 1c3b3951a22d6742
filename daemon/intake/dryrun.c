/* dryrun: see dryrun.h. */
#include "daemon/intake/dryrun.h"

#include "daemon/intake/answers.h"
#include "daemon/intake/transcript.h"
#include "sql.h"

/* The work's tickets once more, as the database has them: what is done to these is lost. */
static int
read_again(struct work *w, struct work_ticket *kept, size_t n)
{
	int64_t *ids = ARENA_ARRAY(w->a, n, int64_t);

	for (size_t i = 0; i < n; i++)
		ids[i] = kept[i].id;
	w->tickets = NULL;
	w->n_tickets = 0;
	return ticket_lock(w, ids, n);
}

/*
 * An alarm that is made here is none, and nobody is away by it.  What the checks looked for
 * is not looked for again.
 */
static int
try_orders(struct work *w, const struct reading *r, const struct ticket *checked,
    struct orders *orders)
{
	struct actor actor = reading_actor(r);
	struct happened happened = { 0 };
	int64_t alarm = w->next_alarm;
	struct aways *aways = w->aways;
	struct ticket *t = work_ticket(w, checked->id);
	int rc;

	t->deeds = checked->deeds;
	sql_dry_begin(w->db);
	rc = orders_apply(w, t, &actor, orders, &happened);
	sql_dry_end(w->db);
	w->next_alarm = alarm;
	w->aways = aways;
	return rc;
}

int
dry_run(struct work *w, struct reading *r, struct ticket *t, struct orders *orders,
    enum told_text text)
{
	struct told told = { .v = orders->lines, .n = orders->n_lines, .is_dry = true,
	    .text = text };
	struct work_ticket *kept = w->tickets;
	size_t n = w->n_tickets;
	struct entry en;
	int rc = read_again(w, kept, n);

	if (rc == 0)
		rc = try_orders(w, r, t, orders);
	w->tickets = kept;
	w->n_tickets = n;
	reading_entry(w, r, ENTRY_COMMAND, t, &en);
	entry_data(w, &en, "dry_run", STR("yes"));
	if (rc == -1 || entry_add(w, &en) == -1 || answers_add(w, r, t, orders, &told) == -1)
		return -1;
	return transcript_send(w, r, t, &en, &told);
}
