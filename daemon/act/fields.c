/* fields: see fields.h. */
#include "daemon/act/fields.h"

#include "parsers/base/nearest.h"

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

static struct str
check_value(struct prospect *p, const struct setting *s)
{
	struct field_value v = { 0 };
	struct err e = { 0 };

	return field_parse(p->w->a, s->def, s->value, &v, &e) != -1 ? STR_NONE :
	    str_dup(p->w->a, str_c(e.text));
}

static struct str
check_field(struct prospect *p, struct order *o)
{
	struct setting s = of_verb(p->w, o);

	return s.def != NULL ? check_value(p, &s) :
	    str_printf(p->w->a, "there is no field %s", o->verb->field);
}

static struct str
check_set(struct prospect *p, struct order *o)
{
	const struct field_defs *fields = &p->w->conf->fields;
	const char *mark = p->actor->door == DOOR_MAIL ? "#" : "";
	struct setting s = of_value(p->w, o);
	struct strs names = { 0 };

	for (size_t i = 0; i < fields->n; i++)
		strs_add(p->w->a, &names, fields->v[i].name);
	if (s.def == NULL)
		return nearest_none_such(p->w->a, "field", s.name, &names);
	return s.value.n > 0 ? check_value(p, &s) :
	    str_printf(p->w->a, "%sset needs a value: %sset %.*s VALUE", mark, mark,
	    STR_ARG(s.name));
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
