/* compliancecsv: see compliancecsv.h. */
#include "daemon/report/compliancecsv.h"

#include <inttypes.h>

#include "daemon/render/csv.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

/* "name=n; name=n", in whole seconds when it is time. */
static struct str
parts_csv(struct arena *a, const struct parts *list, int64_t unit)
{
	struct buf b;

	buf_init(&b, a);
	for (const struct part *p = list->first; p != NULL; p = p->next)
		buf_printf(&b, "%s%.*s=%" PRId64, b.n == 0 ? "" : "; ", STR_ARG(p->name),
		    p->n / unit);
	return buf_str(&b);
}

static struct str
seconds_csv(struct arena *a, int64_t us)
{
	return us == -1 ? STR_NONE : str_printf(a, "%" PRId64, us / SECOND_US);
}

static struct str
instant_csv(struct arena *a, int64_t us)
{
	return us == 0 ? STR_NONE : clock_rfc3339(a, us);
}

struct str
compliance_csv(const struct compliance *r)
{
	struct arena *a = r->a;
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, "project,clock,severity,month,met,breached,open,cancelled,percent,"
	    "median_seconds,p90_seconds,worst_seconds,paused_seconds,causes,closed_at,"
	    "closes_at\r\n");
	for (size_t i = 0; i < r->n; i++) {
		const struct group *g = &r->v[i];
		const struct str row[] = {
			g->of->project->key, g->clock, g->severity, g->of->month_text,
			str_printf(a, "%" PRId64, g->met),
			str_printf(a, "%" PRId64, g->breached),
			str_printf(a, "%" PRId64, g->open),
			str_printf(a, "%" PRId64, g->cancelled),
			compliance_percent(a, g->met, g->breached, "none"),
			seconds_csv(a, g->median), seconds_csv(a, g->p90),
			seconds_csv(a, g->worst), parts_csv(a, &g->paused, SECOND_US),
			parts_csv(a, &g->causes, 1), instant_csv(a, g->of->closed_at),
			instant_csv(a, compliance_closes_at(g->of)),
		};

		for (size_t k = 0; k < COUNT(row); k++)
			csv_text(&b, row[k]);
		csv_end(&b);
	}
	return buf_str(&b);
}
