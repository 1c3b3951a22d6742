/* report: see report.h. */
#include "parsers/mime/report.h"

#include "parsers/base/array.h"
#include "parsers/mime/parttext.h"
#include "parsers/text/charset.h"

/* Where the body of a part of that type goes; NULL: nowhere, or it has one. */
static struct str *
report_slot(struct report *r, struct str type)
{
	static const struct {
		struct str	type;
		size_t		offset;
	} rows[] = {
		{ { "message/delivery-status", 23 }, offsetof(struct report, status) },
		{ { "message/global-delivery-status", 30 }, offsetof(struct report, status) },
		{ { "message/feedback-report", 23 }, offsetof(struct report, feedback) },
		{ { "message/disposition-notification", 32 }, offsetof(struct report, receipt) },
		{ { "message/global-disposition-notification", 39 },
		  offsetof(struct report, receipt) },
		{ { "text/calendar", 13 }, offsetof(struct report, calendar) },
		{ { "message/rfc822", 14 }, offsetof(struct report, original) },
		{ { "message/global", 14 }, offsetof(struct report, original) },
		{ { "text/rfc822-headers", 19 }, offsetof(struct report, original) },
		{ { "message/global-headers", 22 }, offsetof(struct report, original) },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str *to = (struct str *)(void *)((char *)r + rows[i].offset);

		if (str_eq(type, rows[i].type))
			return to->n == 0 ? to : NULL;
	}
	return NULL;
}

void
report_open(struct arena *a, struct report *r, const struct part *p)
{
	if (str_eq(p->type.head, STR("multipart/report")))
		r->type = str_lower(a, charset_line(a, charset_text(a, STR_NONE, STR_NONE,
		    param_raw(&p->type, STR("report-type")))));
}

void
report_take(struct arena *a, struct report *r, const struct part *p, struct str charset,
    size_t max)
{
	struct str *slot = report_slot(r, p->type.head);
	bool cut = false;		/* nobody is shown it */

	if (slot != NULL)
		*slot = parttext_read(a, p, charset, max, &cut);
	if (str_eq(p->type.head, STR("text/calendar")) && r->calendar_method.n == 0)
		r->calendar_method = param_raw(&p->type, STR("method"));
}
