/* sheetics: see sheetics.h. */
#include "daemon/render/sheetics.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/calendar/zone.h"
#include "parsers/base/array.h"

enum { LINE_BYTES = 75, SECOND_US = 1000000, POINT_SECONDS = 15 * 60, TEXT_BYTES = 400 };

struct writing {
	struct buf		*out;
	struct arena		*a;
	const struct sheet	*s;
	struct str		 domain;
};

/* RFC 5545, 3.1: no more than 75 octets a line, and no character is split. */
static void
put_line(struct writing *w, struct str line)
{
	size_t room = LINE_BYTES;

	while (line.n > room) {
		struct str part = str_utf8_cut(line, room);

		if (part.n == 0)
			part = str_sub(line, 0, room);
		buf_add(w->out, part);
		buf_adds(w->out, "\r\n ");
		line = str_sub(line, part.n, line.n);
		room = LINE_BYTES - 1;
	}
	buf_add(w->out, line);
	buf_adds(w->out, "\r\n");
}

static void
put(struct writing *w, const char *name, struct str value)
{
	put_line(w, str_printf(w->a, "%s%.*s", name, STR_ARG(value)));
}

/* RFC 5545, 3.3.11: control characters but the line's end are none of a text's. */
static struct str
text_of(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\n')
			buf_adds(&b, "\\n");
		else if (c == '\\' || c == ';' || c == ',') {
			buf_addc(&b, '\\');
			buf_addc(&b, s.p[i]);
		} else if (c == '\t')
			buf_addc(&b, ' ');
		else if (c >= 0x20 && c != 0x7f)
			buf_addc(&b, s.p[i]);
	}
	return buf_str(&b);
}

static struct str
instant_of(struct arena *a, int64_t us)
{
	time_t at = (time_t)(us / SECOND_US);
	struct tm tm;

	if (gmtime_r(&at, &tm) == NULL)
		return STR("19700101T000000Z");
	return str_printf(a, "%04d%02d%02dT%02d%02d%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
	    tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void
put_instant(struct writing *w, const char *name, int64_t us)
{
	put(w, name, instant_of(w->a, us));
}

/* ---- a row ---- */

static const struct sheet_cell *
cell_of(const struct sheet *s, const struct sheet_row *row, struct str word)
{
	for (size_t i = 0; i < s->n_columns; i++)
		if (str_eq(s->columns[i].word, word) && row->cells[i].is_set)
			return &row->cells[i];
	return NULL;
}

/* "#12 The lift is stuck": one line, cut. */
static struct str
summary_of(struct writing *w, const struct sheet_row *row)
{
	const struct sheet_cell *subject = cell_of(w->s, row, STR("subject"));
	struct str text = subject == NULL ? STR_NONE : str_utf8_cut(subject->text, TEXT_BYTES);

	return text_of(w->a, str_printf(w->a, "#%" PRId64 "%s%.*s", row->ticket,
	    text.n > 0 ? " " : "", STR_ARG(text)));
}

static struct str
shown(struct writing *w, enum sheet_kind kind, const struct sheet_cell *c)
{
	switch (kind) {
	case SHEET_TEXT:
		return str_utf8_cut(c->text, TEXT_BYTES);
	case SHEET_AT:
		return zone_text(w->a, w->s->zone == NULL ? zone_utc() : w->s->zone, c->n);
	case SHEET_SPAN:
		return str_printf(w->a, "%" PRId64 ":%02" PRId64 " h", c->n / 3600, c->n / 60 % 60);
	case SHEET_SHARE:
		return str_printf(w->a, "%" PRId64 ".%02" PRId64 " %%", c->n / 100, c->n % 100);
	case SHEET_TICKET:
		return str_printf(w->a, "#%" PRId64, c->n);
	case SHEET_COUNT:
		break;
	}
	return str_printf(w->a, "%" PRId64, c->n);
}

/* What moves by itself would make each fetch another text. */
static bool
is_told(const struct sheet_column *c)
{
	return !str_eq(c->word, STR("number")) && !str_eq(c->word, STR("subject")) &&
	    c->kind != SHEET_SPAN && !str_eq(c->word, STR("risk"));
}

/* "Status: open", a line a column, and where it can be read. */
static void
put_description(struct writing *w, const struct sheet_row *row, struct str link)
{
	const struct sheet *s = w->s;
	struct buf b;

	buf_init(&b, w->a);
	for (size_t i = 0; i < s->n_columns; i++)
		if (row->cells[i].is_set && is_told(&s->columns[i])) {
			struct str value = shown(w, s->columns[i].kind, &row->cells[i]);

			buf_printf(&b, "%s%.*s: %.*s", b.n > 0 ? "\n" : "",
			    STR_ARG(s->columns[i].title), STR_ARG(value));
		}
	if (link.n > 0)
		buf_printf(&b, "%s%.*s", b.n > 0 ? "\n" : "", STR_ARG(link));
	if (b.n > 0)
		put(w, "DESCRIPTION:", text_of(w->a, buf_str(&b)));
}

static bool
is_bar(const struct writing *w, const struct sheet_row *row)
{
	return w->s->layout == SHEET_TIMELINE && row->from != 0 && row->until > row->from;
}

static void
put_times(struct writing *w, const struct sheet_row *row)
{
	bool bar = is_bar(w, row);

	put_instant(w, "DTSTART:", bar ? row->from : row->until);
	put_instant(w, "DTEND:", bar ? row->until :
	    row->until + (int64_t)POINT_SECONDS * SECOND_US);
}

static void
put_event(struct writing *w, const struct sheet_row *row)
{
	int64_t changed = row->changed_at != 0 ? row->changed_at : w->s->made_at;
	struct str link = w->s->link_before.n == 0 ? STR_NONE : str_printf(w->a,
	    "%.*s%" PRId64 "%.*s", STR_ARG(w->s->link_before), row->ticket,
	    STR_ARG(w->s->link_after));

	put(w, "BEGIN:VEVENT", STR_NONE);
	put(w, "UID:", str_printf(w->a, "ticket-%" PRId64 "-%s@%.*s", row->ticket,
	    w->s->layout == SHEET_TIMELINE ? "work" : "due", STR_ARG(w->domain)));
	put_instant(w, "DTSTAMP:", changed);
	put_instant(w, "LAST-MODIFIED:", changed);
	put(w, "SEQUENCE:", str_printf(w->a, "%" PRId64, row->revision));
	put_times(w, row);
	put(w, "SUMMARY:", summary_of(w, row));
	put_description(w, row, link);
	if (link.n > 0 && str_find(link, STR("\""), 0) == SIZE_MAX)
		put(w, "URL:", link);
	put(w, "STATUS:", row->mark == SHEET_DONE && !is_bar(w, row) ? STR("CANCELLED") :
	    STR("CONFIRMED"));
	put(w, "TRANSP:TRANSPARENT", STR_NONE);	/* nobody is busy then */
	put(w, "END:VEVENT", STR_NONE);
}

static int
by_ticket(const void *a, const void *b)
{
	const struct sheet_row *x = *(const struct sheet_row *const *)a;
	const struct sheet_row *y = *(const struct sheet_row *const *)b;

	return (x->ticket > y->ticket) - (x->ticket < y->ticket);
}

/* Those that have an instant, each ticket once, by its number: the same however it is sorted. */
static size_t
events_of(struct arena *a, const struct sheet *s, const struct sheet_row ***out)
{
	const struct sheet_row **v = ARENA_ARRAY(a, s->n_rows, const struct sheet_row *);
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < s->n_rows; i++)
		if (s->rows[i].ticket != 0 && s->rows[i].until != 0)
			v[n++] = &s->rows[i];
	if (n > 0)
		qsort(v, n, sizeof(*v), by_ticket);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || v[kept - 1]->ticket != v[i]->ticket)
			v[kept++] = v[i];
	*out = v;
	return kept;
}

void
sheet_ics(struct buf *out, struct arena *a, const struct sheet *s, struct str domain)
{
	struct writing w = { out, a, s, domain };
	struct str title = text_of(a, s->title.n > 0 ? s->title : s->name);
	const struct sheet_row **events;
	size_t n;

	put(&w, "BEGIN:VCALENDAR", STR_NONE);
	put(&w, "VERSION:2.0", STR_NONE);
	put(&w, "PRODID:-//docket//views//EN", STR_NONE);
	put(&w, "CALSCALE:GREGORIAN", STR_NONE);
	put(&w, "NAME:", title);
	put(&w, "X-WR-CALNAME:", title);
	if (s->about.n > 0) {
		put(&w, "DESCRIPTION:", text_of(a, s->about));
		put(&w, "X-WR-CALDESC:", text_of(a, s->about));
	}
	put(&w, "REFRESH-INTERVAL;VALUE=DURATION:PT30M", STR_NONE);
	put(&w, "X-PUBLISHED-TTL:PT30M", STR_NONE);	/* Outlook's */
	n = events_of(a, s, &events);
	for (size_t i = 0; i < n; i++)
		put_event(&w, events[i]);
	put(&w, "END:VCALENDAR", STR_NONE);
}
