/*
 * dashboardpage: the pages of docketctl dashboard: a view each, a project each, and the first
 * page that leads to them.  Of a customer's dashboard everything is asked as that customer's:
 * public columns, their project, and no name of anybody else's.
 */
#ifndef DAEMON_CTL_DASHBOARDPAGE_H
#define DAEMON_CTL_DASHBOARDPAGE_H

#include "daemon/ctl/ctl.h"
#include "daemon/ctl/site.h"
#include "daemon/policy/project.h"
#include "daemon/render/page.h"

struct dashboard_link {			/* of the first page */
	struct str	file, title, about;
	struct str	sums;		/* HTML; empty: it counts nothing */
};

struct dashboard {
	struct ctl			*ctl;
	struct site			*site;
	const struct project		*project;	/* whose; NULL: the desk's own */
	struct str			 language;
	const struct zone		*zone;
	int64_t				 now;		/* us: one moment for all pages */
	const struct view_def		**views;
	size_t				 n_views;
	struct page_link		*nav;		/* the first page, then the views */
	struct dashboard_link		*links;		/* of the views */
	struct dashboard_link		*projects;
	size_t				 n_projects;
};

/* After views and the rest are set.  -1: *e. */
int	dashboard_pages(struct dashboard *, struct err *e);

#endif
