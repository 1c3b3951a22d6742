/*
 * docketctl feed: calendars that somebody subscribes to.  The address is told once: the
 * database has its hash alone.
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/policy/viewdef.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/view/feed.h"
#include "parsers/base/array.h"

enum { LIST_MAX = 1000 };

struct asked {
	const char		*whose, *as;
	bool			 all;
	const struct agent	*agent;
};

static struct str
who(const struct asked *q)
{
	return q->agent != NULL ? q->agent->name : STR("docketctl");
}

/* ---- add ---- */

static int
no_such_view(struct ctl *ctl, const char *name)
{
	struct strs names = { 0 };

	for (size_t i = 0; i < ctl->conf->views.n; i++)
		strs_add(ctl->a, &names, ctl->conf->views.v[i].name);
	return ctl_no_such(ctl, "view", name, &names);
}

/* "ana", or "project:ACME". */
static int
read_whose(struct ctl *ctl, const char *whose, struct feed *f)
{
	struct str s = str_c(whose), prefix = STR("project:");
	struct strs names = { 0 };

	if (!str_starts(s, prefix)) {
		f->agent = agents_find(&ctl->conf->agents, s);
		for (size_t i = 0; f->agent == NULL && i < ctl->conf->agents.n; i++)
			strs_add(ctl->a, &names, ctl->conf->agents.v[i].name);
		return f->agent != NULL ? CTL_OK : ctl_no_such(ctl, "agent", whose, &names);
	}
	f->project = str_sub(s, prefix.n, s.n);
	if (projects_find(&ctl->conf->projects, f->project) != NULL)
		return CTL_OK;
	for (size_t i = 0; i < ctl->conf->projects.n; i++)
		strs_add(ctl->a, &names, ctl->conf->projects.v[i].key);
	return ctl_no_such(ctl, "project", whose + prefix.n, &names);
}

static int
print_new(struct ctl *ctl, int64_t id, struct str url)
{
	struct json j;

	if (!ctl->json) {
		printf("%s\nFeed %" PRId64 ".  Whoever has this address reads it; it is not told again.\n",
		    url.p, id);
		return CTL_OK;
	}
	j = ctl_json_new(ctl);
	json_open_object(&j, NULL);
	json_int(&j, "id", id);
	json_str(&j, "url", url);
	json_close(&j);
	ctl_json_print(ctl, &j);
	return CTL_OK;
}

static int
add(struct ctl *ctl, const struct asked *q, const char *view)
{
	struct feed f = { .def = view == NULL ? NULL :
	    view_defs_find(&ctl->conf->views, str_c(view)) };
	unsigned char hash[SHA256_BYTES];
	struct sql_feed_add_row row;
	struct sql_feed_add h;
	struct str why, token;
	struct err e;
	int status;

	if (view == NULL || q->whose == NULL)
		return ctl_usage(ctl, "say which view, and --for whom");
	if (f.def == NULL)
		return no_such_view(ctl, view);
	if ((status = read_whose(ctl, q->whose, &f)) != CTL_OK)
		return status;
	if ((why = feed_hindrance(ctl->a, ctl->conf, &f)).n > 0)
		return ctl_fail(CTL_DATA, "no feed of %s: %s", text_safe(ctl->a, f.def->name).p,
		    text_safe(ctl->a, why).p);
	token = feed_token(ctl->a);
	feed_hash(token, hash);
	h = sql_feed_add(ctl->db, &(struct sql_feed_add_in){ .token = { (const char *)hash,
	    sizeof(hash) }, .view = f.def->name, .agent = f.agent == NULL ? STR_NONE :
	    f.agent->name, .project = f.project, .by = who(q), .now = clock_now() });
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	sql_feed_add_row(ctl->db, h, 0, &row);
	return print_new(ctl, row.id, feed_url(ctl->a, ctl->conf, token));
}

/* ---- revoke, list ---- */

static int
revoke(struct ctl *ctl, const struct asked *q, const char *number)
{
	int64_t id = number == NULL ? -1 : ctl_number(number);
	struct sql_feed_revoke h;
	struct err e;

	if (id == -1)
		return ctl_usage(ctl, "say the number of one feed: docketctl feed list");
	h = sql_feed_revoke(ctl->db, id, who(q), clock_now());
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (sql_feed_revoke_count(ctl->db, h) == 0)
		return ctl_fail(CTL_FAILED, "there is no feed %" PRId64 " to revoke "
		    "(docketctl feed list)", id);
	if (!ctl->json)
		printf("Feed %" PRId64 " is revoked: its address leads nowhere.\n", id);
	return CTL_OK;
}

static const struct table_column columns[] = {
	{ "ID", .right = true }, { "VIEW" }, { "FOR", .gives = true }, { "MADE" }, { "BY" }, { "STATE" },
};

static void
add_row(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_feed_list_row f;
	struct arena *a = ctl->a;

	sql_feed_list_row(ctl->db, (struct sql_feed_list){ asked }, row, &f);
	strs_add(a, cells, text_number(a, f.id));
	strs_add(a, cells, text_safe(a, f.view));
	strs_add(a, cells, f.project.n > 0 ? str_printf(a, "project:%s", text_safe(a, f.project).p) :
	    text_safe(a, f.agent));
	strs_add(a, cells, text_time(a, f.made_at));
	strs_add(a, cells, text_safe(a, f.made_by));
	strs_add(a, cells, f.revoked_at == 0 ? STR("in use") : str_printf(a, "revoked by %s",
	    text_safe(a, f.revoked_by).p));
}

static const struct ctl_rows list_rows = {
	columns, COUNT(columns), add_row, "There is no feed.",
};

static int
list(struct ctl *ctl, const struct asked *q)
{
	struct sql_feed_list h;
	struct err e;

	if (ctl->json) {
		struct sql_list_json all = sql_feed_json(ctl->db, q->all, LIST_MAX);

		return db_run(ctl->db, &e) == -1 ? ctl_err(&e) : ctl_json(ctl, all);
	}
	h = sql_feed_list(ctl->db, q->all, LIST_MAX + 1);
	return db_run(ctl->db, &e) == -1 ? ctl_err(&e) :
	    ctl_table(ctl, &list_rows, h.asked, LIST_MAX);
}

int
ctl_feed(struct ctl *ctl, int argc, char **argv)
{
	struct asked q = { 0 };
	const struct ctl_option options[] = { { "--for", &q.whose, NULL }, { "--as", &q.as, NULL },
	    { "--all", NULL, &q.all } };
	int status, n = ctl_options(ctl, argc, argv, options, COUNT(options));
	const char *what = n < 1 ? "list" : argv[1];

	if (n < 0)
		return ctl_options_status(n);
	if (strcmp(what, "add") != 0 && strcmp(what, "list") != 0 && strcmp(what, "revoke") != 0)
		return ctl_usage(ctl, "say add, list or revoke");
	if (n > (strcmp(what, "list") == 0 ? 1 : 2))
		return ctl_usage(ctl, "'%s' is one too many", argv[n]);
	if ((status = ctl_conf(ctl)) != CTL_OK || (status = ctl_agent(ctl, q.as, &q.agent)) != CTL_OK ||
	    (status = ctl_db(ctl)) != CTL_OK)
		return status;
	if (strcmp(what, "add") == 0)
		return add(ctl, &q, n < 2 ? NULL : argv[2]);
	return strcmp(what, "revoke") == 0 ? revoke(ctl, &q, n < 2 ? NULL : argv[2]) :
	    list(ctl, &q);
}
