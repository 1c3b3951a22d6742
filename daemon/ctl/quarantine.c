/*
 * docketctl quarantine: mail that could not be read, kept byte for byte.
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/render/text.h"
#include "parsers/base/array.h"
#include "sql.h"

static const struct table_column columns[] = {
	{ "ID", .right = true }, { "ARRIVED" }, { "MAILBOX" }, { "SIZE", .right = true },
	{ "FROM", .gives = true }, { "SUBJECT", .gives = true }, { "REASON", .gives = true },
};

static void
add_row(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_quarantine_list_row m;
	struct arena *a = ctl->a;
	struct str reason;

	sql_quarantine_list_row(ctl->db, (struct sql_quarantine_list){ asked }, row, &m);
	reason = text_safe(a, m.reason);
	if (m.pending)
		reason = str_printf(a, "(being read again) %s", reason.p);
	strs_add(a, cells, text_number(a, m.id));
	strs_add(a, cells, text_time(a, m.arrived_at));
	strs_add(a, cells, text_safe(a, m.mailbox));
	strs_add(a, cells, text_size(a, m.size));
	strs_add(a, cells, text_safe(a, m.author));
	strs_add(a, cells, text_safe(a, m.subject));
	strs_add(a, cells, reason);
}

static int
quarantine_json(struct ctl *ctl, int64_t limit)
{
	struct sql_list_json h = sql_quarantine_json(ctl->db, limit);
	struct err e;

	return db_run(ctl->db, &e) == -1 ? ctl_err(&e) : ctl_json(ctl, h);
}

static const struct ctl_rows list = {
	columns, COUNT(columns), add_row, "Nothing is in quarantine.",
};

static int
quarantine_list(struct ctl *ctl, int64_t limit)
{
	struct sql_quarantine_list h = sql_quarantine_list(ctl->db, limit + 1);
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return ctl_table(ctl, &list, h.asked, limit);
}

static int
tell_none(int64_t id)
{
	return ctl_fail(CTL_FAILED, "there is no mail %" PRId64
	    " in quarantine (docketctl quarantine lists them)", id);
}

static int
show_json(struct ctl *ctl, int64_t id)
{
	struct sql_list_json h = sql_quarantine_show_json(ctl->db, id);
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return sql_list_json_count(ctl->db, h) == 0 ? tell_none(id) : ctl_json(ctl, h);
}

static void
show_text(struct ctl *ctl, const struct sql_quarantine_show_row *m)
{
	const struct { const char *label; struct str value; } lines[] = {
		{ "Mailbox", m->mailbox }, { "From", m->author }, { "Subject", m->subject },
		{ "Reason", m->reason },
	};

	printf("Mail %" PRId64 ", %s, arrived %s\n", m->id, text_size(ctl->a, m->size).p,
	    text_time(ctl->a, m->arrived_at).p);
	for (size_t i = 0; i < COUNT(lines); i++)
		printf("%-8s %s\n", lines[i].label, text_safe(ctl->a, lines[i].value).p);
	if (m->archived.n > 0)
		printf("\nThe raw mail of %.*s was archived.\n", STR_ARG(m->archived));
	else
		printf("\n%s\n", text_safe_lines(ctl->a, m->bytes).p);
}

static int
quarantine_show(struct ctl *ctl, int64_t id)
{
	struct sql_quarantine_show_row row;
	struct sql_quarantine_show h;
	struct err e;

	if (ctl->json)
		return show_json(ctl, id);
	h = sql_quarantine_show(ctl->db, id);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_quarantine_show_row(ctl->db, h, 0, &row))
		return tell_none(id);
	show_text(ctl, &row);
	return CTL_OK;
}

static void
print_pending(struct ctl *ctl, int64_t id)
{
	struct json j = ctl_json_new(ctl);

	json_open_object(&j, NULL);
	json_int(&j, "id", id);
	json_bool(&j, "pending", true);
	json_close(&j);
	ctl_json_print(ctl, &j);
}

/* Why it is not read again: it was archived, or is not in quarantine. */
static int
tell_no_retry(struct ctl *ctl, int64_t id)
{
	struct sql_quarantine_show h = sql_quarantine_show(ctl->db, id);
	struct sql_quarantine_show_row row;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!sql_quarantine_show_row(ctl->db, h, 0, &row) || row.archived.n == 0)
		return tell_none(id);
	return ctl_fail(CTL_FAILED, "the raw mail of %.*s was archived, so mail %" PRId64
	    " cannot be read again", STR_ARG(row.archived), id);
}

static int
quarantine_retry(struct ctl *ctl, int64_t id)
{
	struct db_handle h = sql_quarantine_retry(ctl->db, id);
	struct err e;

	sql_notify(ctl->db);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (db_count(ctl->db, h) == 0)
		return tell_no_retry(ctl, id);
	if (ctl->json)
		print_pending(ctl, id);
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
	for (size_t i = 0; i < COUNT(actions); i++)
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
	return action != NULL ? action->run(ctl, id) : ctl->json ? quarantine_json(ctl, limit) :
	    quarantine_list(ctl, limit);
}
