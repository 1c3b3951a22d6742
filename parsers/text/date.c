/*
 * Words and numbers in any order that is not ambiguous: what stands where is
 * known by its look.  No locale, no time zone data: a zone is what is written.
 */
#include "parsers/text/date.h"

#include "parsers/base/array.h"

/* RFC 5322 section 4.3, and what mail programs write; others say nothing. */
static const struct { const char *name; int minutes; } zones[] = {
	{ "UT", 0 }, { "UTC", 0 }, { "GMT", 0 }, { "Z", 0 }, { "EST", -300 }, { "EDT", -240 },
	{ "CST", -360 }, { "CDT", -300 }, { "MST", -420 }, { "MDT", -360 }, { "PST", -480 },
	{ "PDT", -420 }, { "CET", 60 }, { "CEST", 120 }, { "MET", 60 }, { "MEST", 120 }, { "MEZ", 60 }, { "MESZ", 120 },
	{ "EET", 120 }, { "EEST", 180 }, { "BST", 60 }, { "WET", 0 }, { "WEST", 60 },
	{ "MSK", 180 }, { "JST", 540 }, { "KST", 540 }, { "IST", 330 }, { "AEST", 600 },
	{ "AEDT", 660 }, { "NZST", 720 }, { "NZDT", 780 },
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* At most `max` digits at s[*i]; -1 when there is none. */
static int
number(struct str s, size_t *i, size_t max)
{
	int v = 0;
	size_t from = *i;

	while (*i < s.n && *i - from < max && is_digit(s.p[*i]))
		v = v * 10 + (s.p[(*i)++] - '0');
	return *i == from ? -1 : v;
}

/* "Jul", "July"; 1 to 12, or 0. */
static int
month_of(struct str w)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (int m = 0; w.n >= 3 && m < 12; m++)
		if (str_istarts(w, (struct str){ names + m * 3, 3 }))
			return m + 1;
	return 0;
}

/* "+0100", "-01:30", "+1"; -0000 says that nothing is known: UTC. */
static bool
read_offset(struct str w, struct date_parts *p)
{
	size_t i = 1, digits;
	int h, m = 0;

	if (w.n < 2 || (w.p[0] != '+' && w.p[0] != '-') || !is_digit(w.p[1]))
		return false;
	for (digits = 1; digits < w.n && is_digit(w.p[digits]); digits++)
		;
	h = number(w, &i, digits - 1 == 3 ? 1 : 2);
	if (i < w.n && w.p[i] == ':')
		i++;
	if (i < w.n && (m = number(w, &i, 2)) < 0)
		return false;
	if (h > 14 || m > 59)
		return true;		/* nobody's: no zone is known */
	p->offset = (w.p[0] == '-' ? -1 : 1) * (h * 60 + m);
	return p->has_zone = true;
}

/* "10:00", "10:00:05", "10.00.05", a fraction is passed over. */
static bool
read_time(struct str w, struct date_parts *p)
{
	size_t i = 0;
	int h = number(w, &i, 2), m, s = 0;
	char sep = i < w.n ? w.p[i] : 0;

	if (h < 0 || h > 24 || (sep != ':' && sep != '.') || p->has_time)
		return false;
	i++;
	if ((m = number(w, &i, 2)) < 0 || m > 59)
		return false;
	if (i < w.n && w.p[i] == sep) {
		i++;
		if ((s = number(w, &i, 2)) < 0 || s > 60)
			return false;
	} else if (sep == '.')
		return false;
	if (h == 24 && (m > 0 || s > 0))	/* but 24:00 is a day's end */
		return false;
	p->hour = h;
	p->minute = m;
	p->second = s;
	p->has_time = true;
	read_offset(str_sub(w, i, w.n), p);	/* "10:00:05+0100" */
	return true;
}

static bool
read_zone(struct str w, struct date_parts *p)
{
	for (size_t i = 0; !p->has_zone && i < COUNT(zones); i++) {
		struct str name = str_c(zones[i].name);

		if (!str_istarts(w, name))
			continue;
		if (w.n > name.n && read_offset(str_sub(w, name.n, w.n), p))
			return true;		/* "GMT+2" */
		if (w.n == name.n) {
			p->offset = zones[i].minutes;
			return p->has_zone = true;
		}
	}
	return false;
}

/* "2026-07-06" with "T10:00:00Z" behind it (RFC 3339). */
static bool
read_iso(struct str w, struct date_parts *p)
{
	size_t i = 0;
	int y = number(w, &i, 4), m, d;

	if (i != 4 || i >= w.n || (w.p[i] != '-' && w.p[i] != '/') || p->year != 0)
		return false;
	i++;
	m = number(w, &i, 2);
	if (i >= w.n || (w.p[i] != '-' && w.p[i] != '/'))
		return false;
	i++;
	d = number(w, &i, 2);
	if (m < 1 || m > 12 || d < 1 || d > 31)
		return false;
	p->year = y;
	p->month = m;
	p->day = d;
	if (i < w.n && (w.p[i] == 'T' || w.p[i] == 't')) {
		struct str rest = str_sub(w, i + 1, w.n);
		size_t z = 0;

		read_time(rest, p);
		while (z < rest.n && (is_digit(rest.p[z]) || rest.p[z] == ':' || rest.p[z] == '.'))
			z++;
		rest = str_sub(rest, z, rest.n);
		if (!read_offset(rest, p))
			read_zone(rest, p);
	}
	return true;
}

static bool
read_number(struct str w, struct date_parts *p)
{
	size_t i = 0;
	int v = number(w, &i, 4);

	if (i != w.n)
		return false;
	if (p->day == 0 && w.n <= 2 && v >= 1 && v <= 31)
		p->day = v;
	else if (p->year == 0 && w.n >= 2)
		/* Two and three digits: RFC 5322 section 4.3. */
		p->year = w.n == 2 ? v + (v < 50 ? 2000 : 1900) : w.n == 3 ? v + 1900 : v;
	else
		return false;
	return true;
}

static bool
read_month(struct str w, struct date_parts *p)
{
	int m = month_of(w);

	if (m == 0 || (p->month != 0 && !p->month_is_word))
		return false;
	p->month = m;
	return p->month_is_word = true;
}

/* "6-Jul-2020" */
static bool
read_dashed(struct str w, struct date_parts *p)
{
	struct str rest = w, day, month;

	if (!str_split(&rest, '-', &day) || !str_split(&rest, '-', &month) ||
	    month_of(month) == 0)
		return false;
	return read_number(day, p) && read_month(month, p) && read_number(rest, p);
}

/* "MET DST" */
static bool
read_summer(struct str w, struct date_parts *p)
{
	if (!p->has_zone || !str_ieq(w, STR("DST")))
		return false;
	p->offset += 60;
	return true;
}

static bool
read_half(struct str w, struct date_parts *p)
{
	p->is_am |= str_ieq(w, STR("AM"));
	p->is_pm |= str_ieq(w, STR("PM"));
	return p->is_am || p->is_pm;
}

static void
read_word(struct str w, struct date_parts *p)
{
	static bool (*const readers[])(struct str, struct date_parts *) = {
		read_time, read_iso, read_dashed, read_number, read_offset, read_month,
		read_zone, read_summer, read_half,
	};

	for (size_t i = 0; i < COUNT(readers); i++)
		if (readers[i](w, p))
			return;
}

static bool
is_between_words(char c)
{
	return (unsigned char)c <= ' ' || c == ',' || c == '"';
}

/* Words are ended by spaces, commas, quotes and comments. */
static bool
next_word(struct str in, size_t *i, struct str *w)
{
	size_t from, depth = 0;

	for (; *i < in.n; ++*i) {
		char c = in.p[*i];

		depth += c == '(';
		if (c == ')' && depth > 0)
			depth--;
		else if (depth == 0 && !is_between_words(c))
			break;
	}
	from = *i;
	while (*i < in.n && !is_between_words(in.p[*i]) && in.p[*i] != '(')
		++*i;
	*w = str_sub(in, from, *i - from);
	if (w->n == 0 && *i < in.n)
		++*i;		/* a byte that no word has */
	return *i < in.n || w->n > 0;
}

int64_t
date_days(int64_t y, int m, int d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

bool
date_day(struct str s, int32_t *days)
{
	static const unsigned char lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	uint64_t y, m, d;
	bool leap;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !str_u64(str_sub(s, 0, 4), &y) ||
	    !str_u64(str_sub(s, 5, 2), &m) || !str_u64(str_sub(s, 8, 2), &d) ||
	    y < 1970 || m < 1 || m > 12 || d < 1)
		return false;
	leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
	if (d > lengths[m - 1] + (unsigned)(m == 2 && leap))
		return false;
	*days = (int32_t)date_days((int64_t)y, (int)m, (int)d);
	return true;
}

struct str
date_day_text(struct arena *a, int32_t days)
{
	struct date d = { .seconds = (int64_t)days * 86400 };

	return date_text(a, &d);
}

bool
date_read_zone(struct str word, struct date_parts *p)
{
	return read_offset(word, p) || read_zone(word, p);
}

bool
date_make(const struct date_parts *p, struct date *out)
{
	static const int lengths[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int hour = p->hour;

	if (hour > 24 || p->minute > 59 || p->second > 60 || p->day < 1 || p->month < 1 || p->month > 12 || p->year < 1900 || p->year > 9999 ||
	    p->day > lengths[p->month - 1])
		return false;
	if (p->is_pm && hour < 12)
		hour += 12;
	if (p->is_am && !p->is_pm && hour == 12)
		hour = 0;
	*out = (struct date){ .seconds = date_days(p->year, p->month, p->day) * 86400,
	    .has_time = p->has_time };
	if (!p->has_time)
		return true;		/* a day has no zone */
	out->offset = p->offset;
	out->has_zone = p->has_zone;
	out->seconds += hour * 3600 + p->minute * 60 + p->second - (int64_t)p->offset * 60;
	return true;
}

bool
date_parse(struct str raw, struct date *out)
{
	struct date_parts p = { .day = 0 };
	struct str in = str_sub(raw, 0, 200), w;

	for (size_t i = 0; next_word(in, &i, &w);)
		if (w.n > 0)
			read_word(w, &p);
	return date_make(&p, out);
}

struct str
date_text(struct arena *a, const struct date *d)
{
	int64_t local = d->seconds + (int64_t)d->offset * 60;
	int64_t z = (local >= 0 ? local : local - 86399) / 86400;
	int64_t sec = local - z * 86400, era, doe, yoe, doy, mp;
	int minutes = d->offset < 0 ? -d->offset : d->offset;
	struct buf b;

	buf_init(&b, a);
	z += 719468;
	era = (z >= 0 ? z : z - 146096) / 146097;
	doe = z - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	buf_printf(&b, "%04d-%02d-%02d", (int)(yoe + era * 400 + (mp >= 10)),
	    (int)(mp < 10 ? mp + 3 : mp - 9), (int)(doy - (153 * mp + 2) / 5 + 1));
	if (d->has_time)
		buf_printf(&b, "T%02d:%02d:%02d", (int)(sec / 3600), (int)(sec / 60 % 60),
		    (int)(sec % 60));
	if (d->has_zone)
		buf_printf(&b, "%c%02d:%02d", d->offset < 0 ? '-' : '+', minutes / 60,
		    minutes % 60);
	return buf_str(&b);
}
