/* withhold: see withhold.h. */
#include "daemon/rules/withhold.h"

#include "daemon/filter/leaf.h"
#include "daemon/policy/whom.h"
#include "daemon/rules/look.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/silences.h"
#include "parsers/base/sha256.h"
#include "sql.h"

static bool
is_customers(const struct rule_action *ac, struct str to)
{
	struct whom whom = whom_read(to);

	return !verb_is(ac->verb, VERB_WEBHOOK) &&
	    (whom.kind == WHOM_REQUESTER || whom.kind == WHOM_PARTICIPANTS);
}

struct strs
withhold_part(struct work *w, const struct rule_action *ac, bool customers)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < ac->values.n; i++)
		if (is_customers(ac, ac->values.v[i]) == customers)
			strs_add(w->a, &out, ac->values.v[i]);
	return out;
}

bool
withhold_is_peoples(const struct event *ev)
{
	return ev->kind == EVENT_AGENT_REPLIED || ev->kind == EVENT_NOTED;
}

/* --- silences --- */

/* The first that is in force and whose condition the ticket fits; NULL: none. */
static const struct silence *
silence_of(struct work *w, const struct rule *r, const struct event *ev)
{
	const struct silences *all = w->core->silences;
	bool over = false;
	struct captured none = { 0 };
	const struct look look = { w, r, ev, &over, &none };
	const struct filter_source src = look_source(&look);

	for (size_t i = 0; all != NULL && i < all->n; i++)
		if (all->v[i].until > w->now && filter_holds(&all->v[i].where, &src, NULL) == 1)
			return &all->v[i];
	return NULL;
}

/* --- calendars --- */

static bool
is_open(struct work *w, struct str calendar)
{
	struct worktime *hours = worktimes_find(w->core->worktimes, calendar);
	int64_t from, to;

	return hours != NULL && worktime_span(hours, w->now, &from, &to) && from <= w->now;
}

void
withhold_look(struct work *w, const struct rule *r, const struct event *ev, struct str *why)
{
	const struct silence *s = silence_of(w, r, ev);

	*why = STR_NONE;
	if (s != NULL)
		*why = str_printf(w->a, "silenced by %lld: %.*s", (long long)s->id, STR_ARG(s->why));
	else if (r->active.n > 0 && !is_open(w, r->active))
		*why = str_printf(w->a, "the rule is active in calendar %.*s alone", STR_ARG(r->active));
	else if (r->mute.n > 0 && is_open(w, r->mute))
		*why = str_printf(w->a, "calendar %.*s mutes the rule", STR_ARG(r->mute));
}

/* --- what was told a while ago --- */

/* Of what happened, and of all that the condition looks at. */
static struct str
seen(struct work *w, const struct rule *r, const struct event *ev)
{
	size_t n = filter_leaves(&r->when);
	struct filter_seen found = { .a = w->a, .whole = true,
	    .result = ARENA_ARRAY(w->a, n, signed char), .value = ARENA_ARRAY(w->a, n, struct str) };
	bool over = false;
	struct captured none = { 0 };
	const struct look look = { w, r, ev, &over, &none };
	const struct filter_source src = look_source(&look);
	unsigned char digest[SHA256_BYTES];
	struct buf b;

	filter_holds(&r->when, &src, &found);
	buf_init(&b, w->a);
	buf_adds(&b, event_word(ev->kind));
	buf_add(&b, ev->sla.point);
	for (size_t i = 0; i < n; i++) {
		buf_addc(&b, '\0');
		buf_add(&b, found.value[i]);
	}
	sha256_of(buf_str(&b), digest);
	return sha256_hex(w->a, digest, sizeof(digest) / 2);
}

int
withhold_repeats(struct work *w, const struct rule *r, const struct rule_action *ac,
    const struct event *ev, struct str *why)
{
	int64_t number = ac - r->actions, free_at;
	struct str now = seen(w, r, ev);
	struct sql_rule_told h;
	struct sql_rule_told_row row;

	*why = STR_NONE;
	if (r->repeat_every == 0)
		return 0;
	h = sql_rule_told(w->db, r->name, number, ev->ticket->id);
	if (work_run(w) == -1)
		return -1;
	if (sql_rule_told_row(w->db, h, 0, &row) && str_eq(row.seen, now)) {
		free_at = row.told_at + r->repeat_every * SECOND_US;
		if (free_at > w->now && row.told_at <= w->now) {
			*why = str_printf(w->a, "the same was told at %.*s, and repeat_every is %.*s",
			    STR_ARG(clock_rfc3339(w->a, row.told_at)),
			    STR_ARG(duration_text(w->a, r->repeat_every, DURATION_EXACT)));
			return 0;
		}
	}
	sql_rule_tell(w->db, &(struct sql_rule_tell_in){ .rule = r->name, .action = number,
	    .ticket = ev->ticket->id, .seen = now, .now = w->now });
	return 0;
}

/* --- so that nothing is silent about it --- */

int
withhold_record(struct work *w, const struct rule *r, const struct rule_action *ac,
    const struct event *ev, const struct strs *to, struct str why)
{
	struct entry en = { .kind = ENTRY_RULE, .author = STR("docket"),
	    .ticket = ev->ticket == NULL ? 0 : ev->ticket->id };

	if (to->n == 0)
		return 0;
	entry_data(w, &en, "what", STR("not told"));
	entry_data(w, &en, "rule", r->name);
	entry_data(w, &en, verb_is(ac->verb, VERB_WEBHOOK) ? "webhook" : "to",
	    strs_join(w->a, to, ", "));
	entry_data(w, &en, "why", why);
	log_info("a rule's word is withheld", { "rule", LOG_S(r->name) },
	    { "ticket", LOG_I(en.ticket) }, { "why", LOG_S(why) });
	return entry_add(w, &en);
}
