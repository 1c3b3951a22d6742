/*
 * docketctl fixed-in V: what a version mends: the tickets that are fixed in it and were not in
 * the one before it, as a list, or as release notes for customers.
 */
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/out/plainhtml.h"
#include "daemon/policy/lineage.h"
#include "daemon/render/text.h"
#include "parsers/base/array.h"
#include "parsers/text/date.h"

struct mended {
	int64_t		ticket;
	struct str	why;		/* lineage.h's */
	struct str	subject, type, severity, project;
	bool		done;
	size_t		type_rank, severity_rank;	/* as they are told */
};

struct notes {
	struct ctl		*ctl;
	const struct product	*product;
	const struct release	*release;
	struct mended		*v;
	size_t			 n;
};

/* ---- what is mended ---- */

struct statements {			/* of one ticket */
	int64_t		 ticket;
	struct said	*v;
	size_t		 n;
};

static void
judge(struct notes *q, const struct statements *s)
{
	const struct release *r = q->release;
	struct arena *a = q->ctl->a;
	struct str why;

	if (s->n == 0 || lineage_verdict(a, q->product, s->v, s->n, r->version, &why) != VERDICT_FIXED)
		return;
	if (r->before != SIZE_MAX && lineage_verdict(a, q->product, s->v, s->n,
	    q->product->release[r->before].version, NULL) == VERDICT_FIXED)
		return;
	q->v = array_grow(a, q->v, q->n, sizeof(*q->v));
	q->v[q->n++] = (struct mended){ .ticket = s->ticket, .why = why };
}

static void
judge_all(struct notes *q, struct sql_fixed_said h)
{
	struct statements s = { 0 };
	struct sql_fixed_said_row row;

	for (size_t i = 0; sql_fixed_said_row(q->ctl->db, h, i, &row); i++) {
		struct said one = { str_eq(row.what, str_c(said_names[SAID_FIXED])) ? SAID_FIXED :
		    str_eq(row.what, str_c(said_names[SAID_NOT])) ? SAID_NOT : SAID_FOUND,
		    row.version };

		if (row.ticket != s.ticket) {
			judge(q, &s);
			s = (struct statements){ .ticket = row.ticket };
		}
		s.v = array_grow(q->ctl->a, s.v, s.n, sizeof(*s.v));
		s.v[s.n++] = one;
	}
	judge(q, &s);
}

static struct mended *
find(struct notes *q, int64_t ticket)
{
	for (size_t i = 0; i < q->n; i++)
		if (q->v[i].ticket == ticket)
			return &q->v[i];
	return NULL;
}

/* As the configuration has it; what it does not have comes last. */
static size_t
type_rank(const struct conf *conf, struct str name)
{
	size_t i = 0;

	while (i < conf->types.n && !str_eq(conf->types.v[i].name, name))
		i++;
	return i;
}

/* The gravest first: the values of the field rise. */
static size_t
severity_rank(const struct conf *conf, struct str value)
{
	const struct field_def *def = field_find(&conf->fields, STR("severity"));
	size_t i = 0;

	while (def != NULL && i < def->values.n && !str_eq(def->values.v[i], value))
		i++;
	return def == NULL || i == def->values.n ? SIZE_MAX : def->values.n - i;
}

/* One that went into another, or was spam, has no row and is left out. */
static void
add_facts(struct notes *q, struct sql_fixed_tickets h)
{
	struct sql_fixed_tickets_row row;
	size_t kept = 0;

	for (size_t i = 0; sql_fixed_tickets_row(q->ctl->db, h, i, &row); i++) {
		struct mended *m = find(q, row.id);

		if (m == NULL)
			continue;
		m->subject = row.subject;
		m->type = row.type;
		m->severity = row.severity;
		m->project = row.project;
		m->done = row.done;
		m->type_rank = type_rank(q->ctl->conf, row.type);
		m->severity_rank = severity_rank(q->ctl->conf, row.severity);
	}
	for (size_t i = 0; i < q->n; i++)
		if (q->v[i].type.n > 0)
			q->v[kept++] = q->v[i];
	q->n = kept;
}

static int
by_rank(const void *a, const void *b)
{
	const struct mended *x = a, *y = b;
	int c = (x->type_rank > y->type_rank) - (x->type_rank < y->type_rank);

	if (c == 0)
		c = str_cmp(x->type, y->type);
	if (c == 0)
		c = (x->severity_rank > y->severity_rank) - (x->severity_rank < y->severity_rank);
	return c != 0 ? c : (x->ticket > y->ticket) - (x->ticket < y->ticket);
}

static int
ask(struct notes *q)
{
	struct db *db = q->ctl->db;
	struct sql_fixed_said said = sql_fixed_said(db, q->product->name);
	struct sql_fixed_tickets facts;
	struct db_int8s ids;
	int64_t *v;
	struct err e;

	if (db_run(db, &e) == -1)
		return ctl_err(&e);
	judge_all(q, said);
	v = ARENA_ARRAY(q->ctl->a, q->n, int64_t);
	for (size_t i = 0; i < q->n; i++)
		v[i] = q->v[i].ticket;
	ids = (struct db_int8s){ v, q->n };
	facts = sql_fixed_tickets(db, ids);
	if (db_run(db, &e) == -1)
		return ctl_err(&e);
	add_facts(q, facts);
	if (q->n > 1)
		qsort(q->v, q->n, sizeof(*q->v), by_rank);
	return CTL_OK;
}

/* ---- as a list, and for programs ---- */

static int
print_list(const struct notes *q)
{
	static const struct table_column columns[] = {
		{ "TICKET", .right = true }, { "TYPE" }, { "SEVERITY" }, { "PROJECT" },
		{ "SUBJECT", .gives = true }, { "WHY", .gives = true },
	};
	struct strs cells = { 0 };
	struct arena *a = q->ctl->a;

	if (q->n == 0)
		printf("Nothing is fixed in %s that was not before.\n",
		    text_safe(a, q->release->version).p);
	for (size_t i = 0; i < q->n; i++) {
		const struct mended *m = &q->v[i];

		strs_add(a, &cells, str_printf(a, "#%" PRId64, m->ticket));
		strs_add(a, &cells, text_safe(a, m->type));
		strs_add(a, &cells, text_safe(a, m->severity));
		strs_add(a, &cells, text_safe(a, m->project));
		strs_add(a, &cells, text_safe(a, m->subject));
		strs_add(a, &cells, text_safe(a, m->why));
	}
	if (q->n > 0)
		ctl_print(q->ctl, &TABLE(columns, cells));
	return CTL_OK;
}

static int
print_json(const struct notes *q)
{
	struct json j = ctl_json_new(q->ctl);

	json_open_object(&j, NULL);
	json_str(&j, "product", q->product->name);
	json_str(&j, "version", q->release->version);
	json_str_or_null(&j, "date", q->release->date == NO_DAY ? STR_NONE :
	    date_day_text(q->ctl->a, q->release->date));
	json_open_array(&j, "tickets");
	for (size_t i = 0; i < q->n; i++) {
		const struct mended *m = &q->v[i];

		json_open_object(&j, NULL);
		json_int(&j, "id", m->ticket);
		json_str(&j, "subject", m->subject);
		json_str(&j, "type", m->type);
		json_str_or_null(&j, "severity", m->severity);
		json_str(&j, "project", m->project);
		json_bool(&j, "done", m->done);
		json_str(&j, "why", m->why);
		json_close(&j);
	}
	json_close(&j);
	json_close(&j);
	ctl_json_print(q->ctl, &j);
	return CTL_OK;
}

/* ---- as release notes ---- */

/* "1." and "-" make a list where an item begins, and nothing elsewhere. */
static bool
is_sign(struct str s, size_t i, bool begins)
{
	size_t digits = 0;

	if (strchr("\\`*_[]<>#|~&$@", s.p[i]) != NULL)
		return s.p[i] != '\0';
	while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
		digits++;
	return begins && i == digits && strchr(i == 0 ? "+-=" : ".)", s.p[i]) != NULL;
}

/* What a subject holds is text, and never markup. */
static struct str
markdown(struct arena *a, struct str s, bool begins)
{
	struct buf b;

	s = text_safe(a, s);
	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++)
		buf_printf(&b, "%s%c", is_sign(s, i, begins) ? "\\" : "", s.p[i]);
	return buf_str(&b);
}

static struct str
html(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	plainhtml_escape(&b, text_safe(a, s));
	return buf_str(&b);
}

static struct str
label(const struct notes *q, struct str type)
{
	const struct type *t = types_find(&q->ctl->conf->types, type);

	return t == NULL ? type : type_label(t, STR("en"));
}

static bool
begins_type(const struct notes *q, size_t i)
{
	return i == 0 || !str_eq(q->v[i].type, q->v[i - 1].type);
}

static void
print_markdown(const struct notes *q)
{
	struct arena *a = q->ctl->a;

	printf("# %s %s\n", markdown(a, q->product->label, false).p,
	    markdown(a, q->release->version, false).p);
	if (q->release->date != NO_DAY)
		printf("\n%s\n", date_day_text(a, q->release->date).p);
	if (q->n == 0)
		printf("\nNothing.\n");
	for (size_t i = 0; i < q->n; i++) {
		const struct mended *m = &q->v[i];

		if (begins_type(q, i))
			printf("\n## %s\n\n", markdown(a, label(q, m->type), false).p);
		printf("- ");
		if (m->severity.n > 0)
			printf("**%s** ", markdown(a, m->severity, false).p);
		printf("%s (#%" PRId64 ")\n", markdown(a, m->subject, m->severity.n == 0).p,
		    m->ticket);
	}
}

static void
print_html(const struct notes *q)
{
	struct arena *a = q->ctl->a;

	printf("<h1>%s %s</h1>\n", html(a, q->product->label).p, html(a, q->release->version).p);
	if (q->release->date != NO_DAY)
		printf("<p>%s</p>\n", date_day_text(a, q->release->date).p);
	if (q->n == 0)
		printf("<p>Nothing.</p>\n");
	for (size_t i = 0; i < q->n; i++) {
		const struct mended *m = &q->v[i];

		if (begins_type(q, i))
			printf("%s<h2>%s</h2>\n<ul>\n", i > 0 ? "</ul>\n" : "",
			    html(a, label(q, m->type)).p);
		printf("<li>");
		if (m->severity.n > 0)
			printf("<b>%s</b> ", html(a, m->severity).p);
		printf("%s (#%" PRId64 ")</li>\n", html(a, m->subject).p, m->ticket);
	}
	printf("%s", q->n > 0 ? "</ul>\n" : "");
}

/* ---- the verb ---- */

static int
find_version(struct notes *q, const char *name, const char *version)
{
	struct ctl *ctl = q->ctl;
	const struct products *all = &ctl->conf->products;
	struct strs names = products_names(ctl->a, all);
	struct str near;

	if (all->n == 0)
		return ctl_fail(CTL_DATA, "there are no products here: products.conf names them");
	if ((q->product = product_find(all, str_c(name))) == NULL)
		return ctl_no_such(ctl, "product", name, &names);
	q->release = product_release(ctl->a, q->product, str_c(version));
	near = product_nearest(ctl->a, q->product, str_c(version));
	if (q->release != NULL)
		return CTL_OK;
	return ctl_fail(CTL_DATA, "products.conf has no version %s of %s%s%s%s",
	    text_safe(ctl->a, str_c(version)).p, text_safe(ctl->a, q->product->name).p,
	    near.n > 0 ? ": did you mean " : "", near.n > 0 ? text_safe(ctl->a, near).p : "",
	    near.n > 0 ? "?" : "");
}

static int
print(const struct notes *q, bool notes, bool as_html)
{
	if (q->ctl->json)
		return print_json(q);
	if (!notes)
		return print_list(q);
	if (as_html)
		print_html(q);
	else
		print_markdown(q);
	return CTL_OK;
}

int
ctl_fixed_in(struct ctl *ctl, int argc, char **argv)
{
	const char *product = NULL, *as = NULL;
	bool notes = false;
	const struct ctl_option options[] = {
		{ "--product", &product, NULL }, { "--as", &as, NULL }, { "--notes", NULL, &notes },
	};
	struct notes q = { .ctl = ctl };
	bool as_html = false;
	int n, status;

	if ((n = ctl_options(ctl, argc, argv, options, COUNT(options))) < 0)
		return ctl_options_status(n);
	if (n != 1)
		return ctl_usage(ctl, n == 0 ? "which version?" : "one version at a time");
	if (as != NULL) {
		as_html = str_eq(str_c(as), STR("html"));
		if (!as_html && !str_eq(str_c(as), STR("markdown")))
			return ctl_usage(ctl, "--as is markdown or html");
		if (!notes)
			return ctl_usage(ctl, "--as is for --notes");
	}
	if ((status = ctl_conf(ctl)) != CTL_OK ||
	    (status = find_version(&q, product, argv[1])) != CTL_OK ||
	    (status = ctl_db(ctl)) != CTL_OK || (status = ask(&q)) != CTL_OK)
		return status;
	return print(&q, notes, as_html);
}
