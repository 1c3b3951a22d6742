/* mine: what is kept of a customer, for them to see and to take away. */
#include <inttypes.h>
#include <time.h>

#include "daemon/page/pages.h"
#include "daemon/page/put.h"
#include "daemon/sys/clock.h"
#include "parsers/base/json.h"
#include "sql.h"

enum {
	TICKETS = 50,			/* a statement */
	MAILS = 4,
	ALL_MAX = 48 * 1024 * 1024	/* of one answer; what is more comes with the next one */
};

/* --- the page -------------------------------------------------------------------------------- */

int
page_mine(struct visit *v)
{
	struct sql_page_contact h = sql_page_contact(v->db, visit_contact(v));
	struct sql_page_contact_row row;

	if (db_run(v->db, v->e) == -1)
		return -1;
	if (!sql_page_contact_row(v->db, h, 0, &row))
		return 404;
	v->title = visit_say(v, SAY_MINE);
	put(v, "<dl class=\"facts panel\">\n");
	put_fact(v, SAY_MINE_NAME, row.name);
	put_fact(v, SAY_MINE_ADDRESSES, strs_join(v->a, &row.addresses, ", "));
	put_fact(v, SAY_PROJECT, row.project);
	put_fact(v, SAY_REQUESTS, str_printf(v->a, "%" PRId64, row.tickets));
	put(v, "</dl>\n");
	put_element(v, "p", SAY_MINE_ABOUT);
	put(v, "<ul>\n<li>");
	put_link(v, STR("/mine.json"), visit_say(v, SAY_MINE_JSON));
	put(v, "</li>\n<li>");
	put_link(v, STR("/mine.mbox"), visit_say(v, SAY_MINE_MBOX));
	put(v, "</li>\n</ul>\n");
	return 200;
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void
take_away(struct visit *v, const char *type, const char *name, struct buf *b)
{
	v->out->type = str_c(type);
	v->out->disposition = str_printf(v->a, "attachment; filename=\"%s\"", name);
	v->out->body = buf_str(b);
}

static int
add_tickets(struct visit *v, struct json *j, int64_t after)
{
	struct sql_page_mine_row row;

	for (size_t n = TICKETS; n == TICKETS && j->out->n < ALL_MAX;) {
		struct sql_page_mine h = sql_page_mine(v->db, visit_contact(v), after, TICKETS);

		if (db_run(v->db, v->e) == -1)
			return -1;
		for (n = 0; sql_page_mine_row(v->db, h, n, &row); n++) {
			after = row.id;
			json_raw(j, NULL, row.json);
		}
	}
	return 0;
}

int
page_mine_json(struct visit *v)
{
	struct sql_page_contact h = sql_page_contact(v->db, visit_contact(v));
	struct sql_page_contact_row row;
	struct json j;
	struct buf b;

	if (db_run(v->db, v->e) == -1)
		return -1;
	if (!sql_page_contact_row(v->db, h, 0, &row))
		return 404;
	buf_init(&b, v->a);
	json_init(&j, &b, 1);
	json_open_object(&j, NULL);
	json_str(&j, "name", row.name);
	json_str(&j, "address", row.address);
	json_strs(&j, "addresses", &row.addresses);
	json_str(&j, "project", row.project);
	json_open_array(&j, "requests");
	if (add_tickets(v, &j, visit_count(v, "after", 0)) == -1)
		return -1;
	json_close(&j);
	json_close(&j);
	take_away(v, "application/json", "docket.json", &b);
	return 200;
}

/* --- mbox (RFC 4155, "From " quoted so that it can be taken back) ------------------------------- */

static bool
is_from(struct str line)
{
	while (str_starts(line, STR(">")))
		line = str_sub(line, 1, SIZE_MAX);
	return str_starts(line, STR("From "));
}

static void
add_mail(struct buf *b, const struct sql_page_mails_row *row)
{
	time_t at = (time_t)(row->at / SECOND_US);
	struct str rest = row->bytes, line;
	struct tm tm;
	char when[32];

	gmtime_r(&at, &tm);
	if (strftime(when, sizeof(when), "%a %b %e %H:%M:%S %Y", &tm) == 0)
		when[0] = '\0';
	buf_printf(b, "From %.*s %s\n", STR_ARG(row->author), when);
	while (str_line(&rest, &line)) {
		if (is_from(line))
			buf_addc(b, '>');
		buf_add(b, line);
		buf_addc(b, '\n');
	}
	buf_addc(b, '\n');
}

int
page_mine_mbox(struct visit *v)
{
	int64_t after = visit_count(v, "after", 0);
	struct sql_page_mails_row row;
	struct buf b;

	buf_init(&b, v->a);
	for (size_t n = MAILS; n == MAILS && b.n < ALL_MAX;) {
		struct sql_page_mails h = sql_page_mails(v->db, visit_contact(v), after, MAILS);

		if (db_run(v->db, v->e) == -1)
			return -1;
		for (n = 0; sql_page_mails_row(v->db, h, n, &row); n++) {
			after = row.id;
			add_mail(&b, &row);
		}
	}
	take_away(v, "application/mbox", "docket.mbox", &b);
	return 200;
}
