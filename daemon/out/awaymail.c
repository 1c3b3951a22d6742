/* awaymail: see awaymail.h. */
#include "daemon/out/awaymail.h"

#include "daemon/out/answer.h"
#include "daemon/out/notice.h"
#include "daemon/policy/wording.h"
#include "sql.h"

enum { NAMED = 100 };			/* tickets that one mail names; the rest it counts */

struct story {				/* what is told */
	const struct agent	*ag;
	struct away		 away;
	const struct agent	*by;		/* who said so; NULL: an admin, or their time is over */
	const char		*part;		/* of the template: "team", "you", "back" */
};

static struct str
number(struct work *w, int64_t n)
{
	return n <= 0 ? STR_NONE : str_printf(w->a, "%lld", (long long)n);
}

static void
add_ticket(struct work *w, struct view *items, const struct story *s,
    const struct sql_list_open_row *t, const struct reader *r, const struct zone *zone)
{
	struct arena *a = w->a;
	struct view *v = view_add(a, items, STR_NONE, view_object(a));
	bool is_back = str_eq(str_c(s->part), STR("back"));

	view_text(a, v, "number", number(w, t->id));
	view_text(a, v, "subject", str_dup(a, t->subject));
	view_text(a, v, "state", status_label(types_of(&w->conf->types, t->type),
	    str_dup(a, t->status), r->language));
	view_text(a, v, "severity", wording(WORDING_SEVERITY, str_dup(a, t->severity),
	    r->language));
	view_text(a, v, "at", t->due_at == 0 ? STR_NONE : zone_text(a, zone, t->due_at));
	view_text(a, v, "soon", !is_back && t->due_at != 0 && t->due_at < s->away.until ?
	    STR("yes") : STR_NONE);
	view_text(a, v, "changed", is_back && t->updated_at >= s->away.since ? STR("yes") :
	    STR_NONE);
	view_text(a, v, "mailto", answer_ticket_link(w, r->mailbox, r->agent, t->id,
	    str_dup(a, t->subject)));
}

static struct view *
facts(struct work *w, const struct story *s, struct sql_list_open h, const struct reader *r,
    const struct zone *zone)
{
	struct arena *a = w->a;
	struct view *top = view_object(a), *about = view_object(a), *items;
	size_t n = sql_list_open_count(w->db, h);
	struct sql_list_open_row row;

	view_add(a, top, STR("away"), about);
	view_text(a, about, "name", s->ag->full_name);
	view_text(a, about, "by", s->by == NULL || s->by == s->ag ? STR_NONE : s->by->full_name);
	view_text(a, about, "since", zone_text(a, zone, s->away.since));
	view_text(a, about, "until", zone_text(a, zone, s->away.until));
	view_text(a, about, s->part, STR("yes"));
	items = view_add(a, top, STR("items"), view_list(a));
	for (size_t i = 0; i < n && i < NAMED && sql_list_open_row(w->db, h, i, &row); i++)
		add_ticket(w, items, s, &row, r, zone);
	view_text(a, top, "more", n > NAMED ? STR("…") : STR_NONE);
	return top;
}

static int
tell(struct work *w, const struct story *s, const struct recipient *to)
{
	struct event ev = { .kind = EVENT_NOTED, .mailbox = w->conf->mailboxes.v[0].name,
	    .at = w->now };
	struct reader reader = notice_reader(w, &ev, to);
	struct sql_list_open h = sql_list_own(w->db, s->ag->name, NAMED + 1);

	if (work_run(w) == -1)
		return -1;
	return notice_list(w, &ev, STR("away"), to,
	    facts(w, s, h, &reader, facts_zone(w, &ev, &reader)));
}

static int
tell_one(struct work *w, const struct story *s)
{
	struct recipients *one = ARENA_NEW(w->a, struct recipients);

	recipients_add_agent(one, s->ag);
	return one->n == 0 ? 0 : tell(w, s, &one->v[0]);
}

int
awaymail_back(struct work *w, const struct agent *ag, struct away away)
{
	struct story s = { ag, away, NULL, "back" };

	if (s.away.until > w->now)
		s.away.until = w->now;
	return tell_one(w, &s);
}

int
awaymail_changed(struct work *w, const struct agent *ag, const struct agent *by)
{
	struct story s = { ag, away_of(w, ag), by, "team" };
	struct recipients *all = ARENA_NEW(w->a, struct recipients);

	if (!away_is_changed(w, ag))
		return 0;
	if (s.away.until == 0)
		return awaymail_back(w, ag, away_before(w, ag));
	recipients_stand_in(w, ag, all);
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].agent != by && tell(w, &s, &all->v[i]) == -1)
			return -1;
	s.part = "you";
	return by == ag ? 0 : tell_one(w, &s);
}
