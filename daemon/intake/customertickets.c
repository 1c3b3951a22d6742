/* customertickets: see customertickets.h. */
#include "daemon/intake/customertickets.h"

#include "daemon/calendar/zones.h"
#include "daemon/intake/customerorders.h"
#include "daemon/intake/person.h"
#include "daemon/out/notice.h"
#include "daemon/out/notify.h"
#include "daemon/policy/wording.h"
#include "daemon/sys/log.h"
#include "sql.h"

enum { TICKETS_MAX = 50 };		/* of a list, the newest */

bool
customer_tickets_alone(struct work *w, const struct reading *r)
{
	const struct project *p = projects_find(&w->conf->projects, r->project);
	struct command_block block;

	if (r->agent != NULL || r->forwarder != NULL || r->by_form || r->contact == 0 ||
	    p == NULL || r->in->decision.what.n > 0 || r->letter->kind != LETTER_HUMAN ||
	    !person_vouched(r))
		return false;
	return customer_block(w, r, p, &block) && block.n == 1 &&
	    orders_has(&block, VERB_TICKETS) && block.v[0].said.n == 0 && block.rest.n == 0 &&
	    r->letter->n_attachments == 0;
}

static void
add_ticket(struct work *w, struct view *items, const struct sql_tickets_own_row *row,
    const struct zone *zone, struct str language)
{
	struct view *one = view_add(w->a, items, STR_NONE, view_object(w->a));

	view_text(w->a, one, "number", str_printf(w->a, "%lld", (long long)row->id));
	view_text(w->a, one, "subject", str_dup(w->a, row->subject));
	view_text(w->a, one, "state", wording(WORDING_STATUS, str_dup(w->a, row->category),
	    language));
	view_text(w->a, one, "at", zone_text(w->a, zone, row->created_at));
}

int
customer_tickets_send(struct work *w, const struct reading *r, const struct entry *en,
    struct str project)
{
	struct sql_tickets_own h = sql_tickets_own(w->db, r->contact, project, TICKETS_MAX);
	struct event ev = reading_event(r, EVENT_NOTED, NULL, en);
	struct recipient to = { .address = { .name = r->from.name, .addr = r->preferred },
	    .is_customer = true };
	struct view *list = view_list(w->a), *one, *items;
	struct told told = { .answers = list };
	struct sql_tickets_own_row row;
	struct reader reader;
	size_t n = 0, all = 0;

	ev.project = project;
	ev.text = STR_NONE;
	ev.told = &told;
	reader = notice_reader(w, &ev, &to);
	if (work_run(w) == -1)
		return -1;
	one = view_add(w->a, list, STR_NONE, view_object(w->a));
	items = view_add(w->a, one, STR("items"), view_list(w->a));
	for (; sql_tickets_own_row(w->db, h, n, &row); n++) {
		all = (size_t)row.n;
		add_ticket(w, items, &row, facts_zone(w, &ev, &reader), reader.language);
	}
	view_text(w->a, one, "some", n > 0 ? STR("yes") : STR_NONE);
	if (all > n)
		view_text(w->a, one, "more", str_printf(w->a, "%zu", all - n));
	log_info("tickets listed", { "contact", LOG_I(r->contact) }, { "project", LOG_S(project) },
	    { "count", LOG_I(n) });
	return notify_customer(w, &ev, STR("tickets"), &to);
}

int
customer_tickets_mail(struct work *w, struct reading *r)
{
	struct entry en;

	reading_entry(w, r, ENTRY_COMMAND, NULL, &en);
	return entry_add(w, &en) == -1 ? -1 : customer_tickets_send(w, r, &en, r->project);
}
