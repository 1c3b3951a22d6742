/* viewdef: see viewdef.h. */
#include "daemon/policy/viewdef.h"

#include "daemon/calendar/cron.h"
#include "daemon/conf/wish.h"
#include "daemon/filter/check.h"
#include "daemon/filter/leaf.h"
#include "daemon/policy/conf.h"
#include "daemon/policy/viewwhen.h"
#include "daemon/policy/whom.h"
#include "daemon/policy/wording.h"
#include "daemon/sla/category.h"
#include "parsers/base/array.h"

static void	read_title(struct loader *, const struct node *, void *);
static void	read_about(struct loader *, const struct node *, void *);
static void	read_group(struct loader *, const struct node *, void *);
static void	read_sort(struct loader *, const struct node *, void *);
static void	read_columns(struct loader *, const struct node *, void *);
static void	read_limits(struct loader *, const struct node *, void *);
static void	read_mail(struct loader *, const struct node *, void *);
static void	read_where(struct loader *, const struct node *, void *);

extern const char views_shipped[];	/* conf/views.conf: what there is without the file */

static const char *const ofs[] = { [VIEW_TICKETS] = "tickets", [VIEW_VERSIONS] = "versions",
	[VIEW_SLA] = "sla", [VIEW_TIME] = "time", [VIEW_MAIL] = "mail", NULL };
static const char *const layouts[] = { [LAYOUT_TABLE] = "table", [LAYOUT_BOARD] = "board",
	[LAYOUT_TREE] = "tree", [LAYOUT_CALENDAR] = "calendar", [LAYOUT_TIMELINE] = "timeline",
	[LAYOUT_NUMBERS] = "numbers", [LAYOUT_CHART] = "chart", NULL };
static const char *const empties[] = { [VIEW_EMPTY_SKIP] = "skip", [VIEW_EMPTY_SEND] = "send",
	NULL };

static const struct key mail_keys[] = {
	KEY(struct view_mail, at, "at", KEY_STR, .required = true, .help =
	    "when: \"mon 08:00 Europe/Berlin\", \"mon-fri 07:30\", or as cron: \"0 8 * * mon\""),
	KEY(struct view_mail, zone, "zone", KEY_STR, .def = "UTC", .help =
	    "time zone of at, where that names none: \"Europe/Berlin\""),
	KEY(struct view_mail, to, "to", KEY_STRS, .required = true, .help =
	    "engineers' names, \"team:NAME\", leads or admins"),
	KEY(struct view_mail, if_empty, "if_empty", KEY_ENUM, .def = "skip", .names = empties,
	    .help = "of a view without rows: no mail, or one that says so"),
};

static const struct key keys[] = {
	KEY(struct view_def, name, "name", KEY_NAME, .required = true, .help =
	    "what #list and docketctl view call it"),
	KEY(struct view_def, titles, "title", KEY_CUSTOM, .read = read_title, .help =
	    "its head, { en = \"At risk\"; de = \"Gefährdet\"; }; else the name"),
	KEY(struct view_def, abouts, "about", KEY_CUSTOM, .read = read_about, .help =
	    "a sentence below it, by language as well"),
	KEY(struct view_def, of, "of", KEY_ENUM, .def = "tickets", .names = ofs, .help =
	    "what its rows are: tickets, versions in use, how SLAs were kept this month, time "
	    "of this week, or how mail goes"),
	KEY(struct view_def, where, "where", KEY_CUSTOM, .read = read_where, .help =
	    "group, see conf.when: which tickets; \"$me\" is the reader, \"$my-teams\" their teams"),
	KEY(struct view_def, group, "group", KEY_CUSTOM, .read = read_group, .help =
	    "list of up to four column words: rows stand together, with subtotals"),
	KEY(struct view_def, sort, "sort", KEY_CUSTOM, .read = read_sort, .help =
	    "list of column words, \"-due\" is the latest first; the number decides last"),
	KEY(struct view_def, columns, "columns", KEY_CUSTOM, .read = read_columns, .help =
	    "list of column words (docket-views(5) has them): what is shown of each"),
	KEY(struct view_def, layout, "layout", KEY_ENUM, .def = "table", .names = layouts, .help =
	    "how it is drawn; a board's columns are categories, its lanes the first group"),
	KEY(struct view_def, limits, "limits", KEY_CUSTOM, .read = read_limits, .help =
	    "of a board, { open = 5; }: so many are meant to be in a column"),
	KEY(struct view_def, rows, "rows", KEY_COUNT, .def = "200", .min = 1, .max = 10000, .help =
	    "shown at most; counts are of all"),
	KEY(struct view_def, show_to, "show_to", KEY_STRS, .help =
	    "engineers' names, \"team:NAME\", leads or admins; without it every engineer"),
	KEY(struct view_def, for_customers, "customers", KEY_BOOL, .def = "false", .help =
	    "customers see it of their own project, public columns alone"),
	KEY(struct view_def, mail, "mail", KEY_CUSTOM, .read = read_mail, .help =
	    "group, see conf.view_mail: sent on schedule"),
};

static const struct section sections[] = {
	{ "views", "views.conf", KEYS(keys), "what #list, docketctl view, digests and dashboards "
	    "show" },
	{ "view_mail", "views.conf", KEYS(mail_keys), "when a view is sent, and to whom" },
	{ NULL },
};

/* ---- words by language ---- */

static void
read_words(struct loader *l, const struct node *n, struct strs *out)
{
	struct strs known = conf_names(l->a, wording_languages);
	struct str text;

	if (node_text(n, &text)) {	/* one for all */
		strs_add(l->a, out, STR("en"));
		strs_add(l->a, out, str_dup(l->a, text));
		return;
	}
	if (!node_is_group(n) || node_count(n) == 0) {
		conf_fault(l, n, "write it by language: { en = \"At risk\"; de = \"Gefährdet\"; }");
		return;
	}
	for (size_t i = 0; i < node_count(n); i++) {
		struct node one = node_at(n, i);

		/* The name of a setting lives as long as the file is open. */
		if (!conf_one_of(l, &one, "language", node_name(&one), &known) ||
		    !conf_value(l, &one, KEY_STR, &text))
			continue;
		strs_add(l->a, out, str_dup(l->a, node_name(&one)));
		strs_add(l->a, out, text);
	}
}

static void
read_title(struct loader *l, const struct node *n, void *base)
{
	read_words(l, n, &((struct view_def *)base)->titles);
}

static void
read_about(struct loader *l, const struct node *n, void *base)
{
	read_words(l, n, &((struct view_def *)base)->abouts);
}

/* ---- columns ---- */

struct use {				/* what a list of column words is for */
	const char	*word;		/* "group" */
	bool		 groups, sorts;
};

static void
bad_column(struct loader *l, const struct node *n, const struct use *use, struct str word)
{
	struct strs known = view_column_words(l->a, use->groups, use->sorts);
	struct str field;

	if (view_column_find(word, &field) != NULL)
		conf_fault(l, n, "%s \"%.*s\": by this nothing can be %s; there are %s", use->word,
		    STR_ARG(word), use->groups ? "grouped" : "sorted",
		    strs_join(l->a, &known, ", ").p);
	else
		conf_fault(l, n, "%s \"%.*s\" is no column%s", use->word,
		    STR_ARG(str_utf8_cut(word, 40)), conf_near(l->a, word, &known).p);
}

static bool
is_field(struct loader *l, const struct node *n, const struct use *use, struct str name)
{
	const struct field_defs *defs = &((struct conf *)l->whole)->fields;
	struct strs known = { 0 };

	for (size_t i = 0; i < defs->n; i++) {
		if (str_eq(defs->v[i].name, name))
			return true;
		strs_add(l->a, &known, defs->v[i].name);
	}
	conf_fault(l, n, "%s \"field.%.*s\": there is no field %.*s%s", use->word, STR_ARG(name),
	    STR_ARG(name), conf_near(l->a, name, &known).p);
	return false;
}

static void
read_column(struct loader *l, const struct node *n, const struct use *use, struct str word,
    struct view_keys *out)
{
	bool falls = use->sorts && str_starts(word, STR("-"));
	struct str name = falls ? str_sub(word, 1, SIZE_MAX) : word, field;
	const struct view_column *c = view_column_find(name, &field);

	if (c == NULL || (use->groups && !c->groups) || (use->sorts && !c->sorts)) {
		bad_column(l, n, use, name);
		return;
	}
	if (field.n > 0 && !is_field(l, n, use, field))
		return;
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i].column == c && str_eq(out->v[i].field, field)) {
			conf_fault(l, n, "%s has \"%.*s\" twice", use->word, STR_ARG(name));
			return;
		}
	out->v = array_grow(l->a, out->v, out->n, sizeof(*out->v));
	out->v[out->n++] = (struct view_key){ c, field, falls };
}

static void
read_keys(struct loader *l, const struct node *n, const struct use *use, struct view_keys *out)
{
	struct strs words = { 0 };

	if (!conf_value(l, n, KEY_STRS, &words))
		return;
	for (size_t i = 0; i < words.n; i++)
		read_column(l, n, use, words.v[i], out);
}

static void
read_group(struct loader *l, const struct node *n, void *base)
{
	struct view_def *d = base;

	read_keys(l, n, &(struct use){ "group", .groups = true }, &d->group);
	if (d->group.n > VIEW_GROUPS_MAX)
		conf_fault(l, n, "%zu groups within each other: four at most", d->group.n);
}

static void
read_sort(struct loader *l, const struct node *n, void *base)
{
	read_keys(l, n, &(struct use){ "sort", .sorts = true }, &((struct view_def *)base)->sort);
}

static void
read_columns(struct loader *l, const struct node *n, void *base)
{
	read_keys(l, n, &(struct use){ "columns" }, &((struct view_def *)base)->columns);
}

/* ---- the others ---- */

static void
read_limits(struct loader *l, const struct node *n, void *base)
{
	struct strs known = conf_names(l->a, category_words);
	struct view_def *d = base;

	if (!node_is_group(n)) {
		conf_fault(l, n, "write { open = 5; waiting = 10; }");
		return;
	}
	d->limits = ARENA_ARRAY(l->a, node_count(n), struct view_limit);
	for (size_t i = 0; i < node_count(n); i++) {
		struct node one = node_at(n, i);
		int64_t most;

		if (!conf_one_of(l, &one, "category", node_name(&one), &known))
			continue;
		if (!node_int(&one, &most) || most < 1)
			conf_fault(l, &one, "%.*s is how many are meant to be there: a number "
			    "from 1", STR_ARG(node_name(&one)));
		else
			d->limits[d->n_limits++] = (struct view_limit){
			    category_find(node_name(&one)), most };
	}
}

/* Names of people as a list: engineers, "team:NAME", leads, admins. */
static void
check_people(struct loader *l, const struct node *n, const char *what, const struct strs *who)
{
	for (size_t i = 0; i < who->n; i++) {
		struct whom w = whom_read(who->v[i]);
		struct str name = w.kind == WHOM_ADDRESS ? who->v[i] : w.name;

		if (w.kind == WHOM_NAMED_TEAM)
			conf_wish(l, n, "team", w.name);
		else if (w.kind == WHOM_NAMED_AGENT || w.kind == WHOM_ADDRESS)
			conf_wish(l, n, "agent", name);
		else if (w.kind != WHOM_LEADS && w.kind != WHOM_ADMINS)
			conf_fault(l, n, "%s \"%.*s\" is of a ticket: engineers' names, team:NAME, "
			    "leads or admins", what, STR_ARG(who->v[i]));
	}
}

static void
read_mail(struct loader *l, const struct node *n, void *base)
{
	struct view_mail *m = &((struct view_def *)base)->mail;
	struct node at = node_get(n, "at"), zone = node_get(n, "zone"), to = node_get(n, "to");
	struct cron cron;
	struct err e;

	if (!node_is_group(n)) {
		conf_fault(l, n, "write mail = { at = \"mon 08:00 Europe/Berlin\"; to = [ \"leads\" ]; "
		    "}");
		return;
	}
	conf_walk(l, n, &sections[1], m);
	if (view_when(l->a, m->at, &m->at, &m->zone))
		zone = at;
	if (m->at.n > 0 && cron_parse(m->at, &cron, &e) == -1)
		conf_fault(l, &at, "at \"%.*s\": %s; or \"mon 08:00 Europe/Berlin\"",
		    STR_ARG(m->at), e.text);
	conf_zone(l, &zone, m->zone);
	check_people(l, &to, "to", &m->to);
}

static void
find_reader(const struct filter_test *t, void *of)
{
	for (size_t i = 0; i < t->values.n; i++)
		*(bool *)of |= str_eq(t->values.v[i], FILTER_ME) ||
		    str_eq(t->values.v[i], FILTER_MY_TEAMS);
}

static void
read_where(struct loader *l, const struct node *n, void *base)
{
	struct view_def *d = base;
	struct filter_reader in = { .l = l, .fields = &((struct conf *)l->whole)->fields,
	    .name = STR("views.conf"), .of_reader = true };

	filter_read(&in, n, &d->where);
	filter_check_stored(l, n->file, &d->where);
	filter_each(&d->where, find_reader, &d->of_reader);
}

/* ---- a view as a whole ---- */

static void
check_public(struct loader *l, const struct node *e, const char *what, const struct view_keys *all)
{
	struct node n = node_get(e, what);

	for (size_t i = 0; i < all->n; i++)
		if (!all->v[i].column->is_public)
			conf_fault(l, &n, "%s: customers do not see \"%s%.*s\": leave it out, or "
			    "customers = false", what, all->v[i].column->word,
			    STR_ARG(all->v[i].field));
}

static void
check_of(struct loader *l, const struct node *e, const struct view_def *d)
{
	static const char *const of_tickets[] = { "where", "group", "sort", "columns", "limits" };
	const bool set[] = { d->where.line > 0, d->group.n > 0, d->sort.n > 0, d->columns.n > 0,
	    d->n_limits > 0 };

	for (size_t i = 0; d->of != VIEW_TICKETS && i < COUNT(set); i++) {
		struct node n = node_get(e, of_tickets[i]);

		if (set[i])
			conf_fault(l, &n, "%s is of tickets: a view of %s has its own rows",
			    of_tickets[i], ofs[d->of]);
	}
}

static void
check_layout(struct loader *l, const struct node *e, const struct view_def *d)
{
	struct node layout = node_get(e, "layout"), limits = node_get(e, "limits");
	struct node customers = node_get(e, "customers");
	bool charts = d->layout == LAYOUT_TABLE || d->layout == LAYOUT_NUMBERS ||
	    d->layout == LAYOUT_CHART;

	if (d->of != VIEW_TICKETS && !charts)
		conf_fault(l, &layout, "a view of %s is a table, numbers or a chart", ofs[d->of]);
	else if (d->for_customers && (d->of == VIEW_TIME || d->of == VIEW_MAIL))
		conf_fault(l, &customers, "customers do not see %s: leave it out, or customers = "
		    "false", ofs[d->of]);
	else if (d->n_limits > 0 && d->layout != LAYOUT_BOARD)
		conf_fault(l, &limits, "limits are of a board's columns: layout = \"board\"");
	else if (d->of == VIEW_TICKETS && d->layout == LAYOUT_CHART && d->group.n == 0)
		conf_fault(l, &layout, "a chart of tickets has a bar for each value of its first "
		    "group: group = [ \"severity\" ]");
}

static void
set_columns(struct loader *l, struct view_def *d)
{
	static const enum view_column_id usual[] = { SHOWN_NUMBER, SHOWN_STATUS, SHOWN_SEVERITY,
		SHOWN_DUE, SHOWN_SUBJECT };

	if (d->of != VIEW_TICKETS || d->columns.n > 0)
		return;
	d->columns = (struct view_keys){ ARENA_ARRAY(l->a, COUNT(usual), struct view_key),
	    COUNT(usual) };
	for (size_t i = 0; i < COUNT(usual); i++)
		d->columns.v[i] = (struct view_key){ .column = view_column_row(usual[i]) };
}

static void
read_one(struct loader *l, const struct node *e, struct view_def *d, const struct view_defs *before)
{
	struct node name = node_get(e, "name"), show = node_get(e, "show_to");

	conf_walk(l, e, &sections[0], d);
	d->file = e->file;
	d->line = node_line(e);
	if (view_defs_find(before, d->name) != NULL)
		conf_fault(l, &name, "view %.*s is there twice: give it another name",
		    STR_ARG(d->name));
	check_people(l, &show, "show_to", &d->show_to);
	check_of(l, e, d);
	check_layout(l, e, d);
	if (d->for_customers) {
		check_public(l, e, "columns", &d->columns);
		check_public(l, e, "group", &d->group);
		check_public(l, e, "sort", &d->sort);
	}
	set_columns(l, d);
}

static void
load(struct loader *l, void *own)
{
	struct view_defs *all = own;
	struct node list;
	size_t n;

	if (!conf_open_list_or(l, STR("views.conf"), str_c(views_shipped), "views", &list))
		return;
	n = conf_groups(l, &list);
	all->v = ARENA_ARRAY(l->a, n, struct view_def);
	for (size_t i = 0; i < n; i++, all->n++) {
		struct node e = node_at(&list, i);

		read_one(l, &e, &all->v[i], all);
	}
}

static struct strs
names_of(struct arena *a, const void *own)
{
	const struct view_defs *all = own;
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		strs_add(a, &out, all->v[i].name);
	return out;
}

const struct conf_part view_part = { "view", "views.conf", sections, load, names_of };

const struct view_def *
view_defs_find(const struct view_defs *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, name))
			return &all->v[i];
	return NULL;
}

static struct str
in_language(const struct strs *words, struct str language)
{
	struct str out = STR_NONE;

	for (size_t i = 0; i + 1 < words->n; i += 2) {
		if (str_eq(words->v[i], language))
			return words->v[i + 1];
		if (str_eq(words->v[i], STR("en")) || out.n == 0)
			out = words->v[i + 1];
	}
	return out;
}

struct str
view_title(const struct view_def *d, struct str language)
{
	struct str title = in_language(&d->titles, language);

	return title.n > 0 ? title : d->name;
}

struct str
view_about(const struct view_def *d, struct str language)
{
	return in_language(&d->abouts, language);
}

static bool
is_one_of(const struct conf *conf, struct str word, const struct agent *ag)
{
	struct whom w = whom_read(word);

	if (w.kind == WHOM_NAMED_TEAM)
		return team_has(teams_find(&conf->teams, w.name), ag);
	if (w.kind == WHOM_LEADS || w.kind == WHOM_ADMINS)
		return ag->role >= (w.kind == WHOM_LEADS ? AGENT_LEAD : AGENT_ADMIN);
	return str_eq(w.kind == WHOM_NAMED_AGENT ? w.name : word, ag->name);
}

static bool
is_among(const struct conf *conf, const struct strs *people, const struct agent *ag)
{
	for (size_t i = 0; i < people->n; i++)
		if (is_one_of(conf, people->v[i], ag))
			return true;
	return false;
}

bool
view_is_mailed_to(const struct view_def *d, const struct conf *conf, const struct agent *ag)
{
	return d->mail.at.n > 0 && is_among(conf, &d->mail.to, ag);
}

bool
view_is_shown_to(const struct view_def *d, const struct conf *conf, const struct agent *ag)
{
	return d->show_to.n == 0 || is_among(conf, &d->show_to, ag) ||
	    view_is_mailed_to(d, conf, ag);
}
