/* helddigest: see helddigest.h. */
#include "daemon/out/helddigest.h"

#include "daemon/out/actions.h"
#include "daemon/out/burst.h"
#include "daemon/out/heap.h"
#include "daemon/policy/words.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "sql.h"

enum { NAMED = 50 };			/* mails that one digest names; the rest it counts */

static struct str
number(struct work *w, int64_t n)
{
	return n == 0 ? STR_NONE : str_printf(w->a, "%lld", (long long)n);
}

/* With the proofs of who reads it, and of nobody else. */
static void
add_actions(struct work *w, struct view *item, const struct sql_held_digest_row *m,
    const struct recipient *to)
{
	struct ticket *t = ARENA_NEW(w->a, struct ticket);
	struct event ev = { .kind = EVENT_HELD, .ticket = t, .at = w->now, .held = m->id };
	struct reader reader;

	t->id = m->ticket;
	t->subject = str_dup(w->a, m->title);
	ev.mailbox = t->mailbox = str_dup(w->a, m->mailbox);
	withdrawn_read(w->a, &m->withdrawn, &t->withdrawn);
	reader = notice_reader(w, &ev, to);
	actions_add_held(w, view_add(w->a, item, STR("actions"), view_list(w->a)), &ev, &reader);
}

/* `list` is the verb of docketctl that knows it; `words` are the reader's. */
static void
add_item(struct work *w, struct view *items, const struct sql_held_digest_row *m,
    const char *list, const struct recipient *to, struct str words)
{
	struct view *v = view_add(w->a, items, STR_NONE, view_object(w->a));

	view_text(w->a, v, "list", str_c(list));
	view_text(w->a, v, "id", number(w, m->id));
	view_text(w->a, v, "number", number(w, m->ticket));
	view_text(w->a, v, "from", str_dup(w->a, m->author));
	view_text(w->a, v, "subject", str_dup(w->a, m->subject));
	view_text(w->a, v, "reason", words_in(w->a, words, str_dup(w->a, m->reason)));
	view_text(w->a, v, "age", duration_text(w->a, m->at > w->now ? 0 :
	    (w->now - m->at) / SECOND_US, DURATION_WORDS));
	if (to->agent != NULL && m->ticket != 0)
		add_actions(w, v, m, to);
}

static int
tell(struct work *w, struct str reader, struct str event)
{
	bool held = str_eq(event, str_c(event_word(EVENT_HELD)));
	struct event joint = { .kind = held ? EVENT_HELD : EVENT_QUARANTINED, .at = w->now };
	struct recipient to = { .agent = agents_by_address(&w->conf->agents, reader) };
	struct sql_held_digest h = sql_held_digest(w->db, reader, event, NAMED);
	struct view *view = view_object(w->a), *items;
	struct sql_held_digest_row m;
	int64_t all = 0;
	size_t n = 0;

	sql_held_digest_done(w->db, reader, event, w->now, BURST_PAUSE);
	if (work_run(w) == -1)
		return -1;
	items = view_add(w->a, view, STR("items"), view_list(w->a));
	for (; sql_held_digest_row(w->db, h, n, &m); n++) {
		if (n == 0)
			joint.mailbox = str_dup(w->a, m.mailbox);
		all = m.n;
		add_item(w, items, &m, held ? "held" : "quarantine", &to,
		    templates_words(&w->conf->templates,
		    notice_language(w, &joint, &to)));
	}
	if (n == 0)
		return 0;	/* all of it was decided on meanwhile */
	view_text(w->a, view, "count", number(w, all));
	view_text(w->a, view, "more", number(w, all - (int64_t)n));
	view_text(w->a, view, held ? "held" : "quarantine", STR("yes"));
	to.address = (struct address){ to.agent == NULL ? STR_NONE : to.agent->full_name,
	    reader };
	return notice_list(w, &joint, STR("held-digest"), &to, view);
}

int
helddigest_send(struct work *w)
{
	struct sql_held_digests h = sql_held_digests(w->db, w->now);
	struct sql_held_digests_row row;
	struct strs due = { 0 };

	if (work_run(w) == -1)
		return -1;
	for (size_t i = 0; sql_held_digests_row(w->db, h, i, &row); i++) {
		strs_add(w->a, &due, str_dup(w->a, row.recipient));
		strs_add(w->a, &due, str_dup(w->a, row.event));
	}
	for (size_t i = 0; i + 1 < due.n; i += 2) {
		enum heap heap = heap_find(due.v[i + 1]);

		if ((heap != HEAPS ? heap_send(w, heap, due.v[i]) :
		    tell(w, due.v[i], due.v[i + 1])) == -1)
			return -1;
	}
	return 0;
}
