/* fields: see fields.h. */
#include "daemon/act/fields.h"

#include "daemon/act/refusal.h"
#include "daemon/ticket/step.h"
#include "parsers/base/nearest.h"

enum { VALUE_TOLD = 60 };		/* octets of one that is refused */

struct setting {
	struct str		 name;
	struct str		 value;
	const struct field_def	*def;		/* NULL: there is none */
};

static struct setting
setting(const struct field_defs *fields, struct str name, struct str value)
{
	return (struct setting){ name, value, field_find(fields, name) };
}

static struct setting
of_verb(const struct work *w, const struct order *o)
{
	return setting(&w->conf->fields, str_c(o->verb->field), o->value);
}

/* "FIELD VALUE" */
static struct setting
of_value(const struct work *w, const struct order *o)
{
	size_t at = str_chr(o->value, ' ', 0);

	return setting(&w->conf->fields, str_sub(o->value, 0, at),
	    at == SIZE_MAX ? STR_NONE : str_trim(str_sub(o->value, at, SIZE_MAX)));
}

/* What can stand there: the known values, or the shape of one. */
static struct strs
allowed(struct arena *a, const struct field_def *def)
{
	struct strs out = def->type == FIELD_VERSION ? def->catalogue : def->values;

	if (out.n > 0)
		return out;
	if (def->min.n > 0)
		strs_add(a, &out, str_printf(a, "≥ %.*s", STR_ARG(def->min)));
	if (def->max.n > 0)
		strs_add(a, &out, str_printf(a, "≤ %.*s", STR_ARG(def->max)));
	return out;
}

/* A line with a value that is right: what the writer may have meant, else an example. */
static void
add_right(const struct prospect *p, const struct order *o, const struct setting *s,
    struct why *why)
{
	const struct field_def *def = s->def;
	const struct strs *known = def->type == FIELD_VERSION ? &def->catalogue : &def->values;
	struct str near = nearest_name(str_lower(p->w->a, s->value), known);
	struct str right = near.n > 0 ? near : def->example.n > 0 ? def->example :
	    known->n > 0 ? known->v[0] : str_c(field_type_example(def->type));

	why->is_example = near.n == 0;
	if (right.n > 0)
		why->instead = refusal_line(p, o->verb, o->verb->field != NULL ? right :
		    str_printf(p->w->a, "%.*s %.*s", STR_ARG(def->name), STR_ARG(right)));
}

static struct why *
check_value(struct prospect *p, const struct order *o, const struct setting *s)
{
	const struct type *type = ticket_type(p->w, p->t);
	struct arena *a = p->w->a;
	struct field_value v = { 0 };
	struct err e = { 0 };
	struct why *why;

	if (!type_has_field(type, s->def->name))
		return WHY(a, STR("a ticket of type * has no field *"), type->name, s->def->name);
	if (field_parse(a, s->def, s->value, &v, &e) != -1) {
		v.name = s->def->name;
		ticket_hold_field(p->w, p->t, &v);
		return NULL;
	}
	why = WHY(a, STR("* cannot be \"*\""), s->def->name,
	    str_utf8_cut(s->value, VALUE_TOLD));
	why->allowed = allowed(a, s->def);
	add_right(p, o, s, why);
	return why;
}

static struct why *
check_field(struct prospect *p, struct order *o)
{
	struct setting s = of_verb(p->w, o);

	return s.def != NULL ? check_value(p, o, &s) :
	    WHY(p->w->a, STR("there is no field *"), str_c(o->verb->field));
}

static struct why *
check_set(struct prospect *p, struct order *o)
{
	const struct field_defs *fields = &p->w->conf->fields;
	struct arena *a = p->w->a;
	struct setting s = of_value(p->w, o);
	struct strs names = { 0 };
	struct why *why;

	for (size_t i = 0; i < fields->n; i++)
		strs_add(a, &names, fields->v[i].name);
	if (s.def == NULL)
		return refusal_none_such(p, o, STR("there is no field *"), s.name, &names);
	if (s.value.n > 0)
		return check_value(p, o, &s);
	why = WHY(a, STR("* needs a value: *"), refusal_line(p, o->verb, STR_NONE),
	    refusal_line(p, o->verb, str_printf(a, "%.*s VALUE", STR_ARG(s.name))));
	why->allowed = allowed(a, s.def);
	add_right(p, o, &s, why);
	return why;
}

/* What the check let pass: of a rule, when the files were read. */
static int
apply(struct action *ac, const struct setting *s)
{
	struct field_value v = { 0 };

	if (s->def == NULL || field_parse(ac->w->a, s->def, s->value, &v, &ac->w->err) == -1)
		return 0;
	v.name = s->def->name;
	v.source = ac->cause.source;
	v.where = ac->cause.why;
	return ticket_set_field(ac->w, ac->t, &v, &ac->cause);
}

static int
apply_field(struct action *ac)
{
	struct setting s = of_verb(ac->w, ac->order);

	return apply(ac, &s);
}

static int
apply_set(struct action *ac)
{
	struct setting s = of_value(ac->w, ac->order);

	return apply(ac, &s);
}

const struct act act_field = { check_field, apply_field };
const struct act act_set = { check_set, apply_set };
