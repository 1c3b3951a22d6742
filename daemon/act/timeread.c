/* timeread: see timeread.h. */
#include "daemon/act/timeread.h"

#include "daemon/act/refusal.h"
#include "daemon/policy/rate.h"
#include "daemon/sys/clock.h"

enum { DAY = 86400, MORNING = 9, TOLD = 60 };

const struct zone *
timeread_zone(const struct work *w, const struct actor *actor)
{
	return zones_find(w->core->zones, actor->agent->timezone);
}

static int64_t
seconds_of(int64_t us)
{
	return us / SECOND_US;
}

static struct strs
services(const struct work *w)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < w->conf->rates.n_services; i++)
		strs_add(w->a, &out, w->conf->rates.services[i].name);
	return out;
}

enum worked_verdict
timeread(struct work *w, const struct actor *actor, struct str value, struct worked *out)
{
	int64_t now = seconds_of(actor->at);
	struct strs names = services(w);
	struct worked_reader by = { .when = { .hour = MORNING, .back = true,
	    .now = now + zone_offset(timeread_zone(w, actor), now),
	    .day_first = agent_day_first(actor->agent) }, .services = &names };

	return worked_read(w->a, &by, value, out);
}

static struct str
cut(struct str s)
{
	return str_utf8_cut(s, TOLD);
}

/* Where the word stands in the value, whose blanks may be others; SIZE_MAX: nowhere. */
static size_t
place(struct str value, struct str word)
{
	for (size_t i = 0; word.n > 0 && i + word.n <= value.n; i++)
		if (str_starts(str_sub(value, i, value.n), word))
			return i;
	return SIZE_MAX;
}

/* The value with another word in it. */
static struct str
instead(const struct prospect *p, const struct order *o, struct str word, struct str by,
    const char *unit)
{
	size_t at = place(o->value, word);
	struct buf b;

	if (at == SIZE_MAX)
		return STR_NONE;
	buf_init(&b, p->w->a);
	buf_add(&b, str_sub(o->value, 0, at));
	buf_add(&b, by);
	buf_adds(&b, unit);
	buf_add(&b, str_sub(o->value, at + word.n, o->value.n));
	return refusal_line(p, o->verb, buf_str(&b));
}

static struct why *
example(const struct prospect *p, const struct order *o, struct why *why, const char *value)
{
	why->instead = refusal_line(p, o->verb, str_c(value));
	why->is_example = true;
	return why;
}

static struct why *
offer(struct why *why, struct str line)
{
	why->instead = line;
	return why;
}

static struct why *
span_fault(const struct prospect *p, const struct order *o, enum worked_verdict v,
    const struct worked *said)
{
	struct arena *a = p->w->a;
	struct str word = cut(said->word);

	if (v == WORKED_NO_SPAN)
		return example(p, o, WHY(a, STR("\"*\" is no time: 1h30m, 1:30, 1,5h or 90 (minutes) is"),
		    word), "1h30m");
	if (v == WORKED_NO_UNIT)
		return offer(WHY(a, STR("\"*\" has no unit: hours are *h"), word, word),
		    instead(p, o, said->word, said->word, "h"));
	return offer(WHY(a, STR("\"*\" may be minutes, or text: write *m, or a dash before the text"),
	    word, word), instead(p, o, said->word, said->word, "m"));
}

struct why *
timeread_fault(const struct prospect *p, const struct order *o, enum worked_verdict v,
    const struct worked *said)
{
	struct arena *a = p->w->a;
	struct str word = cut(said->word);

	if (v == WORKED_NO_SPAN || v == WORKED_NO_UNIT || v == WORKED_MINUTES)
		return span_fault(p, o, v, said);
	if (v == WORKED_TWO_WAYS)
		return WHY(a, STR("\"*\" can be read in two ways: write the day as 2026-12-31"), word);
	if (v == WORKED_NO_SUCH)
		return WHY(a, STR("there is no such time as \"*\""), word);
	if (v == WORKED_MAY_BE_DATE)
		return WHY(a, STR("\"*\" may be the day, or text: write @* right behind the time, or a "
		    "dash before the text"), word, word);
	if (v == WORKED_NEAR)
		return offer(WHY(a, STR("\"*\" may be the service *, or text: put a dash before the text"),
		    word, said->service), instead(p, o, said->word, said->service, ""));
	if (v == WORKED_TWICE)
		return WHY(a, STR("\"*\" says once more what was said before it: put a dash before the text"),
		    word);
	return example(p, o, WHY(a, STR("\"*\" is no day: @yesterday, @yesterday 14:00 or @2026-12-31 is"),
	    word), "1h @yesterday 14:00");
}

void
timeread_day(const struct zone *zone, int64_t us, int64_t *from, int64_t *to)
{
	int64_t at = seconds_of(us), wall = at + zone_offset(zone, at), day = wall / DAY;

	*from = zone_instant(zone, day * DAY) * SECOND_US;
	*to = zone_instant(zone, (day + 1) * DAY) * SECOND_US;
}

/* The hours of today that a day alone stands for end now at the latest. */
static void
until_now(const struct zone *zone, int64_t now, int64_t *from, int64_t *to)
{
	int64_t begin, end;

	timeread_day(zone, *from, &begin, &end);
	if (now < begin || now >= end || *to <= now || now - (*to - *from) < begin)
		return;
	*from = now - (*to - *from);
	*to = now;
}

bool
timeread_span(const struct work *w, const struct actor *actor, const struct worked *said,
    int64_t *from, int64_t *to)
{
	const struct zone *zone = timeread_zone(w, actor);
	int64_t span = (said->seconds < 0 ? -said->seconds : said->seconds) * SECOND_US;

	if (!said->has_date) {
		*to = actor->at;
		*from = *to - span;
		return true;
	}
	*from = SECOND_US * (said->when.kind == WHEN_UTC ? said->when.seconds :
	    zone_instant(zone, said->when.seconds));
	*to = *from + span;
	if (said->when.is_day)
		until_now(zone, actor->at, from, to);
	return *to <= actor->at;
}
