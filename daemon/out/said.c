/* said: see said.h. */
#include "daemon/out/said.h"

#include "daemon/out/actions.h"
#include "daemon/out/markdown.h"
#include "daemon/out/plainhtml.h"
#include "sql.h"

enum {
	MAILS_MAX = 20,			/* of "all" */
	TEXT_MAX = 8 * 1024		/* bytes of each: what is longer is in the ticket */
};

static void
add_one(struct work *w, struct view *list, const struct sql_entry_said_row *row,
    const struct zone *zone)
{
	const struct agent *ag = row->by_agent ? agents_find(&w->conf->agents, row->author) : NULL;
	struct view *v = view_add(w->a, list, STR_NONE, view_object(w->a));
	struct str text = str_dup(w->a, str_utf8_cut(str_trim(row->text), TEXT_MAX));

	view_text(w->a, v, "author", ag != NULL ? ag->full_name : str_dup(w->a, row->author));
	view_text(w->a, v, "at", zone_text(w->a, zone, row->at));
	view_text(w->a, v, "quoted", actions_quoted(w->a, text));
	view_html(w->a, v, "html", row->by_agent ? markdown_html(w->a, text) :
	    plainhtml(w->a, text));
}

int
said_add(struct work *w, struct view *top, const struct event *ev, const struct zone *zone)
{
	const struct mailbox *m = mailboxes_find(&w->conf->mailboxes, ev->mailbox);
	struct sql_entry_said_row row;
	struct sql_entry_said h;
	struct view *list;

	if (m == NULL || m->quote == QUOTE_NONE || ev->agent == NULL || ev->ticket == NULL ||
	    ev->text.n == 0)
		return 0;
	h = sql_entry_said(w->db, ev->ticket->id, ev->entry,
	    m->quote == QUOTE_ALL ? MAILS_MAX : 1);
	if (db_run(w->db, &w->err) == -1)
		return -1;
	list = view_add(w->a, top, STR("quotes"), view_list(w->a));
	for (size_t i = 0; sql_entry_said_row(w->db, h, i, &row); i++)
		add_one(w, list, &row, zone);
	return 0;
}
