/* compose: a new request: the fields of its type, the versions of their own product. */
#include "daemon/calendar/zones.h"
#include "daemon/page/form.h"
#include "daemon/page/pages.h"
#include "daemon/page/put.h"
#include "daemon/page/severity.h"
#include "sql.h"

enum {
	VERSIONS_MAX = 60,		/* of the catalogue: the latest */
	SUBJECT_MAX = 200,
	FIELDS_MAX = 40
};

/* --- to which of our addresses ------------------------------------------------------- */

static bool
is_for(const struct mailbox *m, struct str project)
{
	return m->project.n == 0 || str_eq(m->project, project);
}

/* Those that are theirs or anybody's; where there are none, all. */
static size_t
mailboxes_for(const struct visit *v, const struct mailbox **out, size_t most)
{
	const struct mailboxes *all = &v->conf->mailboxes;
	size_t n = 0;

	for (size_t i = 0; i < all->n && n < most; i++)
		if (is_for(&all->v[i], v->who.project))
			out[n++] = &all->v[i];
	for (size_t i = 0; n == 0 && i < all->n && i < most; i++)
		out[i] = &all->v[i];
	return n > 0 ? n : all->n < most ? all->n : most;
}

static void
put_mailboxes(struct visit *v, const struct mailbox **all, size_t n, const struct mailbox *m)
{
	if (n < 2)
		return;
	put(v, "<ul class=\"tabs\">\n");
	for (size_t i = 0; i < n; i++) {
		put(v, all[i] == m ? "<li><a aria-current=\"page\" href=\"" : "<li><a href=\"");
		put_text(v, str_printf(v->a, "/requests/new?mailbox=%.*s",
		    STR_ARG(all[i]->name)));
		put(v, "\">");
		put_text(v, all[i]->display_name.n > 0 ? all[i]->display_name : all[i]->address);
		put(v, "</a></li>\n");
	}
	put(v, "</ul>\n");
}

/* --- its fields ------------------------------------------------------------------------ */

static void
add_choice(struct visit *v, struct form_field *f, struct str value, struct str shown)
{
	strs_add(v->a, &f->values, value);
	strs_add(v->a, &f->shown, shown);
}

/* What runs with them comes first, then what there is, the latest first. */
static void
add_versions(struct visit *v, struct form_field *f, const struct product *p,
    const struct strs *runs)
{
	f->kind = FORM_CHOICE;
	add_choice(v, f, STR_NONE, visit_say(v, SAY_NOT_SAID));
	for (size_t i = 0; i < runs->n; i++)
		if (!strs_has(&f->values, runs->v[i]))
			add_choice(v, f, runs->v[i], str_printf(v->a, "%.*s (%.*s)",
			    STR_ARG(runs->v[i]), STR_ARG(visit_say(v, SAY_RUNS_HERE))));
	for (size_t i = p->versions.n; i > 0 && f->values.n < VERSIONS_MAX; i--)
		if (!strs_has(&f->values, p->versions.v[i - 1]))
			add_choice(v, f, p->versions.v[i - 1], p->versions.v[i - 1]);
}

static void
add_values(struct visit *v, struct form_field *f, const struct field_def *def)
{
	bool severity = str_eq(def->name, STR("severity"));

	f->kind = FORM_CHOICE;
	add_choice(v, f, STR_NONE, visit_say(v, SAY_NOT_SAID));
	if (severity)
		severity_choices(v, projects_find(&v->conf->projects, v->who.project),
		    &f->values, &f->shown);
	for (size_t i = 0; !severity && i < def->values.n; i++)
		add_choice(v, f, def->values.v[i], def->values.v[i]);
}

static void
add_yes_no(struct visit *v, struct form_field *f)
{
	f->kind = FORM_CHOICE;
	add_choice(v, f, STR_NONE, visit_say(v, SAY_NOT_SAID));
	add_choice(v, f, STR("yes"), visit_say(v, SAY_YES));
	add_choice(v, f, STR("no"), visit_say(v, SAY_NO));
}

static struct form_field
field_of(struct visit *v, const struct field_def *def, const struct strs *runs)
{
	const struct product *p = conf_product(v->conf, v->who.project, STR_NONE);
	struct form_field f = { .kind = FORM_LINE, .needed = def->required, .most = 500,
	    .name = str_printf(v->a, "field.%.*s", STR_ARG(def->name)),
	    .label = field_title(def, v->language) };

	if (def->type == FIELD_ENUM)
		add_values(v, &f, def);
	else if (def->type == FIELD_VERSION && p != NULL && p->versions.n > 0)
		add_versions(v, &f, p, runs);
	else if (def->type == FIELD_BOOL)
		add_yes_no(v, &f);
	else if (def->example.n > 0 || field_type_example(def->type)[0] != '\0')
		f.hint = visit_say_of(v, SAY_EXAMPLE, def->example.n > 0 ? def->example :
		    str_c(field_type_example(def->type)));
	if (f.kind == FORM_CHOICE)
		f.most = 0;
	return f;
}

/* Those that a customer is asked for: what nobody calls by a name of its own is engineers'. */
static size_t
fields_of(struct visit *v, const struct mailbox *m, const struct strs *runs,
    struct form_field *out)
{
	const struct type *t = conf_type(v->conf, v->who.project, m->name);
	size_t n = 0;

	for (size_t i = 0; i < v->conf->fields.n && n < FIELDS_MAX; i++) {
		const struct field_def *def = &v->conf->fields.v[i];

		if (def->labels.n > 0 && type_has_field(t, def->name))
			out[n++] = field_of(v, def, runs);
	}
	return n;
}

/* --- the page --------------------------------------------------------------------------- */

/* The versions of their product that run with them now. */
static int
runs_read(struct visit *v, struct strs *out)
{
	const struct product *p = conf_product(v->conf, v->who.project, STR_NONE);
	struct sql_run_of_project h;
	struct sql_run_of_project_row row;

	h = sql_run_of_project(v->db, v->who.project, v->desk->now);
	if (db_run(v->db, v->e) == -1)
		return -1;
	for (size_t i = 0; sql_run_of_project_row(v->db, h, i, &row); i++)
		if (p != NULL && !row.planned && str_eq(row.product, p->name))
			strs_add(v->a, out, str_dup(v->a, row.version));
	return 0;
}

static void
put_form(struct visit *v, const struct mailbox *m, const struct strs *runs)
{
	struct form_field fields[FIELDS_MAX + 4] = {
		{ .kind = FORM_HIDDEN, .name = STR("mailbox"), .value = m->name },
		{ .kind = FORM_LINE, .name = STR("subject"), .label = visit_say(v, SAY_SUBJECT),
		  .needed = true, .most = SUBJECT_MAX },
		{ .kind = FORM_AREA, .name = STR("text"), .label = visit_say(v, SAY_TEXT),
		  .needed = true },
	};
	struct form f = { .action = STR("/requests/new"), .button = visit_say(v, SAY_CREATE),
	    .v = fields };

	f.n = 3 + fields_of(v, m, runs, fields + 3);
	fields[f.n++] = form_files(v);
	form_put(v, &f);
}

int
page_new(struct visit *v)
{
	const struct mailbox *all[16], *m;
	size_t n = mailboxes_for(v, all, 16);
	struct str wanted = v->req->is_post ? visit_form(v, STR("mailbox")) :
	    visit_query(v, "mailbox");
	struct strs runs = { 0 };

	if (n == 0)
		return 404;
	m = all[0];
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i]->name, wanted))
			m = all[i];
	if (runs_read(v, &runs) == -1)
		return -1;
	v->title = visit_say(v, SAY_NEW);
	put_mailboxes(v, all, n, m);
	put_element(v, "p", SAY_NEW_ABOUT);
	put_form(v, m, &runs);
	return 200;
}
