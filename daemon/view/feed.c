/* feed: see feed.h. */
#include "daemon/view/feed.h"

#include <stdlib.h>
#include <sys/random.h>

#include "daemon/calendar/zones.h"
#include "daemon/policy/viewdef.h"
#include "daemon/render/sheetics.h"
#include "daemon/sys/clock.h"
#include "daemon/view/rows.h"
#include "daemon/view/stamps.h"
#include "parsers/base/array.h"
#include "sql.h"

enum { GONE_DAYS = 7, GONE_MOST = 500, ROWS_MOST = 5000, DAY = 86400 };

struct str
feed_token(struct arena *a)
{
	unsigned char r[FEED_TOKEN_BYTES];

	if (getrandom(r, sizeof(r), 0) != sizeof(r))
		abort();	/* guessable ones would let anybody read */
	return sha256_hex(a, r, sizeof(r));
}

void
feed_hash(struct str token, unsigned char out[SHA256_BYTES])
{
	sha256_of(token, out);
}

struct str
feed_url(struct arena *a, const struct conf *conf, struct str token)
{
	return str_printf(a, "%.*s/feed/%.*s.ics", STR_ARG(conf->portal.url), STR_ARG(token));
}

/* ---- whose ---- */

struct str
feed_hindrance(struct arena *a, const struct conf *conf, const struct feed *f)
{
	const struct project *p = f->project.n == 0 ? NULL :
	    projects_find(&conf->projects, f->project);
	const struct portal *portal = &conf->portal;

	if (!portal->on)
		return STR("there is no group portal in docket.conf, which serves feeds");
	if (!(f->agent != NULL ? portal->agents : portal->customers))
		return str_printf(a, "portal.%s is off in docket.conf",
		    f->agent != NULL ? "agents" : "customers");
	if (f->def->of != VIEW_TICKETS)
		return STR("it shows no tickets: they have the instants");
	if (f->agent != NULL)
		return view_is_shown_to(f->def, conf, f->agent) ? STR_NONE :
		    str_printf(a, "it is not shown to %.*s (show_to)", STR_ARG(f->agent->name));
	if (p == NULL)
		return str_printf(a, "there is no project %.*s", STR_ARG(f->project));
	if (!f->def->for_customers)
		return STR("it is not for customers (views.conf)");
	return p->portal_due ? STR_NONE : str_printf(a, "customers of %.*s are not told by when "
	    "they were promised an answer (portal_due in projects.conf)", STR_ARG(p->key));
}

int
feed_find(struct db *db, struct arena *a, const struct conf *conf, struct str token,
    struct feed *out, struct err *e)
{
	unsigned char hash[SHA256_BYTES];
	struct sql_feed_find_row row;
	struct sql_feed_find h;

	feed_hash(token, hash);
	h = sql_feed_find(db, (struct str){ (const char *)hash, sizeof(hash) });
	if (db_run(db, e) == -1)
		return -1;
	if (!sql_feed_find_row(db, h, 0, &row))
		return 0;
	*out = (struct feed){ .id = row.id, .def = view_defs_find(&conf->views, row.view),
	    .agent = agents_find(&conf->agents, row.agent), .project = str_dup(a, row.project) };
	return out->def != NULL && (out->agent != NULL || out->project.n > 0) &&
	    feed_hindrance(a, conf, out).n == 0;
}

/* ---- what ---- */

/* "desk.example.com": of the portal's address. */
static struct str
domain_of(const struct conf *conf)
{
	struct str url = conf->portal.url;
	size_t at = str_find(url, STR("://"), 0);

	return url.n == 0 ? STR("docket.invalid") : at == SIZE_MAX ? url :
	    str_sub(url, at + 3, str_chr(url, ':', at + 3) == SIZE_MAX ? url.n :
	    str_chr(url, ':', at + 3) - at - 3);
}

static bool
is_there(const struct sheet *s, int64_t ticket)
{
	for (size_t i = 0; i < s->n_rows; i++)
		if (s->rows[i].ticket == ticket)
			return true;
	return false;
}

static void
set_subject(struct arena *a, const struct sheet *s, struct str subject, struct sheet_row *row)
{
	row->cells = ARENA_ARRAY(a, s->n_columns, struct sheet_cell);
	for (size_t i = 0; i < s->n_columns; i++)
		row->cells[i] = (struct sheet_cell){ 0 };
	for (size_t i = 0; i < s->n_columns; i++)
		if (str_eq(s->columns[i].word, STR("subject")))
			row->cells[i] = (struct sheet_cell){ .is_set = true,
			    .text = str_dup(a, subject) };
}

/* What was in it and ended before it was due: as it was, and done. */
static int
add_gone(struct arena *a, struct db *db, const struct feed *f, int64_t now, struct sheet *s,
    struct err *e)
{
	struct sql_feed_gone h = sql_feed_gone(db, f->agent == NULL ? STR_NONE : f->agent->name,
	    f->project, now - (int64_t)GONE_DAYS * DAY * SECOND_US, GONE_MOST);
	struct sql_feed_gone_row row;
	struct sheet_row *all;

	if (db_run(db, e) == -1)
		return -1;
	all = ARENA_ARRAY(a, s->n_rows + sql_feed_gone_count(db, h), struct sheet_row);
	for (size_t i = 0; i < s->n_rows; i++)
		all[i] = s->rows[i];
	s->rows = all;
	for (size_t i = 0; sql_feed_gone_row(db, h, i, &row); i++) {
		if (is_there(s, row.ticket))
			continue;
		all[s->n_rows] = (struct sheet_row){ .ticket = row.ticket, .mark = SHEET_DONE,
		    .until = row.due };
		set_subject(a, s, row.subject, &all[s->n_rows++]);
	}
	return 0;
}

static struct str
language_of(const struct conf *conf, const struct feed *f)
{
	const struct project *p = projects_find(&conf->projects, f->project);
	struct str said = f->agent != NULL ? f->agent->language : p != NULL ? p->language : STR_NONE;

	return said.n > 0 ? said : STR("en");
}

int
feed_calendar(struct arena *a, struct db *db, const struct conf *conf, const struct feed *f,
    int64_t now, struct str *body, struct str *etag, struct err *e)
{
	struct view_ask ask = { .def = f->def, .reader = f->agent, .project = f->project,
	    .language = language_of(conf, f), .now = now, .rows = ROWS_MOST,
	    .zone = f->agent == NULL ? zone_utc() : zones_find(zones_new(a), f->agent->timezone) };
	unsigned char hash[SHA256_BYTES];
	struct sheet s;
	struct buf b;

	if (view_sheet(a, db, conf, &ask, &s, e) == -1 ||
	    (s.layout != SHEET_TIMELINE && add_gone(a, db, f, now, &s, e) == -1) ||
	    stamps_set(a, db, f->project, &s, e) == -1)
		return -1;
	buf_init(&b, a);
	sheet_ics(&b, a, &s, domain_of(conf));
	*body = buf_str(&b);
	sha256_of(*body, hash);
	*etag = str_printf(a, "\"%s\"", sha256_hex(a, hash, 16).p);
	return 0;
}
