/*
 * docketctl attachment N FILE: the bytes of one file of a ticket, as they came.  They go to
 * standard output: a name that a stranger chose is no path.
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "daemon/render/text.h"
#include "sql.h"

static int
write_out(const struct sql_attachment_bytes_row *row)
{
	if (row->bytes.n > 0 && fwrite(row->bytes.p, 1, row->bytes.n, stdout) != row->bytes.n)
		return ctl_fail(CTL_FAILED, "standard output takes no more");
	return CTL_OK;
}

int
ctl_attachment(struct ctl *ctl, int argc, char **argv)
{
	struct sql_attachment_bytes h;
	struct sql_attachment_bytes_row row;
	struct err e;
	int64_t number, file;
	int status, n = ctl_options(ctl, argc, argv, NULL, 0);

	if (n < 0)
		return ctl_options_status(n);
	if (n != 2 || (number = ctl_number(argv[1])) == -1 || (file = ctl_number(argv[2])) == -1)
		return ctl_usage(ctl, "it takes a ticket's number, and the file's as show gives it");
	if (isatty(STDOUT_FILENO))
		return ctl_usage(ctl, "a file is nothing for a terminal: write > NAME behind it");
	if ((status = ctl_conf(ctl)) != CTL_OK || (status = ctl_db(ctl)) != CTL_OK)
		return status;
	h = sql_attachment_bytes(ctl->db, number, file);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_attachment_bytes_row(ctl->db, h, 0, &row))
		return ctl_fail(CTL_FAILED, "ticket %" PRId64 " has no file %" PRId64
		    " (docketctl show lists them)", number, file);
	if (!row.is_kept)
		return ctl_fail(CTL_FAILED, "the bytes of %s were not kept: they are in the mail",
		    text_safe(ctl->a, row.name).p);
	return write_out(&row);
}
