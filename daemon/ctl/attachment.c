/*
 * docketctl attachment: the files of a ticket, and the bytes of one, as they came.  Those go
 * to standard output: a name that a stranger chose is no path.
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/render/text.h"
#include "parsers/base/array.h"
#include "sql.h"

static int
write_out(const struct sql_attachment_bytes_row *row)
{
	if (row->bytes.n > 0 && fwrite(row->bytes.p, 1, row->bytes.n, stdout) != row->bytes.n)
		return ctl_fail(CTL_FAILED, "standard output takes no more");
	return CTL_OK;
}

static int
get(struct ctl *ctl, int64_t number, int64_t file)
{
	struct sql_attachment_bytes h = sql_attachment_bytes(ctl->db, number, file);
	struct sql_attachment_bytes_row row;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_attachment_bytes_row(ctl->db, h, 0, &row))
		return ctl_fail(CTL_FAILED, "ticket %" PRId64 " has no file %" PRId64
		    " (docketctl attachment list %" PRId64 " has them)", number, file, number);
	if (!row.is_kept)
		return ctl_fail(CTL_FAILED, "the bytes of %s were not kept: they are in the mail",
		    text_safe(ctl->a, row.name).p);
	return write_out(&row);
}

static const struct table_column columns[] = {
	{ "FILE", .right = true }, { "CAME" }, { "FROM", .gives = true }, { "TYPE" },
	{ "SIZE", .right = true }, { "USE" }, { "NAME", .gives = true },
};

static void
add_row(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_attachment_list_row f;
	struct arena *a = ctl->a;

	sql_attachment_list_row(ctl->db, (struct sql_attachment_list){ asked }, row, &f);
	strs_add(a, cells, text_number(a, (int64_t)row + 1));
	strs_add(a, cells, text_time(a, f.at));
	strs_add(a, cells, text_safe(a, f.author));
	strs_add(a, cells, text_safe(a, f.type));
	strs_add(a, cells, text_size(a, f.size));
	strs_add(a, cells, f.is_kept ? text_safe(a, f.use) : STR("not kept"));
	strs_add(a, cells, text_safe(a, f.name));
}

static const struct ctl_rows rows = {
	columns, COUNT(columns), add_row, "This ticket has no files.",
};

static int
list(struct ctl *ctl, int64_t number)
{
	struct sql_attachment_list h = { 0 };
	struct sql_list_json json = { 0 };
	struct sql_show_ticket t = sql_show_ticket(ctl->db, number);
	struct err e;

	if (ctl->json)
		json = sql_attachment_json(ctl->db, number);
	else
		h = sql_attachment_list(ctl->db, number);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (sql_show_ticket_count(ctl->db, t) == 0)
		return ctl_fail(CTL_FAILED, "there is no ticket %" PRId64, number);
	return ctl->json ? ctl_json(ctl, json) : ctl_table(ctl, &rows, h.asked, INT64_MAX);
}

int
ctl_attachment(struct ctl *ctl, int argc, char **argv)
{
	int64_t number, file = 0;
	int status, n = ctl_options(ctl, argc, argv, NULL, 0);
	bool gets = n > 0 && strcmp(argv[1], "get") == 0;

	if (n < 0)
		return ctl_options_status(n);
	if (n != 2 + gets || (!gets && strcmp(argv[1], "list") != 0) ||
	    (number = ctl_ticket(argv[2])) == -1 || (gets && (file = ctl_number(argv[3])) == -1))
		return ctl_usage(ctl, "it takes list and a ticket's number, or get, that, and the "
		    "file's number as list has it");
	if (gets && isatty(STDOUT_FILENO))
		return ctl_usage(ctl, "a file is nothing for a terminal: write > NAME behind it");
	if ((status = ctl_conf(ctl)) != CTL_OK || (status = ctl_db(ctl)) != CTL_OK)
		return status;
	return gets ? get(ctl, number, file) : list(ctl, number);
}
