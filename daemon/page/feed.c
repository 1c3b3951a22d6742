/* feed: a view as a calendar, for who has its address: nobody signs in (view/feed.h). */
#include "daemon/view/feed.h"

#include "daemon/page/pages.h"

int
page_feed(struct visit *v)
{
	struct feed f;
	int found = feed_find(v->db, v->a, v->conf, v->args[0], &f, v->e);

	if (found != 1)
		return found == 0 ? 404 : -1;
	if (feed_calendar(v->a, v->db, v->conf, &f, v->desk->now, &v->out->body,
	    &v->out->etag, v->e) == -1)
		return -1;
	v->out->type = STR("text/calendar; charset=utf-8");
	v->out->disposition = STR("inline; filename=\"docket.ics\"");
	return 200;
}
