/*
 * timer: see timer.h.  A checked value is "WORD TICKET INSTANT TEXT", the instant in
 * microseconds, 0: that of the order.
 */
#include "daemon/act/timer.h"

#include <string.h>

#include "daemon/act/refusal.h"
#include "daemon/act/stoptime.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "parsers/base/array.h"

enum { OTHERS_TOLD = 20 };

enum does { START, STOP, PAUSE, KEEP, DROP, DOES };

static const char *const words[DOES] = {
	[START] = "start", [STOP] = "stop", [PAUSE] = "pause", [KEEP] = "keep", [DROP] = "drop",
};

struct timer_order {
	enum does	what;
	int64_t		ticket;		/* 0: the mail's */
	int64_t		at;		/* us; 0: now */
	struct str	text;
};

static struct str
number(struct arena *a, int64_t n)
{
	return str_printf(a, "%lld", (long long)n);
}

static struct str
span(struct arena *a, int64_t seconds)
{
	return duration_text(a, seconds, DURATION_WORKED);
}

static int64_t
instant(const struct actor *actor, const struct work *w)
{
	return actor->at != 0 ? actor->at : w->now;
}

/* ---- reading ---- */

/* "#12 …", before the rest. */
static int64_t
read_ticket(struct str *rest)
{
	struct str in = *rest, first;
	int64_t n;

	if (!str_starts(in, STR("#")) || !str_split(&in, ' ', &first) ||
	    !str_i64(str_sub(first, 1, first.n), &n) || n <= 0)
		return 0;
	*rest = str_trim(in);
	return n;
}

/* False: it is no word of ours; all that are stand in *known. */
static bool
read_word(const struct prospect *p, const struct verb *v, struct str *rest,
    struct timer_order *out, struct strs *known)
{
	struct str word, in = *rest;

	if (!str_split(&in, ' ', &word))
		word = in, in = STR_NONE;
	word = verb_words_value(&p->w->conf->verb_words, v, word);
	for (int i = 0; i < DOES; i++) {
		strs_add(p->w->a, known, str_c(words[i]));
		if (str_ieq(word, str_c(words[i]))) {
			out->what = (enum does)i;
			*rest = str_trim(in);
			return true;
		}
	}
	return false;
}

static void
read_checked(struct str value, struct timer_order *out)
{
	struct str word, field;

	*out = (struct timer_order){ .what = START };
	str_split(&value, ' ', &word);
	for (int i = 0; i < DOES; i++)
		if (str_eq(word, str_c(words[i])))
			out->what = (enum does)i;
	if (str_split(&value, ' ', &field))
		str_i64(field, &out->ticket);
	if (str_split(&value, ' ', &field))
		str_i64(field, &out->at);
	out->text = str_trim(value);
}

/* ---- whose ---- */

static struct why *
none_runs(struct prospect *p)
{
	const struct verb *booking = verb_find(p->actor->door, STR("time"));
	struct why *why = WHY(p->w->a, STR("no timer of yours runs; time that is over is booked "
	    "with #time"));

	if (booking != NULL) {
		why->instead = refusal_line(p, booking, STR("1h30m"));
		why->is_example = true;
	}
	return why;
}

/* Whoever may run docketctl says whose, unless it is the only one there. */
static struct why *
nobodys(struct prospect *p, int64_t ticket, const struct timer **out)
{
	struct arena *a = p->w->a;

	*out = NULL;
	for (size_t i = 0; i < p->timers.n; i++) {
		if (p->timers.v[i].ticket != ticket)
			continue;
		if (*out != NULL)
			return WHY(a, STR("several timers run on ticket #*: say whose with "
			    "--as AGENT"), number(a, ticket));
		*out = &p->timers.v[i];
	}
	return *out != NULL ? NULL : WHY(a, STR("no timer runs on ticket #*"), number(a, ticket));
}

/* The one that is meant; else why there is none. */
static struct why *
meant(struct prospect *p, const struct order *o, const struct timer_order *s, struct str rest,
    const struct timer **out)
{
	int64_t ticket = s->ticket != 0 ? s->ticket : p->t->id;
	struct arena *a = p->w->a;
	struct why *why;

	if (p->actor->agent == NULL)
		return nobodys(p, ticket, out);
	*out = timers_find(&p->timers, p->actor->agent->name);
	if (*out == NULL)
		return none_runs(p);
	if ((*out)->ticket == ticket)
		return (*out)->id != 0 || s->what == KEEP ? NULL : WHY(a,
		    STR("the timer starts with this very mail"));
	why = WHY(a, STR("your timer is on ticket #* (*), not on #*"),
	    number(a, (*out)->ticket), str_utf8_cut((*out)->subject, OTHERS_TOLD * 2),
	    number(a, ticket));
	why->instead = refusal_line(p, o->verb, str_printf(a, "%s #%lld%s%.*s",
	    words[s->what], (long long)(*out)->ticket, rest.n > 0 ? " " : "", STR_ARG(rest)));
	return why;
}

/* ---- checks ---- */

static void
set_value(struct prospect *p, struct order *o, const struct timer_order *s, int64_t ticket)
{
	o->value = str_printf(p->w->a, "%s %lld %lld %.*s", words[s->what], (long long)ticket,
	    (long long)s->at, STR_ARG(s->text));
}

/* What is told of a start beside that it was done. */
static const struct why *
start_remark(struct prospect *p, const struct timer *mine, int64_t at)
{
	struct arena *a = p->w->a;

	if (mine == NULL || (mine->ticket == p->t->id && mine->resumed_at == 0))
		return NULL;
	if (mine->ticket != p->t->id)
		return WHY(a, STR("your timer on ticket #* (*) was stopped: * were booked there"),
		    number(a, mine->ticket), str_utf8_cut(mine->subject, OTHERS_TOLD * 2),
		    span(a, timer_worked(mine, at)));
	return mine->id == 0 ? NULL : WHY(a, STR("your timer has been running since *: * so far"),
	    zone_text(a, refusal_zone(p), mine->started_at), span(a, timer_worked(mine, at)));
}

static struct why *
check_start(struct prospect *p, struct order *o, struct timer_order *s)
{
	int64_t at = instant(p->actor, p->w);
	const struct timer *mine;
	struct timer fresh;

	if (p->actor->agent == NULL)
		return WHY(p->w->a, STR("a timer is somebody's: say whose with --as AGENT"));
	if (s->ticket != 0 && s->ticket != p->t->id)
		return WHY(p->w->a, STR("a timer starts on the ticket that the mail belongs to, "
		    "and this is #*"), number(p->w->a, p->t->id));
	mine = timers_find(&p->timers, p->actor->agent->name);
	o->remark = start_remark(p, mine, at);
	set_value(p, o, s, p->t->id);
	fresh = mine != NULL && mine->ticket == p->t->id ? *mine :
	    (struct timer){ .agent = p->actor->agent->name, .ticket = p->t->id,
	    .subject = p->t->subject, .started_at = at };
	if (fresh.resumed_at == 0)
		fresh.resumed_at = at;
	timers_put(p->w->a, &p->timers, &fresh);
	return NULL;
}

/* "#timer stop 17:30 TEXT": up to when, and what is left. */
static struct why *
check_until(struct prospect *p, const struct order *o, struct timer_order *s,
    const struct timer *mine)
{
	int64_t now = instant(p->actor, p->w);
	const struct zone *zone = refusal_zone(p);
	struct arena *a = p->w->a;
	struct why *why = stoptime_read(p, &s->text, now, &s->at);

	if (why != NULL) {
		why->instead = refusal_line(p, o->verb, STR("stop at 17:30"));
		why->is_example = true;
		return why;
	}
	if (s->at == 0 || mine->resumed_at == 0 || s->at >= mine->resumed_at)
		return NULL;
	why = WHY(a, STR("your timer has been running since *: it cannot stop before that"),
	    zone_text(a, zone, mine->resumed_at));
	why->instead = refusal_line(p, o->verb, STR("stop"));
	why->is_example = true;
	return why;
}

static const struct why *
remark(struct prospect *p, const struct timer_order *s, const struct timer *mine)
{
	struct arena *a = p->w->a;
	int64_t at = instant(p->actor, p->w), limit = p->w->conf->timer_limit;
	struct str worked = span(a, timer_worked(mine, at));

	if (s->what == DROP)
		return WHY(a, STR("* were thrown away: nothing is booked"), worked);
	if (s->what == KEEP && mine->resumed_at != 0 && limit != 0)
		return WHY(a, STR("the timer runs on, * so far: you are asked again at *"), worked,
		    zone_text(a, refusal_zone(p), at + limit * SECOND_US));
	return NULL;
}

static struct why *
check_other(struct prospect *p, struct order *o, struct timer_order *s)
{
	const struct timer *mine = NULL;
	struct str rest = s->text;
	struct why *why = meant(p, o, s, rest, &mine);
	struct timer after;

	if (why != NULL || (s->what == STOP && (why = check_until(p, o, s, mine)) != NULL))
		return why;
	o->remark = remark(p, s, mine);
	if (p->actor->agent == NULL)	/* whose, apply finds by it */
		s->text = s->what == STOP || s->what == PAUSE ? s->text : STR_NONE;
	set_value(p, o, s, mine->ticket);
	after = *mine;
	after.resumed_at = s->what == KEEP ? mine->resumed_at : 0;
	if (s->what == PAUSE || s->what == KEEP)
		timers_put(p->w->a, &p->timers, &after);
	else
		timers_take(&p->timers, after.agent);
	return NULL;
}

static struct why *
check(struct prospect *p, struct order *o)
{
	struct timer_order s = { .what = START };
	struct str rest = str_trim(o->value);
	struct strs known = { 0 };

	if (!read_word(p, o->verb, &rest, &s, &known))
		return refusal_none_such(p, o, STR("a timer knows no *"), str_sub(o->value, 0,
		    str_chr(o->value, ' ', 0)), &known);
	s.ticket = read_ticket(&rest);
	s.text = rest;
	return s.what == START ? check_start(p, o, &s) : check_other(p, o, &s);
}

/* ---- doing it ---- */

static const struct timer *
find(const struct action *ac, int64_t ticket)
{
	const struct timers *all = ac->w->timers;

	if (ac->actor->agent != NULL)
		return timers_find(all, ac->actor->agent->name);
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].ticket == ticket)
			return &all->v[i];
	return NULL;
}

/* On the ticket of the mail, or on another, which is stored at once. */
static int
on_ticket(struct action *ac, int64_t number_, struct ticket **out, struct cause *by)
{
	struct work *w = ac->w;

	*by = ac->cause;
	*out = number_ == ac->t->id ? ac->t : ticket_get(w, number_);
	if (*out == NULL)
		return w->err.text[0] != '\0' ? -1 : err_set(&w->err, ERR_MESSAGE,
		    "there is no ticket %lld", (long long)number_);
	if (*out != ac->t)
		by->why = str_printf(w->a, "#%lld: %.*s", (long long)ac->t->id,
		    STR_ARG(ac->cause.why));
	return 0;
}

static int
stop(struct action *ac, const struct timer *tm, int64_t at, struct str text)
{
	struct ticket *t;
	struct cause by;

	if (on_ticket(ac, tm->ticket, &t, &by) == -1 ||
	    timer_stop(ac->w, t, tm, at, text, &by) == -1)
		return -1;
	return t == ac->t ? 1 : ticket_save(ac->w, t) == -1 ? -1 : 1;
}

/* Never before what ran until then was stopped. */
static int
apply_start(struct action *ac, const struct timer_order *s)
{
	const struct timer *mine = timers_find(ac->w->timers, ac->actor->agent->name);
	int64_t at = instant(ac->actor, ac->w), from = mine == NULL ? 0 : mine->resumed_at;
	struct str text;

	if (mine != NULL && mine->ticket == ac->t->id) {
		text = timer_text(ac->w->a, mine->text, s->text);
		if (mine->resumed_at != 0 && str_eq(text, mine->text))
			return 0;
		return timer_go_on(ac->w, ac->t, mine, mine->resumed_at != 0 ? mine->resumed_at :
		    at < mine->started_at ? mine->started_at : at, text, &ac->cause);
	}
	if (mine != NULL && stop(ac, mine, at, STR_NONE) == -1)
		return -1;
	return timer_start(ac->w, ac->t, ac->actor->agent->name, s->text, at < from ? from : at,
	    &ac->cause);
}

static int
apply_other(struct action *ac, const struct timer_order *s, const struct timer *tm)
{
	struct work *w = ac->w;
	struct ticket *t;
	struct cause by;
	int did;

	if (s->what == PAUSE && tm->resumed_at == 0)
		return 0;
	if (on_ticket(ac, tm->ticket, &t, &by) == -1)
		return -1;
	did = s->what == PAUSE ? timer_go_on(w, t, tm, 0, timer_text(w->a, tm->text, s->text),
	    &by) : s->what == DROP ? timer_drop(w, t, tm, &by) : timer_keep(w, t, tm, &by);
	if (did == -1 || (t != ac->t && ticket_save(w, t) == -1))
		return -1;
	return 1;
}

static int
apply(struct action *ac)
{
	const struct timer *tm;
	struct timer_order s;

	read_checked(ac->order->value, &s);
	if (s.what == START)
		return apply_start(ac, &s);
	if ((tm = find(ac, s.ticket)) == NULL)
		return 0;
	return s.what == STOP ? stop(ac, tm, s.at != 0 ? s.at : instant(ac->actor, ac->w),
	    s.text) : apply_other(ac, &s, tm);
}

static int
look(struct work *w, struct ticket *t)
{
	(void)t;
	return timers_lock(w);
}

const struct act act_timer = { .check = check, .apply = apply, .look = look };

const struct why *
timer_remark(const struct prospect *p)
{
	const struct timer *mine = p->actor->agent == NULL ? NULL :
	    timers_find(&p->timers, p->actor->agent->name);

	if (mine == NULL || mine->ticket != p->t->id)
		return NULL;
	return WHY(p->w->a, STR("your timer is still on it, * so far: #timer stop books that"),
	    span(p->w->a, timer_worked(mine, instant(p->actor, p->w))));
}
