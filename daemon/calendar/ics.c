/*
 * ics: see ics.h.  The one file that includes libical.  The file is the
 * admin's, but often a download: what it may ask for is bounded.
 */
#include "daemon/calendar/ics.h"

#include <libical/ical.h>

#include "parsers/base/array.h"

enum { DAY = 86400, DAYS_MAX = 20000, EVENT_DAYS_MAX = 366 };

struct taking {
	struct arena	*a;
	struct ics_days	*out;
	int64_t		 length;	/* of this event, in days */
	bool		 full;
};

static void
add_day(struct taking *t, int64_t day)
{
	struct ics_days *d = t->out;

	if (d->n >= DAYS_MAX) {
		t->full = true;
		return;
	}
	d->v = array_grow(t->a, d->v, d->n, sizeof(*d->v));
	d->v[d->n++] = (int32_t)day;
}

static void
take_span(icalcomponent *event, struct icaltime_span *span, void *data)
{
	struct taking *t = data;

	(void)event;
	for (int64_t i = 0; i < t->length; i++)
		add_day(t, span->start / DAY + i);
}

/* RFC 5545, 3.6.1: DTEND is the day after the last; without it, one day. */
static int64_t
length_of(icalcomponent *event, struct icaltimetype start)
{
	struct icaltimetype end = icalcomponent_get_dtend(event);
	int64_t days = icaltime_is_null_time(end) ? 1 :
	    (icaltime_as_timet(end) - icaltime_as_timet(start)) / DAY;

	return days < 1 ? 1 : days > EVENT_DAYS_MAX ? EVENT_DAYS_MAX : days;
}

static void
take_event(struct taking *t, icalcomponent *event)
{
	struct icaltimetype start = icalcomponent_get_dtstart(event);

	if (icaltime_is_null_time(start) || !start.is_date ||
	    icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED)
		return;
	t->length = length_of(event, start);
	icalcomponent_foreach_recurrence(event, icaltime_from_string("19700101"),
	    icaltime_from_string("21010101"), take_span, t);
}

int
ics_days(struct arena *a, struct str text, struct ics_days *out, struct err *e)
{
	struct taking t = { .a = a, .out = out };
	icalcomponent *all = NULL, *calendar;

	/* libical tells standard error what it thinks of other files. */
	if (str_istarts(str_trim(text), STR("BEGIN:VCALENDAR")))
		all = icalparser_parse_string(str_dup(a, text).p);
	if (all == NULL)
		return err_set(e, ERR_CONF, "it is not an iCalendar file (BEGIN:VCALENDAR …)");
	calendar = icalcomponent_isa(all) == ICAL_VCALENDAR_COMPONENT ? all :
	    icalcomponent_get_first_component(all, ICAL_VCALENDAR_COMPONENT);
	for (icalcomponent *event = calendar == NULL ? NULL :
	    icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	    event != NULL && !t.full;
	    event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
		take_event(&t, event);
	icalcomponent_free(all);
	if (calendar == NULL || out->n == 0)
		return err_set(e, ERR_CONF, "it names no whole day: holidays are events "
		    "with DTSTART;VALUE=DATE");
	if (t.full)
		return err_set(e, ERR_CONF, "it names more than %d days", DAYS_MAX);
	return 0;
}
