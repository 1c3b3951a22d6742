/*
 * docketctl quarantine: mail that could not be read, kept byte for byte.
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/render/text.h"

static const struct table_column columns[] = {
	{ "ID", .right = true }, { "ARRIVED" }, { "MAILBOX" }, { "SIZE", .right = true },
	{ "FROM", .gives = true }, { "SUBJECT", .gives = true }, { "REASON", .gives = true },
};

static void
add_row(struct ctl *ctl, size_t row, struct strs *cells)
{
	struct db *db = ctl->db;
	struct str reason = text_safe(ctl->a, db_str(db, 0, row, 6));

	if (db_bool(db, 0, row, 7))
		reason = str_printf(ctl->a, "(being read again) %s", reason.p);
	strs_add(ctl->a, cells, db_str(db, 0, row, 0));
	strs_add(ctl->a, cells, text_time(ctl->a, db_i64(db, 0, row, 1)));
	strs_add(ctl->a, cells, text_safe(ctl->a, db_str(db, 0, row, 2)));
	strs_add(ctl->a, cells, text_size(ctl->a, db_i64(db, 0, row, 3)));
	strs_add(ctl->a, cells, text_safe(ctl->a, db_str(db, 0, row, 4)));
	strs_add(ctl->a, cells, text_safe(ctl->a, db_str(db, 0, row, 5)));
	strs_add(ctl->a, cells, reason);
}

static const struct ctl_rows list = {
	columns, sizeof(columns) / sizeof(columns[0]), add_row, "Nothing is in quarantine.",
};

static int
quarantine_list(struct ctl *ctl, int64_t limit)
{
	struct err e;

	if (db_exec(ctl->db, &e, ctl->json ? SQL_QUARANTINE_JSON : SQL_QUARANTINE_LIST, "i",
	    limit + !ctl->json) == -1)
		return ctl_err(&e);
	return ctl->json ? ctl_json(ctl, 0) :
	    ctl_table(ctl, &list, db_count(ctl->db, 0), limit);
}

static int
tell_none(int64_t id)
{
	return ctl_fail(CTL_FAILED, "there is no mail %" PRId64
	    " in quarantine (docketctl quarantine lists them)", id);
}

static int
quarantine_show(struct ctl *ctl, int64_t id)
{
	static const struct { const char *label; int col; } lines[] = {
		{ "Mailbox", 2 }, { "From", 4 }, { "Subject", 5 }, { "Reason", 6 },
	};
	struct db *db = ctl->db;
	struct err e;

	if (db_exec(db, &e, ctl->json ? SQL_QUARANTINE_SHOW_JSON : SQL_QUARANTINE_SHOW, "i",
	    id) == -1)
		return ctl_err(&e);
	if (db_count(db, 0) == 0)
		return tell_none(id);
	if (ctl->json)
		return ctl_json(ctl, 0);
	printf("Mail %" PRId64 ", %s, arrived %s\n", id,
	    text_size(ctl->a, db_i64(db, 0, 0, 3)).p,
	    text_time(ctl->a, db_i64(db, 0, 0, 1)).p);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		printf("%-8s %s\n", lines[i].label,
		    text_safe(ctl->a, db_str(db, 0, 0, lines[i].col)).p);
	printf("\n%s\n", text_safe_lines(ctl->a, db_bytea(db, ctl->a, 0, 0, 8)).p);
	return CTL_OK;
}

static int
quarantine_retry(struct ctl *ctl, int64_t id)
{
	struct err e;

	db_queue(ctl->db, SQL_QUARANTINE_RETRY, "i", id);
	db_queue(ctl->db, SQL_NOTIFY, "");
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (db_count(ctl->db, 0) == 0)
		return tell_none(id);
	if (ctl->json)
		printf("{\"id\":%" PRId64 ",\"pending\":true}\n", id);
	else
		printf("Mail %" PRId64 " will be read again; docketd was told.\n", id);
	return CTL_OK;
}

static const struct action {
	const char	*name;
	int		(*run)(struct ctl *, int64_t id);
} actions[] = {
	{ "show", quarantine_show },
	{ "retry", quarantine_retry },
};

static const struct action *
action_find(const char *name)
{
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		if (strcmp(actions[i].name, name) == 0)
			return &actions[i];
	return NULL;
}

int
ctl_quarantine(struct ctl *ctl, int argc, char **argv)
{
	const char *text = NULL;
	const struct ctl_option options[] = { { "--limit", &text, NULL } };
	int64_t id = 0, limit = 1000;
	int status, n = ctl_options(ctl, argc, argv, options, 1);
	const struct action *action = n == 2 ? action_find(argv[1]) : NULL;

	if (n < 0)
		return ctl_options_status(n);
	if (n > 0 && action == NULL && (n != 1 || strcmp(argv[1], "list") != 0))
		return ctl_usage(ctl, "say list, or show or retry and one number");
	if (text != NULL && (limit = ctl_number(text)) == -1)
		return ctl_usage(ctl, "--limit: '%s' is no number from 1", text);
	if (action != NULL && (id = ctl_number(argv[2])) == -1)
		return ctl_usage(ctl, "'%s' is no number", argv[2]);
	if ((status = ctl_db(ctl)) != CTL_OK)
		return status;
	return action != NULL ? action->run(ctl, id) : quarantine_list(ctl, limit);
}
