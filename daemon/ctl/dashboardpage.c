/* dashboardpage: see dashboardpage.h. */
#include "daemon/ctl/dashboardpage.h"

#include "daemon/calendar/zone.h"
#include "daemon/policy/wording.h"
#include "daemon/render/htmlview.h"
#include "daemon/render/sheethtml.h"
#include "daemon/view/rows.h"
#include "parsers/base/array.h"
#include "parsers/text/htmltext.h"

/* How page_html() writes when it was made: a page that differs in this alone is the same. */
#define MADE	STR("<p class=\"made\">")
#define CUSTOMERS	"by-customer"		/* the view that a project's page shows */

enum { TITLE, VIEWS, PROJECTS, CHECKED, WORDS };

static const struct { const char *language, *words[WORDS]; } said[] = {
	{ "en", { "Dashboard", "Views", "Projects", "Looked at" } },
	{ "de", { "Übersicht", "Ansichten", "Projekte", "Zuletzt geprüft" } },
	{ "es", { "Panel", "Vistas", "Proyectos", "Comprobado el" } },
	{ "fr", { "Tableau de bord", "Vues", "Projets", "Vérifié le" } },
	{ "it", { "Cruscotto", "Viste", "Progetti", "Controllato il" } },
	{ "pt", { "Painel", "Vistas", "Projetos", "Verificado em" } },
};

static struct str
say(const struct dashboard *d, int word)
{
	for (size_t i = 0; i < COUNT(said); i++)
		if (str_ieq(d->language, str_c(said[i].language)))
			return str_c(said[i].words[word]);
	return str_c(said[0].words[word]);
}

/* Of a customer's their own name: the desk's mailboxes may be named after others. */
static struct str
desk_name(const struct dashboard *d)
{
	const struct mailboxes *all = &d->ctl->conf->mailboxes;

	if (d->project != NULL)
		return d->project->name.n > 0 ? d->project->name : d->project->key;
	return all->n > 0 && all->v[0].display_name.n > 0 ? all->v[0].display_name : say(d, TITLE);
}

/* A project's key may hold what a file's name can't. */
static struct str
file_name(struct arena *a, const char *what, struct str name)
{
	struct buf b;

	buf_init(&b, a);
	buf_printf(&b, "%s-", what);
	for (size_t i = 0; i < name.n && i < 60; i++) {
		unsigned char c = (unsigned char)name.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || c == '-';

		buf_printf(&b, plain ? "%c" : "_%02x", c);
	}
	buf_adds(&b, ".html");
	return buf_str(&b);
}

/* --- one page -------------------------------------------------------------------------- */

static int
put_page(const struct dashboard *d, struct arena *a, struct str file, struct str title,
    struct str body, struct err *e)
{
	struct page_link *nav = ARENA_ARRAY(a, d->n_views + 1, struct page_link);
	bool first = str_eq(file, STR("index.html"));
	struct str made = wording(WORDING_SHEET, STR("made"), d->language);
	struct page p = { .language = d->language, .desk = desk_name(d), .home = STR("index.html"),
	    .title = title, .own_heading = true, .body = body, .nav = nav, .n_nav = d->n_views + 1,
	    .style = STR("style.css") };
	struct buf b;

	for (size_t i = 0; i < p.n_nav; i++) {
		nav[i] = d->nav[i];
		nav[i].here = str_eq(nav[i].url, file);
	}
	p.made = str_printf(a, "%.*s %.*s", STR_ARG(first ? say(d, CHECKED) : made),
	    STR_ARG(zone_text(a, d->zone, d->now)));
	buf_init(&b, a);
	page_html(&b, &p);
	return site_put(d->site, file, buf_str(&b), first ? STR_NONE : MADE, e);
}

/* What of it stands on the first page, too; lives as long as the program. */
static void
keep(const struct dashboard *d, struct dashboard_link *link, struct str file,
    const struct sheet *s)
{
	struct arena *a = d->ctl->a;
	struct buf b;

	buf_init(&b, a);
	if (s->total.count > 0) {
		struct html_view v = html_view(&b, a, s);

		html_sums(&v, &s->total);
	}
	*link = (struct dashboard_link){ str_dup(a, file), str_dup(a, s->title),
	    str_dup(a, s->about), buf_str(&b) };
}

/* A customer's tickets have a page in the portal, where it is on. */
static struct str
link_to_tickets(const struct dashboard *d, struct arena *a)
{
	const struct portal *p = &d->ctl->conf->portal;

	if (d->project == NULL || !p->on || !p->customers || p->url.n == 0)
		return STR_NONE;
	return str_printf(a, "%.*s/requests/", STR_ARG(p->url));
}

static int
put_sheet(const struct dashboard *d, struct arena *a, const struct view_ask *ask,
    struct str file, struct str title, struct dashboard_link *link, struct err *e)
{
	struct sheet s;
	struct buf body;

	if (view_sheet(a, d->ctl->db, d->ctl->conf, ask, &s, e) == -1)
		return -1;
	s.heading = 1;
	s.link_before = link_to_tickets(d, a);
	if (title.n > 0)
		s.title = title;
	keep(d, link, file, &s);
	if (title.n > 0 && s.total.count == 0)
		return 0;		/* a project without tickets needs no page */
	buf_init(&body, a);
	sheet_html(&body, a, &s);
	return put_page(d, a, file, s.title, buf_str(&body), e);
}

static struct view_ask
ask_of(const struct dashboard *d, const struct view_def *def)
{
	return (struct view_ask){ .def = def, .project = d->project == NULL ? STR_NONE :
	    d->project->key, .language = d->language, .zone = d->zone, .now = d->now };
}

/* --- which pages ------------------------------------------------------------------------ */

static void
set_nav(struct dashboard *d)
{
	struct arena *a = d->ctl->a;

	d->nav = ARENA_ARRAY(a, d->n_views + 1, struct page_link);
	d->nav[0] = (struct page_link){ STR("index.html"), say(d, TITLE), false };
	for (size_t i = 0; i < d->n_views; i++)
		d->nav[i + 1] = (struct page_link){ file_name(a, "view", d->views[i]->name),
		    view_title(d->views[i], d->language), false };
}

static int
put_views(struct dashboard *d, struct arena *a, struct err *e)
{
	d->links = ARENA_ARRAY(d->ctl->a, d->n_views, struct dashboard_link);
	for (size_t i = 0; i < d->n_views; i++) {
		struct view_ask ask = ask_of(d, d->views[i]);

		arena_reset(a);
		if (put_sheet(d, a, &ask, d->nav[i + 1].url, STR_NONE, &d->links[i], e) == -1)
			return -1;
	}
	return 0;
}

/* Of the desk's own dashboard: what is open for each project. */
static int
put_projects(struct dashboard *d, struct arena *a, struct err *e)
{
	const struct projects *all = &d->ctl->conf->projects;
	const struct view_def *def = view_defs_find(&d->ctl->conf->views, STR(CUSTOMERS));

	if (d->project != NULL || def == NULL || def->of_reader)
		return 0;
	d->projects = ARENA_ARRAY(d->ctl->a, all->n, struct dashboard_link);
	for (size_t i = 0; i < all->n; i++) {
		struct dashboard_link *link = &d->projects[d->n_projects];
		struct condition of = { .kind = WHEN_TEST, .test = { .subject = SUBJECT_PROJECT,
		    .kind = TEST_ONE_OF, .values = { &all->v[i].key, 1 } } };
		struct view_ask ask = ask_of(d, def);

		arena_reset(a);
		ask.more = &of;
		if (put_sheet(d, a, &ask, file_name(a, "project", all->v[i].key),
		    all->v[i].name.n > 0 ? all->v[i].name : all->v[i].key, link, e) == -1)
			return -1;
		link->about = STR_NONE;
		d->n_projects += link->sums.n > 0;
	}
	return 0;
}

static void
put_links(struct buf *b, const char *heading, const struct dashboard_link *v, size_t n)
{
	if (n == 0)
		return;
	buf_printf(b, "<h2>%s</h2>\n<ul class=\"cards index\">\n", heading);
	for (size_t i = 0; i < n; i++) {
		buf_adds(b, "<li class=\"card\"><h3><a class=\"name\" href=\"");
		htmltext_put(b, v[i].file);
		buf_adds(b, "\"><bdi>");
		htmltext_put(b, v[i].title);
		buf_adds(b, "</bdi></a></h3>\n");
		if (v[i].about.n > 0) {
			buf_adds(b, "<p class=\"about\"><bdi>");
			htmltext_put(b, v[i].about);
			buf_adds(b, "</bdi></p>\n");
		}
		if (v[i].sums.n > 0)
			buf_printf(b, "<p>%.*s</p>\n", STR_ARG(v[i].sums));
		buf_adds(b, "</li>\n");
	}
	buf_adds(b, "</ul>\n");
}

static int
put_first(struct dashboard *d, struct arena *a, struct err *e)
{
	struct buf body;

	arena_reset(a);
	buf_init(&body, a);
	buf_adds(&body, "<h1>");
	htmltext_put(&body, desk_name(d));
	buf_adds(&body, "</h1>\n");
	put_links(&body, say(d, VIEWS).p, d->links, d->n_views);
	put_links(&body, say(d, PROJECTS).p, d->projects, d->n_projects);
	return put_page(d, a, STR("index.html"), say(d, TITLE), buf_str(&body), e);
}

int
dashboard_pages(struct dashboard *d, struct err *e)
{
	struct arena *a = arena_new();
	int rc;

	set_nav(d);
	rc = site_put(d->site, STR("style.css"), page_css(), STR_NONE, e);
	rc = rc == -1 ? -1 : put_views(d, a, e);
	rc = rc == -1 ? -1 : put_projects(d, a, e);
	rc = rc == -1 ? -1 : put_first(d, a, e);
	arena_free(a);
	return rc;
}
