/*
 * docketctl silence: what rules do not tell for a while: planned work, a storm that everybody
 * knows of.  What is withheld stands in the ticket's history.
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/calendar/moment.h"
#include "daemon/calendar/zones.h"
#include "daemon/policy/silence.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

enum { MORNING = 9, LIST_MAX = 1000, TEXT_MAX = 4000 };

struct asked {
	const char		*where, *until, *why, *as;
	bool			 all;
	const struct agent	*agent;
};

static struct str
who(const struct asked *q)
{
	return q->agent != NULL ? q->agent->name : STR("docketctl");
}

static int
read_until(struct ctl *ctl, const struct asked *q, int64_t *us)
{
	static const char *const told[] = {
		[MOMENT_UNREAD] = "is no time: +2h, fri 17:00, tomorrow 9:00 or 2026-12-31 17:00 are",
		[MOMENT_TWO_WAYS] = "can be read in two ways: write the day as 2026-12-31",
		[MOMENT_NO_SUCH] = "is no time that there is", [MOMENT_PAST] = "is over",
		[MOMENT_FAR] = "is more than five years from now",
	};
	struct zones *zones = zones_new(ctl->a);
	struct moment_reader by = { .hour = MORNING, .zone = zones_find(zones,
	    q->agent != NULL ? q->agent->timezone : STR("UTC")) };
	enum moment_verdict v = moment_read(ctl->a, &by, str_c(q->until), clock_now(), us);

	return v == MOMENT_READ ? CTL_OK : ctl_fail(CTL_DATA, "--until: \"%s\" %s",
	    text_safe(ctl->a, str_c(q->until)).p, told[v]);
}

/* Against the configuration that docketd has, or will. */
static int
check_where(struct ctl *ctl, const struct asked *q)
{
	struct conf_faults faults = { { NULL, 0 }, { NULL, 0 } };
	struct condition where;

	if (strlen(q->where) > TEXT_MAX)
		return ctl_fail(CTL_DATA, "--where has more than %d bytes", TEXT_MAX);
	if (silence_read(ctl->a, ctl->conf, str_c(q->where), &where, &faults) == 0)
		return CTL_OK;
	for (size_t i = 0; i < faults.lines.n; i++)
		ctl_fail(CTL_DATA, "%s", text_safe(ctl->a, faults.lines.v[i]).p);
	return CTL_DATA;
}

static int
print_id(struct ctl *ctl, int64_t id, const char *text)
{
	struct json j;

	if (!ctl->json) {
		printf("Silence %" PRId64 " %s; docketd was told.\n", id, text);
		return CTL_OK;
	}
	j = ctl_json_new(ctl);
	json_open_object(&j, NULL);
	json_int(&j, "id", id);
	json_close(&j);
	ctl_json_print(ctl, &j);
	return CTL_OK;
}

static int
add(struct ctl *ctl, const struct asked *q)
{
	struct sql_silence_add_row row;
	struct sql_silence_add h;
	int64_t until = 0;
	struct err e;
	int status;

	if (q->where == NULL || q->until == NULL || q->why == NULL)
		return ctl_usage(ctl, "say --where, --until and --why");
	if (str_trim(str_c(q->why)).n == 0)
		return ctl_usage(ctl, "--why is empty: say what others should know");
	if ((status = check_where(ctl, q)) != CTL_OK ||
	    (status = read_until(ctl, q, &until)) != CTL_OK)
		return status;
	h = sql_silence_add(ctl->db, &(struct sql_silence_add_in){ .condition = str_c(q->where),
	    .why = str_utf8_cut(str_trim(str_c(q->why)), TEXT_MAX), .until = until,
	    .author = who(q), .now = clock_now() });
	sql_notify(ctl->db);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	sql_silence_add_row(ctl->db, h, 0, &row);
	return print_id(ctl, row.id, str_printf(ctl->a, "is in force until %s",
	    text_time(ctl->a, until).p).p);
}

static int
end(struct ctl *ctl, const struct asked *q, const char *number)
{
	int64_t id = number == NULL ? -1 : ctl_number(number);
	struct sql_silence_end h;
	struct err e;

	if (id == -1)
		return ctl_usage(ctl, "say the number of one silence: docketctl silence list");
	h = sql_silence_end(ctl->db, id, who(q), clock_now());
	sql_notify(ctl->db);
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	return sql_silence_end_count(ctl->db, h) == 1 ? print_id(ctl, id, "is ended") :
	    ctl_fail(CTL_FAILED, "no silence %" PRId64 " is in force (docketctl silence list)", id);
}

/* --- list --- */

static const struct table_column columns[] = {
	{ "ID", .right = true }, { "SINCE" }, { "UNTIL" }, { "BY" }, { "STATE" },
	{ "WHERE", .gives = true }, { "WHY", .gives = true },
};

static void
add_row(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_silence_list_row s;
	struct arena *a = ctl->a;

	sql_silence_list_row(ctl->db, (struct sql_silence_list){ asked }, row, &s);
	strs_add(a, cells, text_number(a, s.id));
	strs_add(a, cells, text_time(a, s.begun_at));
	strs_add(a, cells, text_time(a, s.until));
	strs_add(a, cells, text_safe(a, s.author));
	strs_add(a, cells, s.ended_at != 0 ? str_printf(a, "ended by %s",
	    text_safe(a, s.ended_by).p) : s.until > clock_now() ? STR("in force") : STR("over"));
	strs_add(a, cells, text_safe(a, s.condition));
	strs_add(a, cells, text_safe(a, s.why));
}

static const struct ctl_rows list_rows = {
	columns, COUNT(columns), add_row, "No silence is in force.",
};

static int
list(struct ctl *ctl, const struct asked *q)
{
	struct sql_silence_list h;
	struct err e;

	if (ctl->json) {
		struct sql_list_json all = sql_silence_json(ctl->db, clock_now(), q->all, LIST_MAX);

		return db_run(ctl->db, &e) == -1 ? ctl_err(&e) : ctl_json(ctl, all);
	}
	h = sql_silence_list(ctl->db, clock_now(), q->all, LIST_MAX + 1);
	return db_run(ctl->db, &e) == -1 ? ctl_err(&e) :
	    ctl_table(ctl, &list_rows, h.asked, LIST_MAX);
}

/* In an agent's name it is an admin's. */
static int
open_all(struct ctl *ctl, struct asked *q)
{
	int status;

	if ((status = ctl_conf(ctl)) != CTL_OK || (status = ctl_agent(ctl, q->as, &q->agent)) != CTL_OK)
		return status;
	if (q->agent != NULL && q->agent->role < AGENT_ADMIN)
		return ctl_fail(CTL_DATA, "%s is no admin: silences are theirs",
		    text_safe(ctl->a, q->agent->name).p);
	return ctl_db(ctl);
}

int
ctl_silence(struct ctl *ctl, int argc, char **argv)
{
	struct asked q = { 0 };
	const struct ctl_option options[] = { { "--where", &q.where, NULL },
	    { "--until", &q.until, NULL }, { "--why", &q.why, NULL }, { "--as", &q.as, NULL },
	    { "--all", NULL, &q.all } };
	int status, n = ctl_options(ctl, argc, argv, options, COUNT(options));
	const char *what = n < 1 ? "list" : argv[1];

	if (n < 0)
		return ctl_options_status(n);
	if (strcmp(what, "add") != 0 && strcmp(what, "list") != 0 && strcmp(what, "end") != 0)
		return ctl_usage(ctl, "say add, list or end");
	if (n > (strcmp(what, "end") == 0 ? 2 : 1))
		return ctl_usage(ctl, "'%s' is one too many", argv[n]);
	if ((status = open_all(ctl, &q)) != CTL_OK)
		return status;
	return strcmp(what, "add") == 0 ? add(ctl, &q) : strcmp(what, "list") == 0 ?
	    list(ctl, &q) : end(ctl, &q, n == 2 ? argv[2] : NULL);
}
