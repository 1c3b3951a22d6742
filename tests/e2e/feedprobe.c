/*
 * feedprobe CONF CONNINFO PATH [NOW]: what the portal answers to a GET, asked as that role of the
 * database: "STATUS TYPE ETAG", an empty line, and the body.  NOW: seconds since 1970.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/calendar/zones.h"
#include "daemon/page/page.h"
#include "daemon/sys/clock.h"

static struct arena	*a;		/* until the program ends, as what the files compiled to */

int
main(int argc, char **argv)
{
	struct conf_faults faults = { { NULL, 0 }, { NULL, 0 } };
	struct page_desk desk = { .now = clock_now() };
	struct page_request req = { .id = 1, .language = STR("en"), .address = STR("192.0.2.1") };
	struct page_answer out;
	struct err e;

	desk.a = a = arena_new();
	desk.zones = zones_new(a);
	if (argc < 4 || conf_load(a, argv[1], &desk.conf, &faults) == -1 ||
	    db_open(argv[2], false, &desk.db, &e) == -1)
		return 2;
	if (argc > 4)
		desk.now = strtoll(argv[4], NULL, 10) * SECOND_US;
	req.path = str_c(argv[3]);
	if (page_answer(&desk, &req, &out, &e) == -1)
		fprintf(stderr, "%s\n", e.text);
	printf("%" PRIu32 " %.*s %.*s\n\n%.*s", out.status, STR_ARG(out.type), STR_ARG(out.etag),
	    STR_ARG(out.body));
	db_close(desk.db);
	return 0;
}
