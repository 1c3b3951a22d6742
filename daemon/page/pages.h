/* pages: the pages that there are, each by the row of route.c that names it. */
#ifndef DAEMON_PAGE_PAGES_H
#define DAEMON_PAGE_PAGES_H

#include "daemon/page/visit.h"

/* Signing in and out (enter.c). */
visit_page	page_home, page_style_sheet, page_sign_in, page_in, page_sign_out;
/* A customer's requests (requests.c), one of them (ticket.c), its files (download.c). */
visit_page	page_requests, page_ticket, page_message, page_download;
visit_page	page_feed;			/* feed.c */
visit_page	page_new;			/* compose.c */
visit_page	page_project;			/* project.c */
visit_page	page_mine, page_mine_json, page_mine_mbox;	/* mine.c */

#endif
