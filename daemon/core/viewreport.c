/* viewreport: see viewreport.h. */
#include "daemon/core/viewreport.h"

#include "daemon/calendar/zones.h"
#include "daemon/policy/viewset.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/away.h"
#include "daemon/view/rows.h"
#include "sql.h"

static struct str
language_of(const struct conf *conf, const struct agent *ag, struct str mailbox)
{
	const struct mailbox *m = mailboxes_find(&conf->mailboxes, mailbox);

	if (ag->language.n > 0)
		return ag->language;
	return m != NULL && m->language.n > 0 ? m->language : STR("en");
}

int
viewreport_make(struct arena *a, struct db *db, const struct core_state *core, struct str said,
    const struct agent *ag, struct str mailbox, struct sheet *out, struct err *e)
{
	struct view_ask ask = { .reader = ag, .language = language_of(core->conf, ag, mailbox),
	    .zone = zones_find(core->zones, ag->timezone), .now = clock_now() };
	struct str rest = said, name, fault;
	struct condition more;
	struct strs sets;

	if (!str_split(&rest, ' ', &name)) {
		name = said;
		rest = STR_NONE;
	}
	ask.def = view_defs_find(&core->conf->views, name);
	if (ask.def == NULL || !view_is_shown_to(ask.def, core->conf, ag))
		return err_set(e, ERR_CONF, "there is no view %.*s", STR_ARG(name));
	sets = viewset_split(a, rest);
	if (viewset_read(a, core->conf, &sets, &more, &fault) == -1)
		return err_set(e, ERR_CONF, "%.*s", STR_ARG(fault));
	ask.more = sets.n > 0 ? &more : NULL;
	return view_sheet(a, db, core->conf, &ask, out, e);
}

bool
viewreport_is_idle(const struct conf *conf, const struct sheet *s)
{
	const struct view_def *d = view_defs_find(&conf->views, s->name);

	return s->n_rows == 0 && s->total.count == 0 && s->chart.labels.n == 0 && d != NULL &&
	    d->mail.if_empty == VIEW_EMPTY_SKIP;
}

void
viewreport_want(struct work *w, const struct view_def *d)
{
	for (size_t i = 0; i < w->conf->agents.n; i++) {
		const struct agent *ag = &w->conf->agents.v[i];

		if (!view_is_mailed_to(d, w->conf, ag) || away_of(w, ag).until > w->now)
			continue;
		sql_report_want(w->db, &(struct sql_report_want_in){ .agent = ag->name,
		    .mailbox = w->conf->mailboxes.v[0].name, .what = STR("digest"),
		    .whose = d->name, .now = w->now });
		w->reports_wait = true;
	}
}
