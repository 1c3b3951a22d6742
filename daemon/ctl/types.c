/* docketctl types: which types of tickets there are, and what leads where in one. */
#include "daemon/ctl/verbs.h"

#include <stdio.h>
#include <string.h>

#include "daemon/ctl/typesvg.h"
#include "daemon/render/text.h"
#include "daemon/sys/duration.h"

enum { COLUMNS = 80 };

static struct str
joined(struct arena *a, const struct type *t)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < t->n_statuses; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? ", " : "", STR_ARG(t->statuses[i].name));
	return buf_str(&b);
}

static void
add_json(struct json *j, const struct type *t)
{
	json_open_object(j, NULL);
	json_str(j, "name", t->name);
	json_str(j, "initial", t->initial);
	json_open_array(j, "statuses");
	for (size_t i = 0; i < t->n_statuses; i++) {
		json_open_object(j, NULL);
		json_str(j, "name", t->statuses[i].name);
		json_str(j, "category", category_word(t->statuses[i].category));
		json_close(j);
	}
	json_close(j);
	json_close(j);
}

/* NULL: all. */
static int
print_json(struct ctl *ctl, const struct type *one)
{
	struct json j = ctl_json_new(ctl);

	json_open_array(&j, NULL);
	for (size_t i = 0; i < ctl->conf->types.n; i++)
		if (one == NULL || one == &ctl->conf->types.v[i])
			add_json(&j, &ctl->conf->types.v[i]);
	json_close(&j);
	ctl_json_print(ctl, &j);
	return CTL_OK;
}

static int
list(struct ctl *ctl)
{
	static const struct table_column columns[] = {
		{ "TYPE", false, false }, { "CALLED", false, true }, { "STATUSES", false, true },
	};
	struct strs cells = { 0 };

	if (ctl->json)
		return print_json(ctl, NULL);
	for (size_t i = 0; i < ctl->conf->types.n; i++) {
		const struct type *t = &ctl->conf->types.v[i];

		strs_add(ctl->a, &cells, text_safe(ctl->a, t->name));
		strs_add(ctl->a, &cells, text_safe(ctl->a, type_label(t, STR("en"))));
		strs_add(ctl->a, &cells, text_safe(ctl->a, joined(ctl->a, t)));
	}
	ctl_print(ctl, &TABLE(columns, cells));
	return CTL_OK;
}

/* --- one as text ------------------------------------------------------------- */

static void
put_line(struct arena *a, struct buf *b, size_t indent, struct str line)
{
	text_fold(b, text_safe(a, line), indent, COLUMNS);
}

static void
put_ways(struct arena *a, struct buf *b, const struct type *t, struct str from)
{
	for (size_t i = 0; i < t->n_ways; i++) {
		const struct transition *way = &t->ways[i];
		struct str terms = type_terms(a, way);

		if (way_leads(way, from, way->to))
			put_line(a, b, 4, str_printf(a, "-> %.*s%s%.*s", STR_ARG(way->to),
			    terms.n > 0 ? ": " : "", STR_ARG(terms)));
	}
}

/* What happens there by itself. */
static void
put_itself(struct arena *a, struct buf *b, const struct type *t, const struct status *s)
{
	const struct status *end = type_verb(t, "close", CATEGORY_CLOSED, s);

	if (s->on_customer_reply.n > 0)
		put_line(a, b, 4, str_printf(a, "a customer's mail -> %.*s",
		    STR_ARG(s->on_customer_reply)));
	if (s->on_unblock.n > 0)
		put_line(a, b, 4, str_printf(a, "nothing holds it back any more -> %.*s",
		    STR_ARG(s->on_unblock)));
	if (s->idle_close != 0)
		put_line(a, b, 4, str_printf(a, "nothing happens for %s -> %.*s",
		    duration_text(a, s->idle_close, DURATION_WORDS).p, STR_ARG(end->name)));
}

static void
put_status(struct arena *a, struct buf *b, const struct type *t, const struct status *s)
{
	struct str label = status_label(t, s->name, STR("en"));
	struct str category = category_word(s->category);
	struct str more = str_eq(label, s->name) ? STR_NONE : str_printf(a, ", \"%.*s\"",
	    STR_ARG(label));

	buf_addc(b, '\n');
	put_line(a, b, 0, str_printf(a, "%.*s (%.*s%.*s%s)", STR_ARG(s->name), STR_ARG(category),
	    STR_ARG(more), str_eq(s->name, t->initial) ? ", begins here" : ""));
	put_ways(a, b, t, s->name);
	put_itself(a, b, t, s);
}

static void
put_fields(struct arena *a, struct buf *b, const struct type *t)
{
	struct buf line;

	buf_init(&line, a);
	buf_adds(&line, t->has_fields ? "fields:" : "fields: all");
	for (size_t i = 0; i < t->n_fields; i++)
		buf_printf(&line, "%s %.*s%s", i > 0 ? "," : "", STR_ARG(t->fields[i].name),
		    t->fields[i].required ? " (required)" : "");
	put_line(a, b, 0, buf_str(&line));
}

static void
put_verbs(struct arena *a, struct buf *b, const struct type *t)
{
	struct buf line;

	buf_init(&line, a);
	for (enum verb_id id = 0; id < VERBS; id++) {
		const struct verb *v = verb_row(id);
		const struct status *to = v->to == -1 ? NULL :
		    type_verb(t, v->name, (enum category)v->to, type_status(t, t->initial));

		if (to != NULL)
			buf_printf(&line, "%s#%s -> %.*s", line.n > 0 ? ", " : "from there: ",
			    v->name, STR_ARG(to->name));
	}
	put_line(a, b, 0, buf_str(&line));
}

static struct str
as_text(struct arena *a, const struct type *t)
{
	struct buf b;

	buf_init(&b, a);
	put_line(a, &b, 0, str_printf(a, "type %.*s, \"%.*s\"", STR_ARG(t->name),
	    STR_ARG(type_label(t, STR("en")))));
	put_fields(a, &b, t);
	for (size_t i = 0; i < t->n_statuses; i++)
		put_status(a, &b, t, &t->statuses[i]);
	buf_addc(&b, '\n');
	put_line(a, &b, 0, str_printf(a, "begins in %.*s", STR_ARG(t->initial)));
	put_verbs(a, &b, t);
	return buf_str(&b);
}

static int
show(struct ctl *ctl, const char *name, const char *as)
{
	const struct type *t = types_said(ctl->a, &ctl->conf->types, str_c(name));
	struct strs names = { 0 };

	for (size_t i = 0; i < ctl->conf->types.n; i++)
		strs_add(ctl->a, &names, ctl->conf->types.v[i].name);
	if (t == NULL)
		return ctl_no_such(ctl, "type", name, &names);
	if (ctl->json)
		return print_json(ctl, t);
	fputs(strcmp(as, "svg") == 0 ? type_svg(ctl->a, t).p : as_text(ctl->a, t).p, stdout);
	return CTL_OK;
}

int
ctl_types(struct ctl *ctl, int argc, char **argv)
{
	const char *as = "text";
	const struct ctl_option options[] = { { "--as", &as, NULL } };
	int status, n = ctl_options(ctl, argc, argv, options, 1);

	if (n < 0)
		return ctl_options_status(n);
	if (n != 0 && (n != 2 || strcmp(argv[1], "show") != 0))
		return ctl_usage(ctl, "types lists them, types show TYPE shows one");
	if (strcmp(as, "text") != 0 && strcmp(as, "svg") != 0)
		return ctl_usage(ctl, "--as is text or svg");
	if ((status = ctl_conf(ctl)) != CTL_OK)
		return status;
	return n == 0 ? list(ctl) : show(ctl, argv[2], as);
}
