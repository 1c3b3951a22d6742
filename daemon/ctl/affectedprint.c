/* affectedprint: see affectedprint.h. */
#include "daemon/ctl/affectedprint.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/render/csv.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

static struct str
told_word(const struct affected_project *p)
{
	return p->n_told > 0 ? STR("told") : STR_NONE;
}

/* The one that was opened to tell them, else the last of their own; NULL: none. */
static const struct affected_child *
child_of(const struct affected_project *p)
{
	for (size_t i = 0; i < p->n_children; i++)
		if (p->children[i].is_told)
			return &p->children[i];
	return p->n_children == 0 ? NULL : &p->children[p->n_children - 1];
}

struct str
affected_people(struct arena *a, const struct affected_project *p)
{
	size_t n = affected_reached(p);

	for (size_t i = 0; i < p->n_people; i++) {
		struct str who = p->people[i].who.addr;

		if (p->people[i].why_not == NULL)
			return n == 1 ? who : str_printf(a, "%.*s and %zu more", STR_ARG(who),
			    n - 1);
	}
	return STR_NONE;
}

/* --- text --- */

static void
print_sum(const struct affected *all, int64_t ticket, struct str subject)
{
	size_t have = 0, may = 0, fixed = 0, free_ = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct affected_project *p = &all->v[i];

		if (p->of[VERDICT_AFFECTED] > 0)
			have++;
		else if (p->of[VERDICT_UNKNOWN] > 0)
			may++;
		else if (p->of[VERDICT_FIXED] > 0)
			fixed++;
		else
			free_++;
	}
	printf("#%" PRId64 " %.*s\n%zu affected, %zu unknown, %zu on the fix, %zu not affected.\n",
	    ticket, STR_ARG(subject), have, may, fixed, free_);
}

static void
add_cells(struct arena *a, const struct affected_project *p, const struct affected_place *place,
    bool fixed, struct strs *cells)
{
	const struct affected_child *child = child_of(p);
	struct str people = affected_people(a, p);

	strs_add(a, cells, text_safe(a, p->key));
	strs_add(a, cells, text_safe(a, place->name));
	strs_add(a, cells, text_safe(a, place->environment));
	strs_add(a, cells, text_safe(a, place->version));
	if (fixed) {
		strs_add(a, cells, text_safe(a, place->why));
		return;
	}
	strs_add(a, cells, str_c(verdict_names[place->verdict]));
	strs_add(a, cells, place->fix.n > 0 ? text_safe(a, place->fix) : STR("-"));
	strs_add(a, cells, child == NULL ? STR("-") : str_printf(a, "#%" PRId64, child->id));
	strs_add(a, cells, people.n > 0 ? text_safe(a, people) : STR("-"));
}

static bool
is_wanted(const struct affected_place *p, bool fixed)
{
	return fixed ? p->verdict == VERDICT_FIXED :
	    p->verdict == VERDICT_AFFECTED || p->verdict == VERDICT_UNKNOWN;
}

static void
print_table(struct ctl *ctl, const struct affected *all, bool fixed)
{
	static const struct table_column open[] = {
		{ "PROJECT" }, { "PRODUCT" }, { "WHERE" }, { "VERSION" }, { "IS" },
		{ "MENDED IN" }, { "TICKET" }, { "WHO", .gives = true },
	};
	static const struct table_column done[] = {
		{ "PROJECT" }, { "PRODUCT" }, { "WHERE" }, { "VERSION" },
		{ "WHY", .gives = true },
	};
	struct strs cells = { 0 };
	struct table t;

	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->v[i].n; k++)
			if (is_wanted(&all->v[i].places[k], fixed))
				add_cells(ctl->a, &all->v[i], &all->v[i].places[k], fixed, &cells);
	if (cells.n == 0)
		return;
	printf("\n%s", fixed ? "On the fix:\n" : "");
	t = fixed ? TABLE(done, cells) : TABLE(open, cells);
	ctl_print(ctl, &t);
}

/* Who was told, where, and what came of it. */
static void
print_child(struct ctl *ctl, const struct affected_project *p, const struct affected_child *c)
{
	struct arena *a = ctl->a;
	struct str head = str_printf(a, "#%" PRId64 " %.*s, %.*s: ", c->id,
	    STR_ARG(text_safe(a, p->key)), STR_ARG(text_safe(a, c->status)));
	struct buf b;

	buf_init(&b, a);
	text_hang(&b, head, c->author.n == 0 ? c->is_told ? STR("no answer yet") :
	    STR("nobody wrote yet") : str_printf(a, "%.*s, %s: %.*s",
	    STR_ARG(text_safe(a, c->author)), text_time(a, c->at).p,
	    STR_ARG(text_cut(a, text_safe(a, str_trim(c->text)), 160))), CTL_WIDTH);
	fputs(buf_str(&b).p, stdout);
}

static void
print_told(struct ctl *ctl, const struct affected_project *p)
{
	struct arena *a = ctl->a;

	for (size_t i = 0; i < p->n_told; i++) {
		const struct affected_told *t = &p->told[i];
		struct buf b;

		buf_init(&b, a);
		text_hang(&b, str_printf(a, "%.*s: ", STR_ARG(text_safe(a, p->key))),
		    str_printf(a, "told %s by %.*s, %" PRId64 " %s (%.*s)%s",
		    text_time(a, t->due_at).p, STR_ARG(text_safe(a, t->author)), t->people,
		    t->people == 1 ? "person" : "people", STR_ARG(text_safe(a, t->template)),
		    t->child == 0 ? "; its ticket was erased" : ""), CTL_WIDTH);
		fputs(buf_str(&b).p, stdout);
	}
}

static void
print_left_out(struct ctl *ctl, const struct affected_project *p)
{
	struct arena *a = ctl->a;

	if (!affected_is_concerned(p, true))
		return;
	if (p->n_people == 0)
		printf("%s: nobody is known there who could be told (advise in projects.conf)\n",
		    text_safe(a, p->key).p);
	for (size_t i = 0; i < p->n_people; i++)
		if (p->people[i].why_not != NULL)
			printf("%s: %s gets no mail: %s\n", text_safe(a, p->key).p,
			    text_safe(a, p->people[i].who.addr).p, p->people[i].why_not);
}

void
affected_print_text(struct ctl *ctl, int64_t ticket, struct str subject,
    const struct affected *all)
{
	print_sum(all, ticket, text_safe(ctl->a, subject));
	print_table(ctl, all, false);
	print_table(ctl, all, true);
	putchar('\n');
	for (size_t i = 0; i < all->n; i++)
		print_told(ctl, &all->v[i]);
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->v[i].n_children; k++)
			print_child(ctl, &all->v[i], &all->v[i].children[k]);
	for (size_t i = 0; i < all->n; i++)
		print_left_out(ctl, &all->v[i]);
}

/* --- programs --- */

static struct str
all_people(struct arena *a, const struct affected_project *p)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < p->n_people; i++)
		if (p->people[i].why_not == NULL)
			strs_add(a, &out, p->people[i].who.addr);
	return strs_join(a, &out, " ");
}

static void
csv_line(struct buf *b, struct arena *a, const struct affected_project *p,
    const struct affected_place *l)
{
	const struct affected_child *c = child_of(p);
	struct str cells[] = { p->key, l->name, l->environment, l->version,
	    clock_rfc3339(a, l->since), str_c(verdict_names[l->verdict]), l->why, l->fix,
	    all_people(a, p), told_word(p), c == NULL ? STR_NONE : text_number(a, c->id),
	    c == NULL ? STR_NONE : c->status };

	for (size_t i = 0; i < COUNT(cells); i++)
		csv_text(b, cells[i]);
	csv_end(b);
}

void
affected_print_csv(struct ctl *ctl, const struct affected *all)
{
	static const char titles[] = "project,product,environment,version,since,verdict,why,"
	    "fixed_in,people,told,ticket,status\r\n";
	struct buf b;

	buf_init(&b, ctl->a);
	buf_add(&b, str_c(titles));
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->v[i].n; k++)
			csv_line(&b, ctl->a, &all->v[i], &all->v[i].places[k]);
	fwrite(b.p, 1, b.n, stdout);
}

static void
json_places(struct arena *a, struct json *j, const struct affected_project *p)
{
	json_open_array(j, "places");
	for (size_t i = 0; i < p->n; i++) {
		const struct affected_place *l = &p->places[i];

		json_open_object(j, NULL);
		json_str(j, "product", l->name);
		json_str(j, "environment", l->environment);
		json_str(j, "version", l->version);
		json_str(j, "since", clock_rfc3339(a, l->since));
		json_str(j, "verdict", str_c(verdict_names[l->verdict]));
		json_str(j, "why", l->why);
		json_str_or_null(j, "fixed_in", l->fix);
		json_close(j);
	}
	json_close(j);
}

static void
json_people(struct json *j, const struct affected_project *p)
{
	json_open_array(j, "people");
	for (size_t i = 0; i < p->n_people; i++) {
		json_open_object(j, NULL);
		json_str(j, "address", p->people[i].who.addr);
		json_str_or_null(j, "name", p->people[i].who.name);
		json_str_or_null(j, "left_out", p->people[i].why_not == NULL ? STR_NONE :
		    str_c(p->people[i].why_not));
		json_close(j);
	}
	json_close(j);
}

static void
json_children(struct arena *a, struct json *j, const struct affected_project *p)
{
	json_open_array(j, "tickets");
	for (size_t i = 0; i < p->n_children; i++) {
		const struct affected_child *c = &p->children[i];

		json_open_object(j, NULL);
		json_int(j, "ticket", c->id);
		json_str(j, "subject", c->subject);
		json_str(j, "status", c->status);
		json_str(j, "category", c->category);
		json_bool(j, "told", c->is_told);
		json_str_or_null(j, "last_by", c->author);
		json_str_or_null(j, "last_at", c->at == 0 ? STR_NONE : clock_rfc3339(a, c->at));
		json_str_or_null(j, "last", c->text);
		json_close(j);
	}
	json_close(j);
}

static void
json_told(struct arena *a, struct json *j, const struct affected_project *p)
{
	json_open_array(j, "told");
	for (size_t i = 0; i < p->n_told; i++) {
		const struct affected_told *t = &p->told[i];

		json_open_object(j, NULL);
		json_str(j, "template", t->template);
		json_str(j, "by", t->author);
		if (t->child == 0)
			json_nil(j, "ticket");
		else
			json_int(j, "ticket", t->child);
		json_int(j, "people", t->people);
		json_str(j, "at", clock_rfc3339(a, t->at));
		json_str(j, "due_at", clock_rfc3339(a, t->due_at));
		json_close(j);
	}
	json_close(j);
}

void
affected_print_json(struct ctl *ctl, int64_t ticket, const struct affected *all)
{
	struct json j = ctl_json_new(ctl);

	json_open_object(&j, NULL);
	json_int(&j, "ticket", ticket);
	json_open_array(&j, "projects");
	for (size_t i = 0; i < all->n; i++) {
		const struct affected_project *p = &all->v[i];

		json_open_object(&j, NULL);
		json_str(&j, "project", p->key);
		json_bool(&j, "affected", p->of[VERDICT_AFFECTED] > 0);
		json_bool(&j, "on_the_fix", !affected_is_concerned(p, true) &&
		    p->of[VERDICT_FIXED] > 0);
		json_places(ctl->a, &j, p);
		json_people(&j, p);
		json_children(ctl->a, &j, p);
		json_told(ctl->a, &j, p);
		json_close(&j);
	}
	json_close(&j);
	json_close(&j);
	ctl_json_print(ctl, &j);
}
