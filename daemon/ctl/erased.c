/* erased: see erased.h. */
#include "daemon/ctl/erased.h"

#include <inttypes.h>

#include "daemon/render/text.h"

int
ctl_erased(struct ctl *ctl, int64_t ticket, struct str *text, struct err *e)
{
	struct sql_ticket_erased h = sql_ticket_erased(ctl->db, ticket);
	struct sql_ticket_erased_row row;

	if (db_run(ctl->db, e) == -1)
		return -1;
	if (sql_ticket_erased_row(ctl->db, h, 0, &row))
		*text = str_printf(ctl->a, "ticket %" PRId64 " was erased for good, %s, by %s", ticket,
		    text_time(ctl->a, row.at).p, text_safe(ctl->a, row.by_whom).p);
	return 0;
}
