/*
 * typefile: see typefile.h.  Ways name statuses, and conditions those of any type: the
 * file is walked twice, for statuses and then for what leads from one to another.
 */
#include "daemon/policy/typefile.h"

#include "daemon/conf/wish.h"
#include "daemon/filter/check.h"
#include "daemon/policy/conf.h"
#include "daemon/policy/typecheck.h"
#include "daemon/policy/verb.h"
#include "parsers/base/array.h"

static void	read_type_label(struct loader *, const struct node *, void *);
static void	read_status_label(struct loader *, const struct node *, void *);
static void	read_fields(struct loader *, const struct node *, void *);
static void	read_statuses(struct loader *, const struct node *, void *);
static void	read_later(struct loader *, const struct node *, void *);

static const struct key type_keys[] = {
	KEY(struct type, name, "name", KEY_NAME, .required = true, .help =
	    "what commands, rules and projects call it"),
	KEY(struct type, labels, "label", KEY_CUSTOM, .read = read_type_label, .help =
	    "for people: \"Bug\", or by language { en = \"Bug\"; de = \"Fehler\"; }"),
	KEY(struct type, fields, "fields", KEY_CUSTOM, .read = read_fields, .help =
	    "list of groups, see conf.type_fields: those that it has; without it, all"),
	KEY(struct type, statuses, "statuses", KEY_CUSTOM, .required = true,
	    .read = read_statuses, .help = "list of groups, see conf.statuses"),
	KEY(struct type, initial, "initial", KEY_NAME, .required = true, .help =
	    "status of a new ticket"),
	KEY(struct type, ways, "transitions", KEY_CUSTOM, .required = true, .read = read_later,
	    .help = "list of groups, see conf.transitions: the first that fits holds"),
	KEY(struct type, verbs, "verbs", KEY_CUSTOM, .read = read_later, .help =
	    "group: where #open, #wait … lead, { hold = \"vendor\"; wait = \"\"; }, \"\" for "
	    "nowhere; else to a status of the category"),
	KEY(struct type, on_merge, "on_merge", KEY_NAME, .help =
	    "status of a ticket that was merged into another; else where #close leads"),
	KEY(struct type, map, "map", KEY_CUSTOM, .read = read_later, .help =
	    "group: where tickets of a status that is no more, or of another type's, go: "
	    "{ triage = \"open\"; }; else by category"),
	KEY(struct type, replaces, "replaces", KEY_STRS, .help =
	    "names of types that are no more: their tickets become of this one"),
};

static const struct key status_keys[] = {
	KEY(struct status, name, "name", KEY_NAME, .required = true, .help =
	    "what commands and rules call it"),
	KEY(struct status, category, "category", KEY_ENUM, .required = true,
	    .names = category_words, .help = "what it means to clocks and lists"),
	KEY(struct status, labels, "label", KEY_CUSTOM, .read = read_status_label, .help =
	    "for people: \"Fixed\", or by language { en = \"Fixed\"; de = \"Behoben\"; }"),
	KEY(struct status, on_customer_reply, "on_customer_reply", KEY_TEXT, .help =
	    "status to which a customer's mail leads, \"\" for none; else from waiting, "
	    "resolved and closed ones where #reopen does"),
	KEY(struct status, on_unblock, "on_unblock", KEY_NAME, .help =
	    "status to which it goes when the last ticket that held it back is done"),
	KEY(struct status, idle_close, "idle_close", KEY_DURATION, .min = 60, .help =
	    "after so long without a mail or a change it goes where #close leads"),
};

static const struct key field_keys[] = {
	KEY(struct type_field, name, "name", KEY_NAME, .required = true, .help =
	    "a field of fields.conf, or severity, version"),
	KEY(struct type_field, required, "required", KEY_BOOL, .def = "false", .help =
	    "no ticket is resolved or closed by hand without it"),
	KEY(struct type_field, value, "default", KEY_STR, .help =
	    "what a new ticket has when neither its mail nor its project says it"),
};

static void	read_who(struct loader *, const struct node *, void *);
static void	read_needs(struct loader *, const struct node *, void *);
static void	read_when(struct loader *, const struct node *, void *);
static void	read_sets(struct loader *, const struct node *, void *);

static const struct key way_keys[] = {
	KEY(struct transition, from, "from", KEY_STRS, .help = "statuses; without it, any"),
	KEY(struct transition, to, "to", KEY_NAME, .required = true, .help = "status"),
	KEY(struct transition, who, "who", KEY_CUSTOM, .read = read_who, .help =
	    "\"agent\", \"lead\" or \"admin\": these and who is above; \"customer\"; without it, agents "
	    "and customers"),
	KEY(struct transition, needs, "needs", KEY_CUSTOM, .read = read_needs, .help =
	    "list: names of fields that must have a value; \"public-reply\": the customer's "
	    "last mail was answered; \"unblocked\": no open ticket holds it back"),
	KEY(struct transition, when, "when", KEY_CUSTOM, .read = read_when, .help =
	    "group: tests of the ticket that must all hold (conf.when); without it, always"),
	KEY(struct transition, sets, "sets", KEY_CUSTOM, .read = read_sets, .help =
	    "group: fields that it sets, { severity = \"low\"; }, or empties, \"\""),
};

enum { S_TYPES, S_STATUSES, S_FIELDS, S_WAYS };

static const struct section sections[] = {
	[S_TYPES] = { "types", "types.conf", KEYS(type_keys), "kinds of tickets; without the "
	    "file there is one, whose statuses are the categories" },
	[S_STATUSES] = { "statuses", "types.conf", KEYS(status_keys),
	    "where a ticket of the type can stand" },
	[S_FIELDS] = { "type_fields", "types.conf", KEYS(field_keys),
	    "what is known of a ticket of the type" },
	[S_WAYS] = { "transitions", "types.conf", KEYS(way_keys), "from which status to which" },
	{ NULL },
};

/* --- what both walks read ------------------------------------------------------ */

static void
read_label(struct loader *l, const struct node *n, struct labels *out)
{
	struct str text;

	if (!node_is_group(n)) {
		if (conf_value(l, n, KEY_STR, &text)) {
			strs_add(l->a, &out->languages, STR_NONE);
			strs_add(l->a, &out->texts, text);
		}
		return;
	}
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		if (!conf_value(l, &e, KEY_STR, &text))
			continue;
		strs_add(l->a, &out->languages, str_dup(l->a, node_name(&e)));
		strs_add(l->a, &out->texts, text);
	}
}

static void
read_type_label(struct loader *l, const struct node *n, void *base)
{
	read_label(l, n, &((struct type *)base)->labels);
}

static void
read_status_label(struct loader *l, const struct node *n, void *base)
{
	read_label(l, n, &((struct status *)base)->labels);
}

static struct strs
field_names(struct loader *l)
{
	const struct field_defs *fields = &((struct conf *)l->whole)->fields;
	struct strs out = { 0 };

	for (size_t i = 0; i < fields->n; i++)
		strs_add(l->a, &out, fields->v[i].name);
	return out;
}

static const struct field_def *
find_field(struct loader *l, const struct node *n, struct str name)
{
	struct strs known = field_names(l);

	return conf_one_of(l, n, "field", name, &known) ?
	    field_find(&((struct conf *)l->whole)->fields, name) : NULL;
}

static struct strs
status_names(struct arena *a, const struct type *t)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < t->n_statuses; i++)
		strs_add(a, &out, t->statuses[i].name);
	return out;
}

static bool
is_status(struct loader *l, const struct node *n, const struct type *t, struct str name)
{
	struct strs known = status_names(l->a, t);
	struct str what = str_printf(l->a, "status of type %.*s", STR_ARG(t->name));

	return conf_one_of(l, n, what.p, name, &known);
}

/* --- the first walk: statuses and fields --------------------------------------- */

static void
read_later(struct loader *l, const struct node *n, void *base)
{
	(void)l;
	(void)n;
	(void)base;
}

static void
read_statuses(struct loader *l, const struct node *n, void *base)
{
	struct type *t = base;
	size_t count = conf_groups(l, n);

	t->statuses = ARENA_ARRAY(l->a, count, struct status);
	for (size_t i = 0; i < count; i++) {
		struct node e = node_at(n, i), name = node_get(&e, "name");
		struct status *s = &t->statuses[t->n_statuses];

		conf_walk(l, &e, &sections[S_STATUSES], s);
		s->line = node_line(&e);
		if (type_status(t, s->name) != NULL)
			conf_fault(l, &name, "status %.*s is there twice", STR_ARG(s->name));
		else if (s->name.n > 0)
			t->n_statuses++;
	}
}

static void
read_field(struct loader *l, const struct node *e, struct type_field *f)
{
	struct node name = node_get(e, "name"), value = node_get(e, "default");
	const struct field_def *def;
	struct field_value v;
	struct err err;

	conf_walk(l, e, &sections[S_FIELDS], f);
	if (f->name.n == 0 || (def = find_field(l, &name, f->name)) == NULL)
		return;
	if (f->value.n > 0 && field_parse(l->a, def, f->value, &v, &err) == -1)
		conf_fault(l, &value, "%s", err.text);
	else if (f->value.n > 0)
		f->value = v.value;
}

static void
read_fields(struct loader *l, const struct node *n, void *base)
{
	struct type *t = base;
	size_t count = conf_groups(l, n);

	t->has_fields = true;
	t->fields = ARENA_ARRAY(l->a, count, struct type_field);
	for (; t->n_fields < count; t->n_fields++) {
		struct node e = node_at(n, t->n_fields);

		read_field(l, &e, &t->fields[t->n_fields]);
	}
}

static void
read_type(struct loader *l, const struct node *e, struct type *t, const struct types *before)
{
	struct node name = node_get(e, "name");

	t->file = e->file;
	t->line = node_line(e);
	conf_walk(l, e, &sections[S_TYPES], t);
	if (types_find(before, t->name) != NULL)
		conf_fault(l, &name, "type %.*s is there twice: give it another name",
		    STR_ARG(t->name));
}

/* --- the second walk: ways and what names statuses ------------------------------ */

static void
read_who(struct loader *l, const struct node *n, void *base)
{
	static const char *const names[] = { "agent", "lead", "admin", "customer", NULL };
	struct strs known = conf_names(l->a, names), said = { 0 };
	struct transition *way = base;

	if (!conf_value(l, n, KEY_STRS, &said))
		return;
	way->who = 0;
	for (size_t i = 0; i < said.n; i++)
		for (size_t k = 0; conf_one_of(l, n, "who", said.v[i], &known) && k < known.n;
		    k++)
			if (str_eq(said.v[i], known.v[k]))
				way->who |= 1U << k;
}

static void
read_needs(struct loader *l, const struct node *n, void *base)
{
	struct strs known = field_names(l);
	struct transition *way = base;

	strs_add(l->a, &known, NEED_PUBLIC_REPLY);
	strs_add(l->a, &known, NEED_UNBLOCKED);
	if (!conf_value(l, n, KEY_STRS, &way->needs))
		return;
	for (size_t i = 0; i < way->needs.n; i++) {
		if (str_eq(way->needs.v[i], NEED_TIME))
			conf_fault(l, n, "needs \"time\" is not known yet: this docket books no "
			    "time");
		else
			conf_one_of(l, n, "need", way->needs.v[i], &known);
	}
}

static void
read_when(struct loader *l, const struct node *n, void *base)
{
	struct conf *c = l->whole;
	struct transition *way = base;
	struct filter_reader in = { l, &c->fields, &c->patterns, STR("types.conf") };

	filter_read(&in, n, &way->when);
	filter_check_ticket(l, n->file, &way->when);
}

static void
read_sets(struct loader *l, const struct node *n, void *base)
{
	struct transition *way = base;

	if (!node_is_group(n)) {
		conf_fault(l, n, "sets is not a group: write sets = { severity = \"low\"; };");
		return;
	}
	way->sets = ARENA_ARRAY(l->a, node_count(n), struct field_value);
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);
		struct str name = str_dup(l->a, node_name(&e)), text;
		const struct field_def *def = find_field(l, &e, name);
		struct field_value *v = &way->sets[way->n_sets];
		struct err err;

		if (def == NULL || !conf_value(l, &e, KEY_TEXT, &text))
			continue;
		if (text.n > 0 && field_parse(l->a, def, text, v, &err) == -1) {
			conf_fault(l, &e, "%s", err.text);
			continue;
		}
		v->name = def->name;
		way->n_sets++;
	}
}

static void
read_ways(struct loader *l, const struct node *n, struct type *t)
{
	size_t count = conf_groups(l, n);

	t->ways = ARENA_ARRAY(l->a, count, struct transition);
	for (size_t i = 0; i < count; i++) {
		struct node e = node_at(n, i), from = node_get(&e, "from"), to = node_get(&e, "to");
		struct transition *way = &t->ways[t->n_ways];
		bool known;

		way->who = WAY_USUAL;
		conf_walk(l, &e, &sections[S_WAYS], way);
		way->line = node_line(&e);
		known = way->to.n > 0 && is_status(l, &to, t, way->to);
		for (size_t k = 0; k < way->from.n; k++)
			known &= is_status(l, &from, t, way->from.v[k]);
		t->n_ways += known;
	}
}

static struct strs
status_verbs(struct arena *a)
{
	struct strs out = { 0 };

	for (enum verb_id id = 0; id < VERBS; id++)
		if (verb_row(id)->to != -1)
			strs_add(a, &out, str_c(verb_row(id)->name));
	return out;
}

/* { NAME = "status"; }: pairs.  With `names`, NAME is one of them, and may lead nowhere. */
static void
read_pairs(struct loader *l, const struct node *n, const struct type *t,
    const struct strs *names, struct strs *out)
{
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);
		struct str name = str_dup(l->a, node_name(&e)), to;

		if ((names != NULL && !conf_one_of(l, &e, "verb", name, names)) ||
		    !conf_value(l, &e, names != NULL ? KEY_TEXT : KEY_STR, &to) ||
		    (to.n > 0 && !is_status(l, &e, t, to)))
			continue;
		strs_add(l->a, out, name);
		strs_add(l->a, out, to);
	}
}

static bool
is_said(const struct node *group, const char *name)
{
	struct node n = node_get(group, name);

	return n.setting != group->setting;
}

/* A customer who answers is heard: as without the file, unless the type says otherwise. */
static void
read_reply(struct loader *l, const struct node *e, const struct type *t, struct status *s)
{
	struct node at = node_get(e, "on_customer_reply");
	const struct status *to = type_verb(t, "reopen", CATEGORY_OPEN, s);

	if (is_said(e, "on_customer_reply")) {
		if (s->on_customer_reply.n > 0 && is_status(l, &at, t, s->on_customer_reply) &&
		    !type_leads(t, s->name, s->on_customer_reply))
			conf_fault(l, &at, "on_customer_reply: no transition leads from %.*s to "
			    "%.*s", STR_ARG(s->name), STR_ARG(s->on_customer_reply));
	} else if (to != NULL && (s->category == CATEGORY_WAITING ||
	    category_is_done(category_word(s->category))) &&
	    type_leads(t, s->name, to->name)) {
		s->on_customer_reply = to->name;
	}
}

static void
read_unblock(struct loader *l, const struct node *e, const struct type *t,
    const struct status *s)
{
	struct node at = node_get(e, "on_unblock");

	if (s->on_unblock.n > 0 && is_status(l, &at, t, s->on_unblock) &&
	    !type_leads(t, s->name, s->on_unblock))
		conf_fault(l, &at, "on_unblock: no transition leads from %.*s to %.*s",
		    STR_ARG(s->name), STR_ARG(s->on_unblock));
}

static void
read_names(struct loader *l, const struct node *e, struct type *t)
{
	struct node initial = node_get(e, "initial"), merge = node_get(e, "on_merge");
	struct node list = node_get(e, "statuses");

	if (t->initial.n > 0)
		is_status(l, &initial, t, t->initial);
	if (t->on_merge.n > 0 && is_status(l, &merge, t, t->on_merge) &&
	    !category_is_done(category_word(type_status(t, t->on_merge)->category)))
		conf_fault(l, &merge, "on_merge: a merged ticket is done, and %.*s is neither of "
		    "category resolved nor closed", STR_ARG(t->on_merge));
	for (size_t i = 0; i < node_count(&list); i++) {
		struct node one = node_at(&list, i), name = node_get(&one, "name");
		struct str text = STR_NONE;

		node_text(&name, &text);
		for (size_t k = 0; k < t->n_statuses; k++)
			if (str_eq(t->statuses[k].name, text)) {
				read_reply(l, &one, t, &t->statuses[k]);
				read_unblock(l, &one, t, &t->statuses[k]);
			}
	}
}

static void
read_type_again(struct loader *l, const struct node *e, struct type *t)
{
	struct node ways = node_get(e, "transitions"), verbs = node_get(e, "verbs");
	struct node map = node_get(e, "map");
	struct strs names = status_verbs(l->a);
	size_t before = l->faults->lines.n;

	if (is_said(e, "transitions"))
		read_ways(l, &ways, t);
	if (is_said(e, "verbs"))
		read_pairs(l, &verbs, t, &names, &t->verbs);
	if (is_said(e, "map"))
		read_pairs(l, &map, t, NULL, &t->map);
	read_names(l, e, t);
	if (l->faults->lines.n == before)
		typecheck(l, t);
}

static void
load(struct loader *l, void *own)
{
	struct types *all = own;
	size_t before = l->faults->lines.n, n;
	struct node list;

	type_plain(l->a, &all->plain);
	if (!conf_open_list(l, STR("types.conf"), false, "types", &list)) {
		all->v = &all->plain;
		all->n = 1;
		return;
	}
	n = conf_groups(l, &list);
	if (n == 0 && l->faults->lines.n == before)
		conf_fault(l, &list, "types is empty: leave the file out, or write a type");
	all->v = ARENA_ARRAY(l->a, n, struct type);
	for (size_t i = 0; i < n; i++, all->n++) {
		struct node e = node_at(&list, i);

		read_type(l, &e, &all->v[i], all);
	}
	for (size_t i = 0; i < n && l->faults->lines.n == before; i++) {
		struct node e = node_at(&list, i);

		read_type_again(l, &e, &all->v[i]);
	}
}

static struct strs
names_of(struct arena *a, const void *own)
{
	const struct types *all = own;
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		strs_add(a, &out, all->v[i].name);
	return out;
}

/* Of all types. */
static struct strs
statuses_of(struct arena *a, const void *own)
{
	const struct types *all = own;
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->v[i].n_statuses; k++)
			if (!strs_has(&out, all->v[i].statuses[k].name))
				strs_add(a, &out, all->v[i].statuses[k].name);
	return out;
}

const struct conf_part type_part = { "type", "types.conf", sections, load, names_of };
const struct conf_part status_part = { "status", "types.conf", NULL, NULL, statuses_of };
