/*
 * docketctl view: which views there are, and what one shows now.
 */
#include "daemon/ctl/verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/calendar/zone.h"
#include "daemon/policy/viewset.h"
#include "daemon/render/page.h"
#include "daemon/render/sheetcsv.h"
#include "daemon/render/sheethtml.h"
#include "daemon/render/sheetics.h"
#include "daemon/render/sheetjson.h"
#include "daemon/render/sheetsvg.h"
#include "daemon/render/sheettext.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/view/rows.h"
#include "daemon/view/stamps.h"
#include "parsers/base/array.h"
#include "parsers/base/base64.h"

enum { LINK_MAX_CHARS = 256 };		/* of what /etc/localtime points to */

struct asked {
	const char		*name, *as, *rows, *agent;
	struct strs		 sets;		/* "project=ACME" */
	struct view_ask		 ask;
};

/* ---- which there are ---- */

static struct str
shown_to(struct arena *a, const struct view_def *d)
{
	return d->show_to.n == 0 ? STR("every engineer") : strs_join(a, &d->show_to, ", ");
}

static struct str
mailed(struct arena *a, const struct view_def *d)
{
	return d->mail.at.n == 0 ? STR_NONE : str_printf(a, "%.*s %.*s", STR_ARG(d->mail.at),
	    STR_ARG(d->mail.zone));
}

static void
add_json(struct ctl *ctl, struct json *j, const struct view_def *d)
{
	json_open_object(j, NULL);
	json_str(j, "name", d->name);
	json_str(j, "title", view_title(d, STR("en")));
	json_str_or_null(j, "about", view_about(d, STR("en")));
	json_strs(j, "show_to", &d->show_to);
	json_bool(j, "customers", d->for_customers);
	json_str_or_null(j, "mail", mailed(ctl->a, d));
	json_close(j);
}

static int
list_json(struct ctl *ctl)
{
	struct json j = ctl_json_new(ctl);

	json_open_array(&j, NULL);
	for (size_t i = 0; i < ctl->conf->views.n; i++)
		add_json(ctl, &j, &ctl->conf->views.v[i]);
	json_close(&j);
	ctl_json_print(ctl, &j);
	return CTL_OK;
}

static int
list(struct ctl *ctl)
{
	static const struct table_column columns[] = {
		{ "VIEW", false, false }, { "TITLE", false, true }, { "SHOWN TO", false, true },
		{ "MAIL", false, true },
	};
	struct strs cells = { 0 };

	if (ctl->json)
		return list_json(ctl);
	if (ctl->conf->views.n == 0)
		return ctl_fail(CTL_OK, "there are no views: views.conf says which "
		    "(help conf.views)");
	for (size_t i = 0; i < ctl->conf->views.n; i++) {
		const struct view_def *d = &ctl->conf->views.v[i];

		strs_add(ctl->a, &cells, text_safe(ctl->a, d->name));
		strs_add(ctl->a, &cells, text_safe(ctl->a, view_title(d, STR("en"))));
		strs_add(ctl->a, &cells, text_safe(ctl->a, d->for_customers ? str_printf(ctl->a,
		    "%.*s; customers", STR_ARG(shown_to(ctl->a, d))) : shown_to(ctl->a, d)));
		strs_add(ctl->a, &cells, text_safe(ctl->a, mailed(ctl->a, d)));
	}
	ctl_print(ctl, &TABLE(columns, cells));
	return CTL_OK;
}

/* ---- one ---- */

static bool
put_text(struct ctl *ctl, struct buf *b, const struct sheet *s)
{
	sheet_text(b, ctl->a, s, ctl_columns());
	return true;
}

static bool
put_csv(struct ctl *ctl, struct buf *b, const struct sheet *s)
{
	sheet_csv(b, ctl->a, s);
	return true;
}

static bool
put_json(struct ctl *ctl, struct buf *b, const struct sheet *s)
{
	sheet_json(b, ctl->a, s);
	return true;
}

/* A page by itself: its style sheet is in it. */
static bool
put_html(struct ctl *ctl, struct buf *b, const struct sheet *s)
{
	struct page page = { .language = s->language, .title = s->title, .own_heading = true,
	    .made = str_printf(ctl->a, "%.*s %.*s", STR_ARG(s->words.made),
	    STR_ARG(zone_text(ctl->a, s->zone, s->made_at))) };
	struct sheet whole = *s;
	struct buf style, body;

	buf_init(&body, ctl->a);
	whole.heading = 1;
	sheet_html(&body, ctl->a, &whole);
	buf_init(&style, ctl->a);
	buf_adds(&style, "data:text/css;base64,");
	base64_add(&style, page_css());
	page.body = buf_str(&body);
	page.style = buf_str(&style);
	page_html(b, &page);
	return true;
}

static bool
put_ics(struct ctl *ctl, struct buf *b, const struct sheet *s)
{
	sheet_ics(b, ctl->a, s, ctl->conf->message_id_domain);
	return true;
}

static bool
put_svg(struct ctl *ctl, struct buf *b, const struct sheet *s)
{
	return sheet_picture(b, ctl->a, s);
}

static const struct {
	const char	*word;
	bool		(*put)(struct ctl *, struct buf *, const struct sheet *);
	bool		stamped;		/* it tells when a ticket changed */
} forms[] = {
	{ "text", put_text }, { "csv", put_csv }, { "json", put_json }, { "html", put_html },
	{ "ics", put_ics, true }, { "svg", put_svg },
};

/* The zone of who asks: an agent's; else the machine's, as other verbs show times. */
static const struct zone *
zone_of(struct ctl *ctl, const struct agent *ag)
{
	const char *tz = getenv("TZ");
	char path[LINK_MAX_CHARS];
	struct str name = ag != NULL ? ag->timezone : str_c(tz);
	const struct zone *zone;
	struct err e;

	if (ag == NULL && tz == NULL) {
		ssize_t n = readlink("/etc/localtime", path, sizeof(path));
		struct str target = { path, n < 0 ? 0 : (size_t)n };
		size_t at = str_find(target, STR("zoneinfo/"), 0);

		name = at == SIZE_MAX ? STR_NONE : str_sub(target, at + 9, SIZE_MAX);
	}
	if (str_starts(name, STR(":")))
		name = str_sub(name, 1, SIZE_MAX);
	return name.n > 0 && zone_load(ctl->a, str_dup(ctl->a, name), &zone, &e) == 0 ? zone :
	    zone_utc();
}

static int
find_view(struct ctl *ctl, struct asked *q)
{
	const struct view_defs *all = &ctl->conf->views;
	struct strs names = { 0 };

	q->ask.def = view_defs_find(all, str_c(q->name));
	if (q->ask.def != NULL)
		return CTL_OK;
	for (size_t i = 0; i < all->n; i++)
		strs_add(ctl->a, &names, all->v[i].name);
	return ctl_no_such(ctl, "view", q->name, &names);
}

/* Whose eyes it is seen with. */
static int
find_reader(struct ctl *ctl, struct asked *q)
{
	const struct view_def *d = q->ask.def;
	int status = ctl_agent(ctl, q->agent, &q->ask.reader);

	if (status != CTL_OK)
		return status;
	if (q->ask.reader == NULL && d->of_reader)
		return ctl_usage(ctl, "%.*s shows what is of whoever reads it: --as-agent NAME says "
		    "who", STR_ARG(d->name));
	if (q->ask.reader != NULL && !view_is_shown_to(d, ctl->conf, q->ask.reader))
		return ctl_fail(CTL_DATA, "%.*s is not shown to %s: show_to in views.conf says %s",
		    STR_ARG(d->name), q->agent, strs_join(ctl->a, &d->show_to, ", ").p);
	q->ask.zone = zone_of(ctl, q->ask.reader);
	q->ask.language = q->ask.reader != NULL && q->ask.reader->language.n > 0 ?
	    q->ask.reader->language : STR("en");
	return CTL_OK;
}

static int
read_rest(struct ctl *ctl, struct asked *q)
{
	struct condition *more = ARENA_NEW(ctl->a, struct condition);
	struct str fault;

	if (q->rows != NULL) {
		bool all = strcmp(q->rows, "all") == 0;

		q->ask.rows = all ? VIEW_ROWS_ALL : ctl_number(q->rows);
		if (!all && q->ask.rows == -1)
			return ctl_usage(ctl, "--rows: '%s' is no number from 1, nor all", q->rows);
	}
	if (q->sets.n == 0)
		return CTL_OK;
	if (viewset_read(ctl->a, ctl->conf, &q->sets, more, &fault) == -1)
		return ctl_usage(ctl, "%.*s", STR_ARG(fault));
	q->ask.more = more;
	return CTL_OK;
}

static int
print(struct ctl *ctl, struct asked *q, size_t form)
{
	struct sheet s;
	struct buf b;
	struct err e;

	buf_init(&b, ctl->a);
	q->ask.now = clock_now();
	if (view_sheet(ctl->a, ctl->db, ctl->conf, &q->ask, &s, &e) == -1 ||
	    (forms[form].stamped && stamps_set(ctl->a, ctl->db, STR_NONE, &s, &e) == -1))
		return ctl_err(&e);
	if (!forms[form].put(ctl, &b, &s))
		return ctl_fail(CTL_DATA, "%s has no picture: charts and timelines have one", q->name);
	fwrite(b.p, 1, b.n, stdout);
	return CTL_OK;
}

static int
show(struct ctl *ctl, struct asked *q)
{
	const char *as = q->as != NULL ? q->as : ctl->json ? "json" : "text";
	struct strs words = { 0 };
	size_t form = 0;
	int status;

	while (form < COUNT(forms) && strcmp(forms[form].word, as) != 0)
		strs_add(ctl->a, &words, str_c(forms[form++].word));
	if (form == COUNT(forms))
		return ctl_usage(ctl, "--as: '%s' is none of %s", as,
		    strs_join(ctl->a, &words, ", ").p);
	if ((status = find_view(ctl, q)) != CTL_OK || (status = find_reader(ctl, q)) != CTL_OK ||
	    (status = read_rest(ctl, q)) != CTL_OK || (status = ctl_db(ctl)) != CTL_OK)
		return status;
	return print(ctl, q, form);
}

/* "--set X" may be there more than once, and what is set may stand behind the name as well. */
static int
plain_sets(int argc, char **argv)
{
	int n = 1;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--set") == 0)
			continue;
		argv[n++] = strncmp(argv[i], "--set=", 6) == 0 ? argv[i] + 6 : argv[i];
	}
	return n;
}

int
ctl_view(struct ctl *ctl, int argc, char **argv)
{
	struct asked q = { 0 };
	const struct ctl_option options[] = {
		{ "--as", &q.as, NULL }, { "--rows", &q.rows, NULL },
		{ "--as-agent", &q.agent, NULL },
	};
	int n = ctl_options(ctl, plain_sets(argc, argv), argv, options, COUNT(options)), status;

	if (n < 0)
		return ctl_options_status(n);
	if ((status = ctl_conf(ctl)) != CTL_OK)
		return status;
	if (n == 0)
		return list(ctl);
	q.name = argv[1];
	for (int i = 2; i <= n; i++)
		strs_add(ctl->a, &q.sets, str_c(argv[i]));
	return show(ctl, &q);
}
