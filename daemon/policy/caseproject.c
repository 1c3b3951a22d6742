/* caseproject: see caseproject.h. */
#include "daemon/policy/caseproject.h"

#include "daemon/conf/wish.h"

bool
case_is_of_project(struct str event)
{
	int kind = event_find(event);

	return kind != -1 && event_is_of_project((enum event_kind)kind);
}

/* One of the points that its event has; "75%" and "30d" are 75 and 30. */
static void
check_project_point(struct loader *l, const struct node *e, struct case_step *s)
{
	int64_t points[EVENT_POINTS];
	size_t n = event_points((enum event_kind)event_find(s->event), points);
	struct node at = node_get(e, "point");
	struct strs known = { 0 };

	if (str_ends(s->point, STR("%")) || str_ends(s->point, STR("d")))
		s->point = str_sub(s->point, 0, s->point.n - 1);
	for (size_t i = 0; i < n; i++)
		strs_add(l->a, &known, str_printf(l->a, "%lld", (long long)points[i]));
	if (!strs_has(&known, s->point))
		conf_fault(l, &at, "%s has no point \"%.*s\": it comes at %.*s", s->event.p,
		    STR_ARG(s->point), STR_ARG(strs_join(l->a, &known, ", ")));
}

void
case_check_project(struct loader *l, const struct node *e, struct case_step *s)
{
	const struct projects *all = &((const struct conf *)l->whole)->projects;
	const struct project *p = projects_find(all, s->project);
	struct node at = node_get(e, "project");

	if (s->project.n == 0) {
		conf_fault(l, e, "%s without project: say to which it happens, project = \"ACME\";",
		    s->event.p);
		return;
	}
	conf_wish(l, &at, "project", s->project);
	check_project_point(l, e, s);
	if (p != NULL && str_eq(s->event, STR("budget")) && (p->billing == NULL ||
	    p->billing->budget.worked == 0))
		conf_fault(l, &at, "project %.*s has no budget, so this never happens to it: see "
		    "conf.billing", STR_ARG(s->project));
	if (p != NULL && str_eq(s->event, STR("contract-ending")) &&
	    p->contract.until == CIVIL_NONE)
		conf_fault(l, &at, "project %.*s has no contract, so this never happens to it: see "
		    "conf.contract", STR_ARG(s->project));
	if (str_eq(s->event, STR("version-eol")) && (s->product.n == 0 || s->version.n == 0))
		conf_fault(l, e, "version-eol without product and version: say of what");
}
