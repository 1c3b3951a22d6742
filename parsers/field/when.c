/*
 * One pass over the folded text: each number by what stands behind it, each word by a
 * table; a word that is in none makes the whole no instant.  No locale, no clock.
 */
#include "parsers/field/when.h"

#include "parsers/base/array.h"
#include "parsers/field/amount.h"
#include "parsers/field/whenwords.h"
#include "parsers/text/date.h"
#include "parsers/text/fold.h"

enum { LOOK = 100, MINUTE = 60, HOUR = 3600, DAY = 86400, BARE_DIGITS = 5 };
enum { UNSAID = -100 };			/* of days from today */

/* What stands before a span: "in 2 days". */
static const char *const leads[] = { "+", "in ", "en ", "dans ", "em ", "tra ", "fra " };

struct pass {
	struct str		 s;	/* folded */
	size_t			 i;
	const struct when_reader *by;
	struct date_parts	 zone;
	int			 day, month, year;
	int			 weekday;	/* -1: none */
	int			 march;		/* "mar" as a weekday; -1: none */
	int			 next, more;	/* days from today; UNSAID: none */
	int			 hour, minute, second;
	bool			 has_time, pm, am;
	enum when_verdict	 verdict;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || c == '\'' || (unsigned char)c >= 0x80;
}

static char
at(const struct pass *p, size_t i)
{
	return i < p->s.n ? p->s.p[i] : 0;
}

/* Folded, with the plain dash and apostrophe for those that programs make of them. */
static struct str
plain(struct arena *a, struct str in)
{
	static const struct { uint32_t from, to; char c; } marks[] = {
		{ 0x2010, 0x2015, '-' }, { 0x2212, 0x2212, '-' }, { 0xff0d, 0xff0d, '-' },
		{ 0x2018, 0x2019, '\'' }, { 0xff1a, 0xff1a, ':' }, { 0x200b, 0x200d, ' ' },
	};
	struct str s = fold(a, fold_trim(str_sub(in, 0, 2 * LOOK)));
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0, n; i < s.n; i += n) {
		uint32_t c = fold_char(str_sub(s, i, s.n), &n);
		struct str as = str_sub(s, i, n);

		for (size_t k = 0; k < COUNT(marks); k++)
			if (c >= marks[k].from && c <= marks[k].to)
				as = (struct str){ &marks[k].c, 1 };
		buf_add(&b, as);
	}
	return str_trim(buf_str(&b));
}

/* ---- spans ---- */

/* A number alone: minutes. */
static bool
bare_minutes(struct str s, int64_t *seconds)
{
	int64_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]))
			return false;
		n = n * 10 + (s.p[i] - '0');
		if (i >= BARE_DIGITS)
			return false;
	}
	*seconds = n * MINUTE;
	return s.n > 0;
}

static bool
span(struct arena *a, struct str s, int64_t *seconds)
{
	return bare_minutes(s, seconds) || amount_duration(a, s, seconds);
}

bool
when_span(struct arena *a, struct str in, int64_t *seconds)
{
	struct str s = plain(a, in);
	bool negative = str_starts(s, STR("-"));

	if (negative || str_starts(s, STR("+")))
		s = str_trim(str_sub(s, 1, s.n));
	if (s.n == 0 || !span(a, s, seconds))
		return false;
	if (negative)
		*seconds = -*seconds;
	return true;
}

/* "2d", "1 week": as many days on the wall, not so many hours. */
static bool
is_days(struct str s, int64_t seconds)
{
	int64_t n = 0;

	for (size_t i = 0; i < s.n && is_digit(s.p[i]) && i < BARE_DIGITS; i++)
		n = n * 10 + (s.p[i] - '0');
	return n > 0 && (seconds == n * DAY || seconds == n * 7 * DAY);
}

static bool
read_span(struct arena *a, const struct when_reader *by, struct str s, struct when *out)
{
	bool led = false, negative = str_starts(s, STR("-"));
	int64_t n;

	if (negative)
		s = str_trim(str_sub(s, 1, s.n));
	for (size_t i = 0; !negative && !led && i < COUNT(leads); i++)
		if ((led = str_starts(s, str_c(leads[i]))))
			s = str_trim(str_sub(s, str_c(leads[i]).n, s.n));
	/* "9:00" alone is a time of the day. */
	if ((!led && !negative && str_chr(s, ':', 0) != SIZE_MAX) || !span(a, s, &n))
		return false;
	*out = is_days(s, n) ? (struct when){ WHEN_WALL, by->now + (negative ? -n : n), true } :
	    (struct when){ WHEN_SPAN, negative ? -n : n, false };
	return true;
}

/* ---- instants ---- */

/* The digits at p->i, of which at most four count; -1: too many. */
static int
number(struct pass *p, size_t *digits)
{
	size_t from = p->i;
	int v = 0;

	for (; is_digit(at(p, p->i)); p->i++)
		if (p->i - from < 4)
			v = v * 10 + (at(p, p->i) - '0');
	*digits = p->i - from;
	return *digits > 4 ? -1 : v;
}

/* What is wrong first is told. */
static void
fault(struct pass *p, enum when_verdict v)
{
	if (p->verdict == WHEN_READ)
		p->verdict = v;
}

static void
set_time(struct pass *p, int hour, int minute)
{
	if (p->has_time)
		fault(p, WHEN_UNREAD);
	if (hour > 24 || minute > 59 || (hour == 24 && minute > 0))
		fault(p, WHEN_NO_SUCH);
	p->hour = hour;
	p->minute = minute;
	p->has_time = true;
}

static void
set_date(struct pass *p, int day, int month, int year)
{
	if (p->month != 0 || p->day != 0)
		fault(p, WHEN_UNREAD);
	p->day = day;
	p->month = month;
	if (year >= 0)
		p->year = year < 100 ? 2000 + year : year;
}

/* Behind an hour at its mark, ':' or 'h': "00", "00:00". */
static void
take_clock(struct pass *p, int hour)
{
	size_t digits = 0;
	int minute = 0;

	p->i++;
	if (is_digit(at(p, p->i)) && ((minute = number(p, &digits)) == -1 || digits != 2))
		fault(p, WHEN_UNREAD);
	set_time(p, hour, minute);
	if (digits == 2 && at(p, p->i) == ':') {
		p->i++;
		p->second = number(p, &digits);
		if (digits != 2 || p->second > 59)
			fault(p, WHEN_UNREAD);
		if (at(p, p->i) == '.')		/* of a second */
			for (p->i++; is_digit(at(p, p->i)); p->i++)
				continue;
	}
}

/* Behind a first number at its mark: the second, and maybe a year. */
static void
take_numbers(struct pass *p, int first, size_t first_digits)
{
	char mark = at(p, p->i);
	size_t digits, year_digits = 0;
	int second, year = -1;
	bool may_be_time;

	p->i++;
	second = number(p, &digits);
	may_be_time = mark == '.' && digits == 2 && first_digits <= 2 && !p->has_time &&
	    at(p, p->i) != '.';
	if (at(p, p->i) == mark) {
		p->i++;
		if (is_digit(at(p, p->i)))
			year = number(p, &year_digits);
	}
	if (second == -1 || (year_digits == 0) != (year == -1) || year_digits == 3)
		fault(p, WHEN_UNREAD);
	else if (first_digits == 4)
		set_date(p, year, second, first);
	else if (may_be_time && (second == 0 || second > 12 || p->month != 0 ||
	    p->next != UNSAID))
		set_time(p, first, second);
	else if (may_be_time && p->weekday != -1)
		fault(p, WHEN_TWO_WAYS);	/* "fri 4.12" */
	else if (mark == '/' && first > 12)
		set_date(p, first, second, year);
	else if (mark == '/' && second > 12)
		set_date(p, second, first, year);
	else if (mark == '/' && p->by->month_first)
		set_date(p, second, first, year);
	else if (mark == '/' && !p->by->day_first && first != second)
		fault(p, WHEN_TWO_WAYS);
	else if (mark == '-' && year_digits != 4)
		fault(p, WHEN_UNREAD);
	else
		set_date(p, first, second, year);
}

/* "5pm", "5 p.m." */
static bool
take_half(struct pass *p)
{
	size_t i = p->i + (at(p, p->i) == ' ');
	char half = at(p, i);

	if (half != 'a' && half != 'p')
		return false;
	i += at(p, i + 1) == '.' ? 2 : 1;
	if (at(p, i) != 'm' || is_letter(at(p, i + 1)))
		return false;
	p->i = at(p, i + 1) == '.' ? i + 2 : i + 1;
	p->pm = half == 'p';
	p->am = half == 'a';
	return true;
}

static bool
has_word(const struct pass *p, struct str word)
{
	size_t i = p->i;

	while (at(p, i) == ' ')
		i++;
	return str_starts(str_sub(p->s, i, p->s.n), word) && !is_letter(at(p, i + word.n));
}

static void
take_digits(struct pass *p)
{
	size_t digits;
	int v = number(p, &digits);
	char c = at(p, p->i);
	bool more = is_digit(at(p, p->i + 1));

	if (v == -1)
		fault(p, WHEN_UNREAD);
	else if (digits <= 2 && ((c == ':' && more) || (c == 'h' && !is_letter(at(p, p->i + 1)))))
		take_clock(p, v);
	else if ((c == '.' || c == '/' || c == '-') && more)
		take_numbers(p, v, digits);
	else if (digits <= 2 && (has_word(p, STR("uhr")) || has_word(p, STR("h")) ||
	    take_half(p)))
		set_time(p, v, 0);
	else if (digits <= 2 && p->day == 0)
		p->day = v;
	else if (digits == 4 && p->year == 0)
		p->year = v;
	else
		fault(p, WHEN_UNREAD);
}

static void
take_sense(struct pass *p, enum when_sense sense, int n)
{
	int *to = sense == NEXT_DAY ? &p->next : sense == DAY_MORE ? &p->more :
	    sense == WEEKDAY ? &p->weekday : sense == WEEKDAY_OR_MARCH ? &p->march : &p->month;
	int none = sense == MONTH ? 0 : sense == NEXT_DAY || sense == DAY_MORE ? UNSAID : -1;

	if (sense == NOTHING)
		return;
	if (*to != none)
		fault(p, WHEN_UNREAD);
	*to = n;
}

static void
take_word(struct pass *p)
{
	size_t from = p->i;
	struct when_word known;
	struct str word;

	while (is_letter(at(p, p->i)))
		p->i++;
	word = str_sub(p->s, from, p->i - from);
	if (when_word(word, &known)) {
		take_sense(p, known.sense, known.n);
		return;
	}
	if (!(str_eq(word, STR("t")) && is_digit(at(p, p->i))) &&
	    !(p->has_time && !p->zone.has_zone && date_read_zone(word, &p->zone)))
		fault(p, WHEN_UNREAD);
}

/* "+01:00" right behind a time. */
static void
take_offset(struct pass *p)
{
	size_t from = p->i++;

	while (is_digit(at(p, p->i)) || at(p, p->i) == ':')
		p->i++;
	if (!p->has_time || p->zone.has_zone ||
	    !date_read_zone(str_sub(p->s, from, p->i - from), &p->zone) || !p->zone.has_zone)
		fault(p, WHEN_UNREAD);
}

static void
take(struct pass *p)
{
	char c = at(p, p->i);
	bool has_half = p->has_time && !p->pm && !p->am && (c == 'a' || c == 'p');

	if (is_digit(c))
		take_digits(p);
	else if (has_half && take_half(p))
		return;
	else if (is_letter(c))
		take_word(p);
	else if ((c == '+' || c == '-') && p->has_time && is_digit(at(p, p->i + 1)))
		take_offset(p);
	else if (c == ' ' || c == ',' || c == '.' || c == '-')
		p->i++;
	else {
		fault(p, WHEN_UNREAD);
		p->i++;
	}
}

static int64_t
floor_day(int64_t wall)
{
	return (wall >= 0 ? wall : wall - (DAY - 1)) / DAY;
}

static int
weekday_of(int64_t day)
{
	return (int)(((day + 4) % 7 + 7) % 7);	/* the first of 1970 was a Thursday */
}

static bool
is_day(int year, int month, int day)
{
	int64_t first;

	if (month < 1 || month > 12 || day < 1 || year < 1970 || year > 9999)
		return false;
	first = date_days(year, month, 1);
	return day <= date_days(month == 12 ? year + 1 : year, month % 12 + 1, 1) - first;
}

static int
year_of(int64_t day)
{
	int year = (int)(1970 + day / 366);

	while (date_days(year + 1, 1, 1) <= day)
		year++;
	return year;
}

/* It lies on the reader's side of now; a day that is named alone is today, too, looking back. */
static bool
is_ahead(const struct pass *p, int64_t day, int64_t time)
{
	if (!p->by->back)
		return day * DAY + time > p->by->now;
	return p->has_time ? day * DAY + time <= p->by->now : day <= floor_day(p->by->now);
}

/* The day of a month, in the year that was written or the next, or last, in which it comes. */
static bool
dated(const struct pass *p, int64_t time, int64_t *day)
{
	int year = p->year != 0 ? p->year : year_of(floor_day(p->by->now));
	int step = p->by->back ? -1 : 1, tries = p->year == 0 ? 9 : 1;	/* 29 February */

	for (; tries > 0; tries--, year += step)
		if (is_day(year, p->month, p->day)) {
			*day = date_days(year, p->month, p->day);
			if (p->year != 0 || is_ahead(p, *day, time))
				return p->weekday == -1 || p->weekday == weekday_of(*day);
		}
	return false;
}

/* "mar" beside a number is a month. */
static void
settle_march(struct pass *p)
{
	if (p->march == -1)
		return;
	if (p->day != 0 && p->month == 0)
		p->month = 3;
	else if (p->weekday == -1)
		p->weekday = p->march;
	else
		fault(p, WHEN_UNREAD);
}

static void
settle_half(struct pass *p)
{
	if (!p->pm && !p->am)
		return;
	if (!p->has_time || p->hour < 1 || p->hour > 12)
		fault(p, WHEN_NO_SUCH);
	p->hour = p->hour % 12 + (p->pm ? 12 : 0);
}

static enum when_verdict
settle(struct pass *p, struct when *out)
{
	int64_t today = floor_day(p->by->now), day = today, time;
	bool is_dated, is_next = p->next != UNSAID;

	settle_march(p);
	settle_half(p);
	is_dated = p->month != 0;
	if (p->verdict != WHEN_READ)
		return p->verdict;
	if ((p->day != 0) != is_dated || (p->year != 0 && !is_dated) ||
	    (is_next && (is_dated || p->weekday != -1)) ||
	    (p->more != UNSAID && p->next != p->more) ||
	    (!is_dated && !is_next && p->weekday == -1 && !p->has_time))
		return WHEN_UNREAD;
	time = p->has_time ? p->hour * HOUR + p->minute * MINUTE + p->second : p->by->hour * HOUR;
	if (is_dated && !dated(p, time, &day))
		return WHEN_NO_SUCH;
	if (is_next)
		day = today + p->next + (p->more == UNSAID ? 0 : p->more);
	else if (!is_dated)
		while ((p->weekday != -1 && weekday_of(day) != p->weekday) ||
		    !is_ahead(p, day, time))
			day += p->by->back ? -1 : 1;
	out->is_day = !p->has_time;
	out->kind = p->zone.has_zone ? WHEN_UTC : WHEN_WALL;
	out->seconds = day * DAY + time - (p->zone.has_zone ? (int64_t)p->zone.offset * 60 : 0);
	return WHEN_READ;
}

enum when_verdict
when_read(struct arena *a, const struct when_reader *by, struct str in, struct when *out)
{
	struct pass p = { .by = by, .weekday = -1, .march = -1, .next = UNSAID,
	    .more = UNSAID };

	p.s = plain(a, in);
	if (p.s.n == 0 || p.s.n > LOOK)
		return WHEN_UNREAD;
	if (!by->back && read_span(a, by, p.s, out))
		return WHEN_READ;
	while (p.i < p.s.n)
		take(&p);
	return settle(&p, out);
}
