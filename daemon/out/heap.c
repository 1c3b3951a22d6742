/* heap: see heap.h. */
#include "daemon/out/heap.h"

#include "daemon/out/answer.h"
#include "daemon/out/burst.h"
#include "daemon/out/notice.h"
#include "daemon/out/tally.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "sql.h"

enum {
	NAMED = 50,			/* tickets that one list names; the rest it counts */
	DOUBLINGS = 3,			/* of the pause, while the heap grows */
};

static const struct { const char *event, *template; } heaps[HEAPS] = {
	[HEAP_MAIL] = { "mail", "mail-digest" },
	[HEAP_UNPROVEN] = { "unproven", "unproven-digest" },
};

enum heap
heap_find(struct str event)
{
	enum heap h = 0;

	while (h < HEAPS && !str_eq(event, str_c(heaps[h].event)))
		h++;
	return h;
}

int
heap_grows(struct work *w, struct str sender, int64_t at_once, bool *grows)
{
	int64_t n;

	if (tally_count(w, TALLY_SENDER, sender, &n) == -1)
		return -1;
	tally_add(w, TALLY_SENDER, sender, 1);
	*grows |= n >= at_once;
	return 0;
}

int
heap_add(struct work *w, enum heap heap, const struct event *ev, struct str reader)
{
	struct str who = str_lower(w->a, reader);
	int64_t told, at;

	if (tally_count(w, TALLY_DIGEST, who, &told) == -1)
		return -1;
	at = w->now + ((int64_t)BURST_PAUSE << (told < DOUBLINGS ? told : DOUBLINGS)) *
	    SECOND_US;
	sql_heap_add(w->db, &(struct sql_heap_add_in){ who, str_c(heaps[heap].event),
	    ev->entry, w->now, at });
	if (w->next_alarm == 0 || at < w->next_alarm)
		w->next_alarm = at;
	return 0;
}

static struct str
number(struct work *w, int64_t n)
{
	return n <= 0 ? STR_NONE : str_printf(w->a, "%lld", (long long)n);
}

static void
add_item(struct work *w, struct view *items, const struct sql_heap_digest_row *m,
    const struct mailbox *box, const struct agent *ag)
{
	struct view *v = view_add(w->a, items, STR_NONE, view_object(w->a));

	view_text(w->a, v, "number", number(w, m->ticket));
	view_text(w->a, v, "subject", str_dup(w->a, m->subject));
	view_text(w->a, v, "from", str_dup(w->a, m->author));
	view_text(w->a, v, "mails", number(w, m->mails));
	view_text(w->a, v, "age", duration_text(w->a, m->at > w->now ? 0 :
	    (w->now - m->at) / SECOND_US, DURATION_WORDS));
	view_text(w->a, v, "mailto", answer_ticket_link(w, box, ag, m->ticket,
	    str_dup(w->a, m->subject)));
}

int
heap_send(struct work *w, enum heap heap, struct str reader)
{
	const struct agent *ag = agents_by_address(&w->conf->agents, reader);
	struct recipient to = { .agent = ag, .address = { ag == NULL ? STR_NONE :
	    ag->full_name, reader } };
	struct event joint = { .kind = EVENT_NOTED, .at = w->now };
	struct str event = str_c(heaps[heap].event);
	struct sql_heap_digest h = sql_heap_digest(w->db, reader, event, NAMED);
	struct view *view = view_object(w->a), *items;
	struct sql_heap_digest_row m;
	int64_t tickets = 0, mails = 0;
	size_t n = 0;

	sql_held_digest_done(w->db, reader, event, w->now, 0);
	if (work_run(w) == -1)
		return -1;
	items = view_add(w->a, view, STR("items"), view_list(w->a));
	for (; sql_heap_digest_row(w->db, h, n, &m); n++) {
		if (n == 0)
			joint.mailbox = str_dup(w->a, m.mailbox);
		tickets = m.all_tickets;
		mails = m.all_mails;
		add_item(w, items, &m, notice_mailbox(w, &joint), ag);
	}
	if (n == 0)
		return 0;	/* erased since */
	view_text(w->a, view, "count", number(w, mails));
	view_text(w->a, view, "more", number(w, tickets - (int64_t)n));
	tally_add(w, TALLY_DIGEST, reader, 1);
	return notice_list(w, &joint, str_c(heaps[heap].template), &to, view);
}
