/* step: see step.h.  Nowhere else is the status of a ticket written. */
#include "daemon/ticket/step.h"

#include "daemon/policy/typefile.h"
#include "daemon/policy/verb.h"
#include "daemon/ticket/heading.h"
#include "daemon/ticket/holds.h"
#include "daemon/ticket/relation.h"

const struct type *
ticket_type(const struct work *w, const struct ticket *t)
{
	return types_of(&w->conf->types, t->type);
}

const struct status *
ticket_standing(const struct work *w, const struct ticket *t)
{
	const struct type *type = ticket_type(w, t);

	return type_status(type, t->status) != NULL ? type_status(type, t->status) :
	    type_place(type, t->status, t->category);
}

struct str
ticket_status_label(const struct work *w, const struct ticket *t, struct str language)
{
	return status_label(ticket_type(w, t), t->status, language);
}

/* --- what is possible ---------------------------------------------------------- */

static bool
may(const struct transition *way, unsigned as)
{
	return as == 0 || (way->who & as) != 0;
}

static bool
is_answered(const struct ticket *t)
{
	return t->clocks.answered_at != 0 && t->clocks.asked_at == 0;
}

static bool
is_missing(const struct work *w, const struct ticket *t, struct str need)
{
	const struct field_value *v;

	if (str_eq(need, NEED_UNBLOCKED))
		return relations_open(w, &t->relations, RELATED_BLOCKED_BY).n > 0;

	if (str_eq(need, NEED_PUBLIC_REPLY))
		return !is_answered(t);
	v = ticket_field_value(t, need);
	return v == NULL || v->value.n == 0;
}

static bool
is_done_way(const struct type *t, const struct transition *way)
{
	return category_is_done(category_word(type_status(t, way->to)->category));
}

/* With the fields without which no ticket of the type is done. */
static struct strs
missing(const struct work *w, const struct ticket *t, const struct type *type,
    const struct transition *way)
{
	bool ends = is_done_way(type, way) && !category_is_done(t->category);
	struct strs out = { 0 };

	for (size_t i = 0; i < way->needs.n; i++)
		if (is_missing(w, t, way->needs.v[i]))
			strs_add(w->a, &out, way->needs.v[i]);
	for (size_t i = 0; ends && i < type->n_fields; i++)
		if (type->fields[i].required && is_missing(w, t, type->fields[i].name) &&
		    !strs_has(&out, type->fields[i].name))
			strs_add(w->a, &out, type->fields[i].name);
	return out;
}

/* --- what is said of it -------------------------------------------------------- */

/* "#version", "#set cause" */
static struct str
line_of(const struct work *w, const struct field_def *def)
{
	const struct verb *v = verb_find(DOOR_MAIL, def->name);
	bool own = v != NULL && v->field != NULL;

	return str_printf(w->a, "#%s%.*s", own ? "" : "set ", STR_ARG(def->name));
}

/* One that the field can have; empty: nobody knows one. */
static struct str
value_of(const struct field_def *def, const struct strs *known)
{
	return known->n > 0 ? known->v[0] : def->example.n > 0 ? def->example :
	    str_c(field_type_example(def->type));
}

/* With how each is said: "version (#version …), cause (#set cause …)". */
static struct str
and_lines(const struct work *w, const struct strs *fields)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < fields->n; i++)
		strs_add(w->a, &out, str_printf(w->a, "%.*s (%.*s …)", STR_ARG(fields->v[i]),
		    STR_ARG(line_of(w, field_find(&w->conf->fields, fields->v[i])))));
	return strs_join(w->a, &out, ", ");
}

/* With the values and a line of the one field that is missing; of several with none. */
static struct why *
lacks_fields(const struct work *w, const struct strs *fields, struct str said)
{
	const struct field_def *def = field_find(&w->conf->fields, fields->v[0]);
	const struct strs *known = def->type == FIELD_VERSION ? &def->catalogue : &def->values;
	struct str value = fields->n > 1 ? STR_NONE : value_of(def, known);
	struct why *why = WHY(w->a, STR("* needs a value of *, set above it"), said,
	    value.n > 0 ? def->name : and_lines(w, fields));

	if (fields->n == 1)
		why->allowed = *known;
	why->is_example = known->n != 1;
	if (value.n > 0)
		why->instead = str_printf(w->a, "%.*s %.*s", STR_ARG(line_of(w, def)),
		    STR_ARG(value));
	return why;
}

/* Fields first: what is to be written below them is seen when they are there. */
static struct why *
lacks(const struct work *w, const struct ticket *t, const struct strs *list, struct str said)
{
	struct str open = relations_open(w, &t->relations, RELATED_BLOCKED_BY);
	struct strs fields = { 0 };

	if (strs_has(list, NEED_UNBLOCKED))
		return WHY(w->a, STR("* is blocked by *: resolve that first, or write #unblock * "
		    "above"), str_printf(w->a, "#%lld", (long long)t->id), open, open);
	for (size_t i = 0; i < list->n; i++)
		if (field_find(&w->conf->fields, list->v[i]) != NULL)
			strs_add(w->a, &fields, list->v[i]);
	return fields.n > 0 ? lacks_fields(w, &fields, said) : WHY(w->a, STR("* needs that the "
	    "customer was answered: write it below the commands"), said);
}

/* Whom a way that is not for everybody is for: the least of them. */
static struct why *
barred(const struct work *w, const struct ticket *t, const struct transition *way)
{
	struct str n = str_printf(w->a, "%lld", (long long)t->id);

	return (way->who & WAY_LEAD) != 0 ?
	    WHY(w->a, STR("ticket #* is *, and only leads make it *"), n, t->status, way->to) :
	    WHY(w->a, STR("ticket #* is *, and only admins make it *"), n, t->status, way->to);
}

struct strs
step_nexts(const struct work *w, const struct ticket *t)
{
	const struct type *type = ticket_type(w, t);
	struct str from = ticket_standing(w, t)->name;
	struct strs out = { 0 };

	for (size_t i = 0; i < type->n_statuses; i++)
		if (type_leads(type, from, type->statuses[i].name))
			strs_add(w->a, &out, type->statuses[i].name);
	return out;
}

struct why *
step_possible(const struct work *w, const struct ticket *t)
{
	struct strs nexts = step_nexts(w, t);

	return WHY(w->a, STR("ticket #* is *: it can become *"),
	    str_printf(w->a, "%lld", (long long)t->id), t->status,
	    strs_join(w->a, &nexts, ", "));
}

struct look {				/* at the ways that lead there */
	const struct transition	*way;	/* that is taken; NULL: none */
	const struct transition	*barred;	/* one that holds, for others alone */
	const struct transition	*other;		/* one that does not hold now */
};

static struct look
look_for(const struct work *w, const struct ticket *t, struct str from, struct str to,
    unsigned as)
{
	const struct type *type = ticket_type(w, t);
	struct look out = { NULL, NULL, NULL };

	for (size_t i = 0; out.way == NULL && i < type->n_ways; i++) {
		const struct transition *way = &type->ways[i];

		if (!way_leads(way, from, to))
			continue;
		if (!ticket_holds(w, t, &way->when))
			out.other = way;
		else if (!may(way, as))
			out.barred = way;
		else
			out.way = way;
	}
	return out;
}

static struct why *
refusal(const struct work *w, const struct ticket *t, struct str to, unsigned as, struct str said,
    const struct transition **way)
{
	const struct type *type = ticket_type(w, t);
	struct look found = look_for(w, t, ticket_standing(w, t)->name, to, as);
	struct strs list;

	*way = found.way;
	if (found.way != NULL) {
		list = missing(w, t, type, found.way);
		return list.n == 0 ? NULL : lacks(w, t, &list, said);
	}
	if (found.barred != NULL)
		return barred(w, t, found.barred);
	if (found.other == NULL)
		return step_possible(w, t);
	return WHY(w->a, STR("ticket #* cannot become * as it is now: what its type wants of it "
	    "is in types.conf, line *"), str_printf(w->a, "%lld", (long long)t->id), to,
	    str_printf(w->a, "%d", found.other->line));
}

struct why *
step_refusal(const struct work *w, const struct ticket *t, struct str to, unsigned as,
    struct str said)
{
	const struct transition *way;

	return str_eq(t->status, to) ? NULL : refusal(w, t, to, as, said, &way);
}

/* --- and done ------------------------------------------------------------------ */

static int
move(struct work *w, struct ticket *t, const struct status *to, const struct cause *by)
{
	struct change c = { .what = CHANGE_STATUS, .old = t->status, .new = to->name,
	    .category = category_word(to->category), .by = *by };

	t->status = c.new;
	t->category = c.category;
	t->dirty = t->is_elsewhere = true;
	if (category_is_done(t->category))
		t->resolved_at = t->resolved_at != 0 ? t->resolved_at : by->at;
	else
		t->resolved_at = 0;
	clocks_status(&t->clocks, t->category, by->at);
	plan_add(w->a, &t->plan, &c);
	if (!category_is_done(t->category))
		ticket_remove_tag(w, t, SPAM_TAG, by);
	return 1;
}

static int
set_fields(struct work *w, struct ticket *t, const struct transition *way, const struct cause *by)
{
	for (size_t i = 0; i < way->n_sets; i++) {
		struct field_value v = way->sets[i];

		if (str_eq(ticket_field(t, str_dup(w->a, v.name).p), v.value))
			continue;
		v.source = by->source;
		v.where = by->why;
		if (ticket_set_field(w, t, &v, by) == -1)
			return -1;
	}
	return 1;
}

int
ticket_set_status(struct work *w, struct ticket *t, struct str status, const struct cause *by)
{
	const struct transition *way;
	struct why *why;

	if (str_eq(t->status, status))
		return 0;
	if ((why = refusal(w, t, status, by->as, status, &way)) != NULL)
		return err_set(&w->err, ERR_MESSAGE, "%s", why_text(w->a, STR_NONE, why).p);
	move(w, t, type_status(ticket_type(w, t), status), by);
	return set_fields(w, t, way, by);
}

int
ticket_step_back(struct work *w, struct ticket *t, struct str status, const struct cause *by)
{
	const struct status *to = type_status(ticket_type(w, t), status);

	return to == NULL || str_eq(t->status, status) ? 0 : move(w, t, to, by);
}

int
ticket_follow(struct work *w, struct ticket *t, struct str status, const struct cause *by)
{
	const struct type *type = ticket_type(w, t);

	if (status.n == 0 || str_eq(t->status, status) ||
	    !type_leads(type, ticket_standing(w, t)->name, status))
		return 0;
	return move(w, t, type_status(type, status), by);
}

/* A type may have none that is closed. */
static const struct status *
end_of(const struct type *type)
{
	const struct status *closed = type_first(type, CATEGORY_CLOSED);

	return closed != NULL ? closed : type_first(type, CATEGORY_RESOLVED);
}

static void
leave(struct work *w, struct ticket *t, const struct status *to, const struct cause *by)
{
	if (to != NULL && !str_eq(to->name, t->status))
		move(w, t, to, by);
}

void
ticket_gone(struct work *w, struct ticket *t, const struct cause *by)
{
	const struct type *type = ticket_type(w, t);

	leave(w, t, type->on_merge.n > 0 ? type_status(type, type->on_merge) : end_of(type), by);
}

const struct status *
step_spam(const struct work *w, const struct ticket *t)
{
	return ticket_is_spam(t) ? NULL : end_of(ticket_type(w, t));
}

int
ticket_spam(struct work *w, struct ticket *t, const struct cause *by)
{
	if (ticket_is_spam(t))
		return 0;
	clocks_spam(&t->clocks, by->at);
	plan_change(w->a, &t->plan, CHANGE_SPAM, STR_NONE, STR("yes"), by);
	leave(w, t, end_of(ticket_type(w, t)), by);
	ticket_add_tag(w, t, SPAM_TAG, by);
	return 1;
}

/* Those of fields that say nothing yet. */
static int
give_values(struct work *w, struct ticket *t, const struct type *type, const struct cause *by)
{
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct type_field *f = &type->fields[i];
		struct field_value v = { .name = f->name, .value = f->value, .raw = f->value,
		    .source = FIELD_DEFAULT, .where = type->name, .verified = true };

		if (f->value.n > 0 && ticket_field(t, str_dup(w->a, f->name).p).n == 0 &&
		    ticket_set_field(w, t, &v, by) == -1)
			return -1;
	}
	return 1;
}

int
ticket_set_type(struct work *w, struct ticket *t, const struct type *type,
    const struct cause *by)
{
	const struct status *to = type_place(type, t->status, t->category);
	struct change c = { .what = CHANGE_TYPE, .old = t->type, .new = type->name, .by = *by };

	if (str_eq(t->type, type->name))
		return 0;
	t->type = type->name;
	t->dirty = true;
	plan_add(w->a, &t->plan, &c);
	ticket_promise_other(w, t, by->at, STR("type-change"));
	if (!str_eq(to->name, t->status) || !str_eq(category_word(to->category), t->category))
		move(w, t, to, by);
	return give_values(w, t, type, by);
}

int
ticket_place(struct work *w, struct ticket *t, const struct cause *by)
{
	const struct type *type = ticket_type(w, t);
	const struct status *to = ticket_standing(w, t);
	bool moves = !str_eq(to->name, t->status) || category_find(t->category) != (int)to->category;

	if (!str_eq(type->name, t->type))
		return types_find(&w->conf->types, type->name) == NULL ? 0 :
		    ticket_set_type(w, t, type, by);
	if (!moves || (!str_eq(to->name, t->status) && !type_maps(type, t->status)))
		return 0;
	return move(w, t, to, by);
}
