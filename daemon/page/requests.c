/* requests: a customer's requests, and of a whole project their colleagues'. */
#include <inttypes.h>

#include "daemon/page/pages.h"
#include "daemon/page/put.h"
#include "daemon/policy/wording.h"
#include "sql.h"

enum { PAGE_ROWS = 40 };

/* Which of them are asked for. */
struct choice {
	bool	all;			/* also those that are done */
	bool	colleagues;
	int64_t	before;			/* the number; 0: the newest */
};

static struct str
choice_path(struct visit *v, const struct choice *c)
{
	struct buf b;

	buf_init(&b, v->a);
	buf_printf(&b, "/requests?state=%s", c->all ? "all" : "open");
	if (c->colleagues)
		buf_adds(&b, "&of=project");
	if (c->before > 0)
		buf_printf(&b, "&before=%" PRId64, c->before);
	return buf_str(&b);
}

static void
put_choice(struct visit *v, const struct choice *to, enum page_word text, bool here)
{
	put(v, here ? "<li><a aria-current=\"page\" href=\"" : "<li><a href=\"");
	put_text(v, choice_path(v, to));
	put(v, "\">");
	put_word(v, text);
	put(v, "</a></li>\n");
}

static void
put_choices(struct visit *v, const struct choice *c)
{
	struct choice to = { .colleagues = c->colleagues };

	put(v, "<ul class=\"tabs\">\n");
	put_choice(v, &to, SAY_OPEN, !c->all);
	to.all = true;
	put_choice(v, &to, SAY_ALL, c->all);
	put(v, "</ul>\n");
	if (visit_whole(v).n == 0)
		return;
	put(v, "<ul class=\"tabs\">\n");
	to = (struct choice){ .all = c->all };
	put_choice(v, &to, SAY_OWN, !c->colleagues);
	to.colleagues = true;
	put_choice(v, &to, SAY_COLLEAGUES, c->colleagues);
	put(v, "</ul>\n");
}

static struct str
from_text(struct visit *v, const struct sql_page_own_row *row)
{
	if (row->requester == visit_contact(v))
		return visit_say(v, SAY_YOU);
	return row->name.n > 0 && str_chr(row->name, '@', 0) == SIZE_MAX ? row->name :
	    visit_say(v, SAY_SOMEBODY);
}

static void
put_row(struct visit *v, const struct choice *c, const struct sql_page_own_row *row)
{
	const struct type *t = types_of(&v->conf->types, row->type);

	put(v, "<tr><th scope=\"row\">");
	put_link(v, str_printf(v->a, "/requests/%" PRId64, row->id), str_printf(v->a,
	    "#%" PRId64 " %.*s", row->id, STR_ARG(row->subject)));
	put(v, "</th>");
	put_cell(v, SAY_STATUS, status_label(t, row->status, v->language), false);
	put_cell(v, SAY_SEVERITY, wording(WORDING_SEVERITY, row->severity, v->language), false);
	if (c->colleagues)
		put_cell(v, SAY_FROM, from_text(v, row), false);
	put_cell(v, SAY_UPDATED, zone_text(v->a, v->zone, row->said_at != 0 ? row->said_at :
	    row->created_at), false);
	put(v, "</tr>\n");
}

static void
put_head(struct visit *v, const struct choice *c)
{
	put(v, "<div class=\"scroll\">\n<table class=\"rows\">\n<thead><tr>");
	put_heading_cell(v, SAY_SUBJECT, false);
	put_heading_cell(v, SAY_STATUS, false);
	put_heading_cell(v, SAY_SEVERITY, false);
	if (c->colleagues)
		put_heading_cell(v, SAY_FROM, false);
	put_heading_cell(v, SAY_UPDATED, false);
	put(v, "</tr></thead>\n<tbody>\n");
}

/* Rows stand in another page's place: those are links. */
static void
put_pages(struct visit *v, const struct choice *c, int64_t last, bool more)
{
	struct choice to = *c;

	if (!more && c->before == 0)
		return;
	put(v, "<ul class=\"tabs\">\n");
	to.before = 0;
	if (c->before != 0)
		put_choice(v, &to, SAY_NEWEST, false);
	to.before = last;
	if (more)
		put_choice(v, &to, SAY_OLDER, false);
	put(v, "</ul>\n");
}

int
page_requests(struct visit *v)
{
	struct choice c = { .all = str_eq(visit_query(v, "state"), STR("all")),
	    .colleagues = visit_whole(v).n > 0 && str_eq(visit_query(v, "of"), STR("project")),
	    .before = visit_count(v, "before", 0) };
	int64_t before = c.before > 0 ? c.before : INT64_MAX, last = 0;
	struct sql_page_own_row row;
	struct sql_page_own h;
	size_t n = 0;

	h = !c.colleagues ?
	    sql_page_own(v->db, visit_contact(v), !c.all, before, PAGE_ROWS + 1) : c.all ?
	    sql_page_colleagues(v->db, visit_whole(v), before, PAGE_ROWS + 1) :
	    sql_page_colleagues_open(v->db, visit_whole(v), before, PAGE_ROWS + 1);
	if (db_run(v->db, v->e) == -1)
		return -1;
	v->title = visit_say(v, SAY_REQUESTS);
	put_choices(v, &c);
	for (; n < PAGE_ROWS && sql_page_own_row(v->db, h, n, &row); n++) {
		if (n == 0)
			put_head(v, &c);
		put_row(v, &c, &row);
		last = row.id;
	}
	if (n > 0)
		put(v, "</tbody>\n</table>\n</div>\n");
	else
		put_element(v, "p", c.all ? SAY_NONE : SAY_NONE_OPEN);
	put_pages(v, &c, last, sql_page_own_count(v->db, h) > PAGE_ROWS);
	return 200;
}
