/* ticket: one request: how it stands, what was said, and what its customer can do with it. */
#include <inttypes.h>

#include "daemon/page/form.h"
#include "daemon/page/pages.h"
#include "daemon/page/put.h"
#include "daemon/page/said.h"
#include "daemon/page/severity.h"
#include "daemon/policy/wording.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

enum { MESSAGES = 20 };

static void
set_base(struct visit *v)
{
	v->base = v->who.only_ticket != 0 ?
	    str_printf(v->a, "/t/%.*s/%.*s", STR_ARG(v->args[0]), STR_ARG(v->args[1])) :
	    str_printf(v->a, "/requests/%.*s", STR_ARG(v->args[0]));
}

/* Which one it is: by a link, where that ticket went. */
static int64_t
number(const struct visit *v)
{
	return v->who.only_ticket != 0 ? v->who.only_ticket : visit_number(v, 0);
}

/* --- how it stands -------------------------------------------------------------------- */

static const struct project *
project_of(const struct visit *v, const struct sql_page_ticket_row *t)
{
	return projects_find(&v->conf->projects, t->project);
}

static void
put_due(struct visit *v, const struct sql_page_ticket_row *t)
{
	const struct project *p = project_of(v, t);

	if (p == NULL || !p->portal_due || t->due_at == 0)
		return;
	put_fact(v, SAY_DUE, str_printf(v->a, "%.*s %.*s",
	    STR_ARG(wording(WORDING_CLOCK, t->due_clock, v->language)),
	    STR_ARG(visit_say_of(v, SAY_WHEN_DUE, zone_text(v->a, v->zone, t->due_at)))));
}

static void
put_facts(struct visit *v, const struct sql_page_ticket_row *t)
{
	const struct type *type = types_of(&v->conf->types, t->type);

	put(v, "<dl class=\"facts panel\">\n");
	put_fact(v, SAY_STATUS, status_label(type, t->status, v->language));
	put_fact(v, SAY_SEVERITY, wording(WORDING_SEVERITY, t->severity, v->language));
	put_fact(v, SAY_VERSION, t->version);
	put_fact(v, SAY_CREATED, zone_text(v->a, v->zone, t->created_at));
	if (t->requester != visit_contact(v))
		put_fact(v, SAY_FROM, said_name(v, t->name));
	put_due(v, t);
	put(v, "</dl>\n");
	if (str_eq(t->category, STR("waiting")))
		put_element(v, "p", SAY_WAITS_YOU);
}

/* --- what can be done ----------------------------------------------------------------- */

static void
put_form(struct visit *v, const char *deed, enum page_word button, struct form_field *fields,
    size_t n)
{
	struct form f = { .action = str_printf(v->a, "%.*s/%s", STR_ARG(v->base), deed),
	    .button = visit_say(v, button), .v = fields, .n = n, .back = v->base };

	form_put(v, &f);
}

static void
put_reply(struct visit *v)
{
	struct form_field fields[] = {
		{ .kind = FORM_AREA, .name = STR("text"), .label = visit_say(v, SAY_REPLY),
		  .needed = true },
		form_files(v),
	};

	put_form(v, "reply", SAY_SEND, fields, COUNT(fields));
}

static void
put_folded(struct visit *v, enum page_word summary)
{
	put(v, "<details><summary>");
	put_word(v, summary);
	put(v, "</summary>\n");
}

static void
put_close(struct visit *v)
{
	struct form_field fields[] = {
		{ .kind = FORM_LINE, .name = STR("text"), .label = visit_say(v, SAY_CLOSE_TEXT),
		  .most = 1000 },
	};

	put_folded(v, SAY_CLOSE);
	put_element(v, "p", SAY_CLOSE_ABOUT);
	put_form(v, "close", SAY_CLOSE, fields, COUNT(fields));
	put(v, "</details>\n");
}

/* Where its customers may not order it, an answer opens it as one by mail does. */
static void
put_reopen(struct visit *v, bool orders)
{
	struct form_field fields[] = {
		{ .kind = FORM_AREA, .name = STR("text"), .label = visit_say(v, SAY_REPLY),
		  .needed = true },
		form_files(v),
	};

	put_element(v, "p", SAY_REOPEN_ABOUT);
	put_form(v, orders ? "reopen" : "reply", SAY_REOPEN, fields, COUNT(fields));
}

static void
put_severity(struct visit *v, const struct sql_page_ticket_row *t)
{
	struct form_field fields[] = {
		{ .kind = FORM_CHOICE, .name = STR("severity"),
		  .label = visit_say(v, SAY_SEVERITY), .needed = true, .value = t->severity },
	};

	severity_choices(v, project_of(v, t), &fields[0].values, &fields[0].shown);
	if (fields[0].values.n == 0)
		return;
	put_folded(v, SAY_SET_SEVERITY);
	put_form(v, "severity", SAY_SET_SEVERITY, fields, COUNT(fields));
	put(v, "</details>\n");
}

/* Who came by its link reads; the code that is mailed lets them write. */
static void
put_code(struct visit *v)
{
	struct form_field fields[] = {
		{ .kind = FORM_CODE, .name = STR("code"), .label = visit_say(v, SAY_CODE),
		  .hint = visit_say(v, SAY_CODE_TYPE), .needed = true, .most = 20 },
	};
	struct form ask = { .action = str_printf(v->a, "%.*s/code", STR_ARG(v->base)),
	    .button = visit_say(v, SAY_CODE_ASK), .back = v->base, .anybody = true };
	struct form say = { .action = str_printf(v->a, "%.*s/confirm", STR_ARG(v->base)),
	    .button = visit_say(v, SAY_GO_ON), .v = fields, .n = COUNT(fields), .back = v->base,
	    .anybody = true };
	struct str said = visit_query(v, "said");

	put_element(v, "p", SAY_LINK_READS);
	ask.second = str_eq(said, STR("mailed")) || str_eq(said, STR("code"));
	if (ask.second)
		form_put(v, &say);
	form_put(v, &ask);
}

static bool
may(const struct visit *v, const struct sql_page_ticket_row *t, const char *verb)
{
	const struct project *p = project_of(v, t);

	return p != NULL && strs_has(&p->customer_commands, str_c(verb));
}

static void
put_deeds(struct visit *v, const struct sql_page_ticket_row *t)
{
	bool done = str_eq(t->category, STR("resolved")) || str_eq(t->category, STR("closed"));

	put(v, "<section class=\"deeds\">\n");
	if (!v->who.may_write)
		put_code(v);
	else if (done && t->resolved_at + v->conf->reopen_within * SECOND_US < v->desk->now)
		put_element(v, "p", SAY_ENDED);
	else if (done)
		put_reopen(v, may(v, t, "reopen"));
	else {
		put_reply(v);
		if (may(v, t, "close"))
			put_close(v);
		if (may(v, t, "severity"))
			put_severity(v, t);
	}
	put(v, "</section>\n");
}

/* --- the page ------------------------------------------------------------------------- */

static void
put_said(struct visit *v, const struct said *s)
{
	size_t n = said_fits(v, s);
	int64_t before = said_before(v, s, n);

	put_element(v, "h2", SAY_MESSAGES);
	if (before != 0) {
		put(v, "<p>");
		put_link(v, str_printf(v->a, "%.*s?before=%" PRId64, STR_ARG(v->base), before),
		    visit_say(v, SAY_EARLIER));
		put(v, "</p>\n");
	}
	said_put(v, s, n, false);
}

static void
put_ticket(struct visit *v, const struct sql_page_ticket_row *t, const struct said *s)
{
	v->title = str_printf(v->a, "#%" PRId64 " %.*s", t->id, STR_ARG(t->subject));
	put_facts(v, t);
	put_said(v, s);
	put_deeds(v, t);
}

int
page_ticket(struct visit *v)
{
	int64_t n = number(v), before = visit_count(v, "before", INT64_MAX);
	struct said s = { .ticket = n };
	struct sql_page_ticket_row t;
	struct sql_page_merged_row into;
	struct sql_page_ticket h;
	struct sql_page_merged m;

	set_base(v);
	h = sql_page_ticket(v->db, visit_contact(v), visit_whole(v), visit_one(v), n);
	m = sql_page_merged(v->db, visit_contact(v), visit_whole(v), visit_one(v), n);
	said_ask(v, &s, 0, before, MESSAGES + 1);
	if (db_run(v->db, v->e) == -1)
		return -1;
	if (sql_page_ticket_row(v->db, h, 0, &t)) {
		put_ticket(v, &t, &s);
		return 200;
	}
	if (v->who.only_ticket == 0 && sql_page_merged_row(v->db, m, 0, &into))
		return visit_go(v, str_printf(v->a, "/requests/%" PRId64, into.id));
	return 404;
}

/* All of one message: on the page of its request it may be cut. */
int
page_message(struct visit *v)
{
	int64_t entry = visit_number(v, v->n_args - 1), n = number(v);
	struct said s = { .ticket = n };
	struct sql_page_entries_row row;

	set_base(v);
	if (entry == INT64_MAX)
		return 404;
	said_ask(v, &s, entry, entry + 1, 1);
	if (db_run(v->db, v->e) == -1)
		return -1;
	if (!sql_page_entries_row(v->db, s.entries, 0, &row) || row.id != entry)
		return 404;
	v->title = str_printf(v->a, "#%" PRId64, n);
	said_put(v, &s, 1, true);
	put(v, "<p>");
	put_link(v, v->base, visit_say(v, SAY_BACK));
	put(v, "</p>\n");
	return 200;
}
