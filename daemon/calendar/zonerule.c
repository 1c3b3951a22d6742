/* zonerule: see zonerule.h. */
#include "daemon/calendar/zonerule.h"

#include <string.h>

#include "parsers/text/date.h"

/* --- the calendar that rules are written in --- */

int64_t
zonerule_year(int64_t seconds)
{
	int64_t days = seconds / ZONE_DAY - (seconds % ZONE_DAY < 0);
	int64_t year = 1970 + days * 400 / 146097;

	while (date_days(year, 1, 1) > days)
		year--;
	while (date_days(year + 1, 1, 1) <= days)
		year++;
	return year;
}

static bool
is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* The day on which a rule falls in that year. */
static int64_t
rule_day(const struct zonerule_day *r, int64_t year)
{
	int64_t first, weekday, day, next;

	if (r->kind == ZONERULE_DAY)
		return date_days(year, 1, 1) + r->day;
	if (r->kind == ZONERULE_JULIAN)	/* 29 February is never counted */
		return date_days(year, 1, 1) + r->day - 1 + (is_leap(year) && r->day >= 60);
	first = date_days(year, r->month, 1);
	next = r->month == 12 ? date_days(year + 1, 1, 1) : date_days(year, r->month + 1, 1);
	weekday = ((first + 4) % 7 + 7) % 7;		/* 0 is Sunday */
	day = first + (r->day - weekday + 7) % 7 + 7 * (r->week - 1);
	return day >= next ? day - 7 : day;
}

/* --- POSIX TZ (RFC 8536 section 3.3) --- */

struct scan {				/* what is left of the footer */
	struct str	in;
	bool		bad;
};

static bool
take(struct scan *s, char c)
{
	if (s->in.n == 0 || s->in.p[0] != c)
		return false;
	s->in = str_sub(s->in, 1, SIZE_MAX);
	return true;
}

static int
take_number(struct scan *s, int min, int max)
{
	int value = 0;
	size_t i = 0;

	for (; i < s->in.n && i < 4 && s->in.p[i] >= '0' && s->in.p[i] <= '9'; i++)
		value = 10 * value + (s->in.p[i] - '0');
	if (i == 0 || value < min || value > max)
		s->bad = true;
	s->in = str_sub(s->in, i, SIZE_MAX);
	return s->bad ? min : value;
}

/* [+-]h[:m[:s]] */
static int32_t
take_time(struct scan *s)
{
	int sign = take(s, '-') ? -1 : 1;
	int32_t value;

	if (sign == 1)
		take(s, '+');
	value = 3600 * take_number(s, 0, 167);
	if (take(s, ':'))
		value += 60 * take_number(s, 0, 59);
	if (take(s, ':'))
		value += take_number(s, 0, 59);
	return sign * value;
}

static bool
is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static void
take_name(struct scan *s, char *out)
{
	bool quoted = take(s, '<');
	size_t n = 0;

	while (n < s->in.n && (quoted ? s->in.p[n] != '>' : is_letter(s->in.p[n])))
		n++;
	if (n < 3 || n >= ZONE_ABBREV_MAX) {
		s->bad = true;
		return;
	}
	memcpy(out, s->in.p, n);
	out[n] = '\0';
	s->in = str_sub(s->in, n, SIZE_MAX);
	if (quoted && !take(s, '>'))
		s->bad = true;
}

/* POSIX counts offsets west of Greenwich. */
static int32_t
take_offset(struct scan *s)
{
	int32_t offset = -take_time(s);

	if (offset < -ZONE_OFFSET_MAX || offset > ZONE_OFFSET_MAX)
		s->bad = true;
	return offset;
}

static void
take_rule(struct scan *s, struct zonerule_day *r)
{
	if (!take(s, ','))
		s->bad = true;
	if (take(s, 'M')) {
		r->kind = ZONERULE_MONTH;
		r->month = take_number(s, 1, 12);
		s->bad |= !take(s, '.');
		r->week = take_number(s, 1, 5);
		s->bad |= !take(s, '.');
		r->day = take_number(s, 0, 6);
	} else if (take(s, 'J')) {
		r->kind = ZONERULE_JULIAN;
		r->day = take_number(s, 1, 365);
	} else {
		r->kind = ZONERULE_DAY;
		r->day = take_number(s, 0, 365);
	}
	r->time = take(s, '/') ? take_time(s) : 2 * 3600;
}

int
zonerule_parse(struct str text, struct zonerule *f)
{
	struct scan s = { .in = text };

	if (text.n == 0)
		return 0;
	f->is_set = true;
	take_name(&s, f->std.abbrev);
	f->std.offset = take_offset(&s);
	if (s.in.n > 0 && !s.bad) {
		f->has_dst = true;
		take_name(&s, f->dst.abbrev);
		f->dst.offset = s.in.n > 0 && s.in.p[0] != ',' ? take_offset(&s) :
		    f->std.offset + 3600;
		take_rule(&s, &f->to_dst);
		take_rule(&s, &f->to_std);
	}
	return s.bad || s.in.n > 0 ? -1 : 0;
}

/* The instants of a year's two changes. */
static int64_t
change_at(const struct zonerule *f, bool to_dst, int64_t year)
{
	const struct zonerule_day *r = to_dst ? &f->to_dst : &f->to_std;

	return rule_day(r, year) * ZONE_DAY + r->time - (to_dst ? f->std : f->dst).offset;
}

struct zone_piece
zonerule_piece(const struct zonerule *f, int64_t instant)
{
	struct zone_piece p = { INT64_MIN, INT64_MAX, &f->std };
	int64_t year = zonerule_year(instant);

	if (!f->has_dst)
		return p;
	for (int64_t y = year - 1; y <= year + 1; y++) {
		for (int i = 0; i < 2; i++) {
			int64_t at = change_at(f, i == 0, y);

			if (at > instant) {
				p.to = at < p.to ? at : p.to;
			} else if (at >= p.from) {
				p.from = at;
				p.kind = i == 0 ? &f->dst : &f->std;
			}
		}
	}
	return p;
}
