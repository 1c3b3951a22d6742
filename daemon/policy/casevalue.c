/* casevalue: see casevalue.h. */
#include "daemon/policy/casevalue.h"

#include "daemon/conf/wish.h"
#include "daemon/policy/conf.h"
#include "parsers/base/array.h"

static const struct conf *
conf_of(const struct loader *l)
{
	return l->whole;
}

/* What a test can say of a ticket, beside its fields. */
static const struct told {
	const char	*name;
	const char	*part;		/* whose names it takes; NULL: any text */
	bool		 given;		/* of the ticket that is there before */
	bool		 wanted;	/* of what it is in the end */
} tolds[] = {
	{ "project", "project", true, true }, { "mailbox", "mailbox", true, true },
	{ "type", "type", true, true }, { "status", "status", true, true },
	{ "category", NULL, false, true }, { "subject", NULL, true, true },
	{ "from", NULL, true, true }, { "name", NULL, true, false },
	{ "assignee", "agent", true, true }, { "team", "team", true, true },
	{ "tags", NULL, true, true }, { "not_tags", NULL, false, true },
	{ "sla", "SLA", true, true }, { "body", NULL, true, false },
	{ "participants", NULL, false, true }, { "breached", NULL, false, true },
};

static const struct told *
told_find(struct str name, bool given)
{
	for (size_t i = 0; i < COUNT(tolds); i++)
		if (str_eq(name, str_c(tolds[i].name)) &&
		    (given ? tolds[i].given : tolds[i].wanted))
			return &tolds[i];
	return NULL;
}

/* "severity", "field.site" or "site": the field's name; empty: there is none. */
static struct str
field_of(const struct loader *l, struct str name)
{
	if (str_starts(name, STR("field.")))
		name = str_sub(name, 6, SIZE_MAX);
	return field_find(&conf_of(l)->fields, name) != NULL ? name : STR_NONE;
}

static void
unknown(struct loader *l, const struct node *n, bool given)
{
	const struct field_defs *fields = &conf_of(l)->fields;
	struct strs known = { 0 };

	for (size_t i = 0; i < COUNT(tolds); i++)
		if (given ? tolds[i].given : tolds[i].wanted)
			strs_add(l->a, &known, str_c(tolds[i].name));
	for (size_t i = 0; i < fields->n; i++)
		strs_add(l->a, &known, fields->v[i].name);
	conf_fault(l, n, "a ticket has no %s%s: it has %s", node_name(n).p,
	    conf_near(l->a, node_name(n), &known).p, strs_join(l->a, &known, ", ").p);
}

/* As the field's type reads it: "HIGH" is "high". */
static void
check_field(struct loader *l, const struct node *n, struct case_value *v)
{
	const struct field_def *def = field_find(&conf_of(l)->fields, v->name);

	for (size_t i = 0; i < v->values.n; i++) {
		struct field_value read;
		struct err e;

		if (v->values.v[i].n == 0)
			continue;
		if (field_parse(l->a, def, v->values.v[i], &read, &e) == -1)
			conf_fault(l, n, "%s", e.text);
		else
			v->values.v[i] = read.value;
	}
}

static void
read_value(struct loader *l, const struct node *n, bool given, struct case_value *v)
{
	const struct told *told = told_find(node_name(n), given);
	struct str one;

	v->name = str_dup(l->a, node_name(n));
	v->line = node_line(n);
	if (told == NULL) {
		v->name = str_dup(l->a, field_of(l, v->name));
		if (v->name.n == 0) {
			unknown(l, n, given);
			return;
		}
	}
	if (node_text(n, &one))
		strs_add(l->a, &v->values, str_dup(l->a, one));
	else if (!conf_value(l, n, KEY_STRS, &v->values))
		return;
	if (told == NULL)
		check_field(l, n, v);
	else if (told->part != NULL)
		for (size_t i = 0; i < v->values.n; i++)
			if (v->values.v[i].n > 0)
				conf_wish(l, n, told->part, v->values.v[i]);
}

void
case_values_read(struct loader *l, const struct node *n, bool given,
    struct case_values *out)
{
	if (!node_is_group(n)) {
		conf_fault(l, n, "ticket is a group: write ticket = { project = \"ACME\"; };");
		return;
	}
	out->v = ARENA_ARRAY(l->a, node_count(n), struct case_value);
	for (; out->n < node_count(n); out->n++) {
		struct node e = node_at(n, out->n);

		read_value(l, &e, given, &out->v[out->n]);
	}
}
