/*
 * Reads the first VEVENT, VTODO or VJOURNAL.  Trusts nothing: a line that is
 * no property is passed over, times are shown as they stand there, in the zone
 * that they name.  Linear.
 */
#include "parsers/mime/invite.h"

#include "parsers/base/array.h"
#include "parsers/text/charset.h"

enum field { SUMMARY, START, END, DUE, LOCATION, ORGANIZER, DESCRIPTION, STATUS, FIELDS };

static const struct str names[FIELDS] = {
	[SUMMARY] = { "SUMMARY", 7 }, [START] = { "DTSTART", 7 }, [END] = { "DTEND", 5 },
	[DUE] = { "DUE", 3 }, [LOCATION] = { "LOCATION", 8 },
	[ORGANIZER] = { "ORGANIZER", 9 }, [DESCRIPTION] = { "DESCRIPTION", 11 },
	[STATUS] = { "STATUS", 6 },
};

struct property {
	struct str	name, params, value;
};

/* Unfolded: a line goes on where the next begins with a space (section 3.1). */
static bool
next_line(struct arena *a, struct str *rest, struct str *line)
{
	struct str more, after;
	struct buf b = { .p = NULL };

	if (!str_line(rest, line))
		return false;
	for (after = *rest; after.n > 0 && (after.p[0] == ' ' || after.p[0] == '\t');) {
		str_line(&after, &more);
		if (b.p == NULL) {
			buf_init(&b, a);
			buf_add(&b, *line);
		}
		buf_add(&b, str_sub(more, 1, more.n));
		*rest = after;
	}
	if (b.p != NULL)
		*line = buf_str(&b);
	return true;
}

/* NAME;PARAM="a:b":value */
static void
read_property(struct str line, struct property *p)
{
	size_t colon = 0, semi;
	bool quoted = false;

	while (colon < line.n && (quoted || line.p[colon] != ':'))
		quoted ^= line.p[colon++] == '"';
	p->value = str_sub(line, colon + 1, line.n);
	line = str_sub(line, 0, colon);
	semi = str_chr(line, ';', 0);
	p->name = str_sub(line, 0, semi);
	p->params = semi == SIZE_MAX ? STR_NONE : str_sub(line, semi + 1, line.n);
}

static struct str
param(const struct property *p, struct str name)
{
	struct str rest = p->params, one;

	while (str_split(&rest, ';', &one))
		if (str_istarts(one, name) && one.n > name.n && one.p[name.n] == '=') {
			one = str_trim(str_sub(one, name.n + 1, one.n));
			if (one.n > 1 && one.p[0] == '"' && one.p[one.n - 1] == '"')
				one = str_sub(one, 1, one.n - 2);
			return one;
		}
	return STR_NONE;
}

/* \n \, \; \\ (section 3.3.11). */
static struct str
plain(struct arena *a, struct str value)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];

		if (c == '\\' && i + 1 < value.n) {
			c = value.p[++i];
			if (c == 'n' || c == 'N')
				c = '\n';
		}
		buf_addc(&b, c);
	}
	return str_trim(buf_str(&b));
}

static bool
has_digits(struct str s, size_t from, size_t n)
{
	if (from + n > s.n)
		return false;
	for (size_t i = from; i < from + n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

/* The day, when it begins with one. */
static struct str
day_of(struct str time)
{
	return has_digits(time, 0, 8) ? str_sub(time, 0, 8) : STR_NONE;
}

/*
 * 20260601T100000Z is "2026-06-01 10:00 UTC"; any other shape stays as it is.
 * Of an end, the day and zone that its start named are left out.
 */
static void
add_time(struct buf *b, const struct property *p, const struct property *start)
{
	struct str v = str_trim(p->value), zone = param(p, STR("TZID")), day = day_of(v);
	bool has_hour = v.n >= 13 && v.p[8] == 'T' && has_digits(v, 9, 4);
	bool same = has_hour && start != NULL && str_eq(day, day_of(str_trim(start->value)));

	if (day.n == 0) {
		buf_add(b, v);
		return;
	}
	if (!same)
		buf_printf(b, "%.4s-%.2s-%.2s%s", v.p, v.p + 4, v.p + 6, has_hour ? " " : "");
	if (!has_hour)
		return;
	buf_printf(b, "%.2s:%.2s", v.p + 9, v.p + 11);
	if (same && str_eq(zone, param(start, STR("TZID"))))
		return;
	if (str_ends(v, STR("Z")))
		buf_adds(b, " UTC");
	else if (zone.n > 0)
		buf_printf(b, " (%.*s)", STR_ARG(zone));
}

static const struct { struct str method; const char *title; } titles[] = {
	{ { "REQUEST", 7 }, "Invitation" }, { { "CANCEL", 6 }, "Cancelled" },
	{ { "REPLY", 5 }, "Answer to an invitation" }, { { "COUNTER", 7 }, "Another time proposed" },
	{ { "DECLINECOUNTER", 14 }, "Proposed time declined" },
	{ { "REFRESH", 7 }, "Asks for the newest version" }, { { "ADD", 3 }, "More dates" },
};

static const char *
title(struct str method)
{
	for (size_t i = 0; i < COUNT(titles); i++)
		if (str_ieq(method, titles[i].method))
			return titles[i].title;
	return "Event";
}

static void
add_line(struct arena *a, struct buf *b, const char *label, struct str value)
{
	value = charset_line(a, value);
	if (value.n > 0)
		buf_printf(b, "%s: %.*s\n", label, STR_ARG(value));
}

static struct str
organizer(struct arena *a, const struct property *p)
{
	struct str address = str_trim(p->value), cn = param(p, STR("CN"));

	if (str_istarts(address, STR("mailto:")))
		address = str_sub(address, 7, address.n);
	return cn.n == 0 || str_ieq(cn, address) ? address :
	    str_printf(a, "%.*s <%.*s>", STR_ARG(cn), STR_ARG(address));
}

static struct str
when(struct arena *a, const struct property *start, const struct property *end)
{
	struct buf b;

	buf_init(&b, a);
	add_time(&b, start, NULL);
	if (end->value.n > 0 && !str_eq(end->value, start->value)) {
		buf_adds(&b, start->value.n > 0 ? " to " : "until ");
		add_time(&b, end, start);
	}
	return buf_str(&b);
}

/* The method, and the properties of the first event; false when there is none. */
static bool
read_event(struct arena *a, struct str ics, struct str *method, struct property *found)
{
	bool inside = false;
	struct property p;
	struct str line;
	size_t deeper = 0;		/* alarms within the event */

	while (next_line(a, &ics, &line)) {
		read_property(line, &p);
		if (str_ieq(p.name, STR("METHOD")) && method->n == 0)
			*method = str_trim(p.value);
		if (str_ieq(p.name, STR("BEGIN"))) {
			deeper += inside;
			inside |= str_ieq(str_trim(p.value), STR("VEVENT")) ||
			    str_ieq(str_trim(p.value), STR("VTODO")) ||
			    str_ieq(str_trim(p.value), STR("VJOURNAL"));
		} else if (str_ieq(p.name, STR("END")) && inside && deeper-- == 0)
			return true;
		for (size_t i = 0; inside && deeper == 0 && i < FIELDS; i++)
			if (str_ieq(p.name, names[i]) && found[i].name.n == 0)
				found[i] = p;
	}
	return inside;
}

struct str
invite_text(struct arena *a, struct str ics, size_t max)
{
	struct property f[FIELDS] = { { .name = STR_NONE } };
	struct str method = STR_NONE, what;
	struct buf b;

	if (!read_event(a, str_utf8_cut(ics, max), &method, f))
		return STR_NONE;
	buf_init(&b, a);
	what = charset_line(a, plain(a, f[SUMMARY].value));
	buf_printf(&b, "%s: %.*s\n", title(method), STR_ARG(what));
	add_line(a, &b, "When", when(a, &f[START], f[END].value.n > 0 ? &f[END] : &f[DUE]));
	add_line(a, &b, "Where", plain(a, f[LOCATION].value));
	add_line(a, &b, "Organizer", organizer(a, &f[ORGANIZER]));
	if (str_ieq(str_trim(f[STATUS].value), STR("CANCELLED")))
		buf_adds(&b, "Status: cancelled\n");
	what = plain(a, f[DESCRIPTION].value);
	if (what.n > 0)
		buf_printf(&b, "\n%.*s\n", STR_ARG(what));
	return str_utf8_cut(buf_str(&b), max);
}
