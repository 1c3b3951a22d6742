/* partitions: see partitions.h. */
#include "daemon/ticket/partitions.h"

#include <string.h>

#include "sql.h"

int
partitions_make(struct db *db, int64_t now, struct partitions *p, struct err *e)
{
	struct sql_partitions_make h = sql_partitions_make(db, now);
	struct sql_partitions_make_row row;

	memset(p, 0, sizeof(*p));
	if (db_run(db, e) == -1)
		return -1;
	sql_partitions_make_row(db, h, 0, &row);
	p->since = row.since;
	p->until = row.until;
	p->made = row.made;
	if (row.fault.n > 0)
		err_set(&p->fault, ERR_RETRY, "%.*s", STR_ARG(row.fault));
	return 0;
}

bool
partitions_cover(const struct partitions *p, int64_t at)
{
	return p->since <= at && at < p->until;
}

int
partitions_need(struct db *db, int64_t now, struct partitions *p, struct err *e)
{
	if (partitions_make(db, now, p, e) == -1)
		return -1;
	if (partitions_cover(p, now))
		return 0;
	return err_set(e, ERR_RETRY, "no partition for what is stored now: %s", p->fault.text);
}
