/* burst: see burst.h. */
#include "daemon/out/burst.h"

#include "sql.h"

enum { PAUSE = 300 };			/* seconds from one mail to a reader to the next */

bool
burst_applies(const struct event *ev)
{
	return ev->kind == EVENT_HELD || ev->kind == EVENT_QUARANTINED;
}

/* It belongs to no ticket: it stands for mail of several. */
static int
queue_digest(struct work *w, const struct event *ev, const struct recipient *to, int64_t due_at)
{
	struct event joint = { .kind = ev->kind, .mailbox = ev->mailbox, .at = w->now };
	struct notice no = { &joint, STR("held-digest"), to, 1 };
	const struct mailbox *m = notice_mailbox(w, &joint);
	struct outbox_reader *reader = ARENA_NEW(w->a, struct outbox_reader);
	struct outbox_mail om = { .mailbox = m->name, .to = reader };
	struct reader as = notice_reader(w, &joint, to);

	*reader = (struct outbox_reader){ to->address, due_at };
	om.draft.mail.from = (struct address){ m->display_name, m->address };
	om.draft.mail.message_id = draft_message_id(w->a, 0, w->conf->message_id_domain);
	return notice_render(w, &no, facts_event(w, &joint, &as), &om) == -1 ? -1 :
	    notice_put(w, &no, &om);
}

int
burst_sift(struct work *w, const struct event *ev, struct recipient *v, size_t *n)
{
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++) {
		struct sql_held_told_row told;
		struct sql_held_told h = sql_held_told(w->db,
		    str_lower(w->a, v[i].address.addr), str_c(event_word(ev->kind)), w->now,
		    PAUSE);

		if (work_run(w) == -1)
			return -1;
		sql_held_told_row(w->db, h, 0, &told);
		if (told.n == 0)
			v[kept++] = v[i];
		else if (told.n == 1 && queue_digest(w, ev, &v[i], told.due_at) == -1)
			return -1;
	}
	*n = kept;
	return 0;
}
