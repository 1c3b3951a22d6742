/* read: see read.h. */
#include "daemon/filter/read.h"

#include "daemon/conf/schema.h"
#include "daemon/filter/check.h"
#include "daemon/filter/test.h"
#include "parsers/base/array.h"
#include "parsers/base/limits.h"

struct reading {
	const struct filter_reader	*in;
	size_t				 leaves;
	int				 depth;
};

static const char *const groups[] = {
	[WHEN_ALL] = "all", [WHEN_ANY] = "any", [WHEN_NONE] = "none", NULL
};

static void	read_group(struct reading *, const struct node *, struct condition *);

static struct condition *
add(struct reading *r, struct condition *to, enum group_kind kind, int line)
{
	struct condition *c;

	to->v = array_grow(r->in->l->a, to->v, to->n, sizeof(*to->v));
	c = &to->v[to->n++];
	*c = (struct condition){ .kind = kind, .line = line };
	return c;
}

static void
no_such(struct reading *r, const struct node *n, struct str word)
{
	struct arena *a = r->in->l->a;
	struct strs known = subject_words(a, r->in->fields);

	for (size_t i = 0; groups[i] != NULL; i++)
		strs_add(a, &known, str_c(groups[i]));
	conf_one_of(r->in->l, n, "subject of tests", word, &known);
}

/* Several tests of one subject are one member of the group: all of them hold. */
static void
read_subject(struct reading *r, const struct node *n, struct str word, struct condition *to)
{
	struct loader *l = r->in->l;
	struct filter_test t = { .line = node_line(n) }, *v;
	size_t count;

	if (!subject_find(r->in->fields, word, &t.subject, &t.field)) {
		no_such(r, n, word);
		return;
	}
	t.field = str_dup(l->a, t.field);
	if (subject_row(t.subject)->value == VALUE_OF_FIELD)
		t.def = field_find(r->in->fields, t.field);
	count = filter_read_tests(r->in, n, &t, &r->leaves, &v);
	if (count > 1 && to->kind != WHEN_ALL)
		to = add(r, to, WHEN_ALL, t.line);
	for (size_t i = 0; i < count; i++)
		add(r, to, WHEN_TEST, t.line)->test = v[i];
}

/* `sla = { clock = "x"; }` is another way to write `sla.clock = "x"`. */
static bool
is_outer(const struct node *n)
{
	return node_is_group(n) && subject_has_members(node_name(n));
}

static void
read_outer(struct reading *r, const struct node *outer, struct condition *to)
{
	struct arena *a = r->in->l->a;
	struct str name = str_dup(a, node_name(outer));

	for (size_t i = 0; i < node_count(outer); i++) {
		struct node e = node_at(outer, i);

		read_subject(r, &e, str_printf(a, "%.*s.%s", STR_ARG(name), node_name(&e).p), to);
	}
}

/* Members of any, of which each is a group that holds as a whole. */
static void
read_list(struct reading *r, const struct node *n, struct condition *out)
{
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		if (node_is_group(&e) && node_count(&e) > 0)
			read_group(r, &e, add(r, out, WHEN_ALL, node_line(&e)));
		else
			conf_fault(r->in->l, &e, "%s has groups of tests: write %s = "
			    "( { project = \"ACME\"; }, { tags = \"vip\"; } );",
			    groups[out->kind], groups[out->kind]);
	}
}

static void
read_inner(struct reading *r, const struct node *n, enum group_kind kind,
    struct condition *to)
{
	struct condition *c = add(r, to, kind, node_line(n));

	if (r->depth >= LIMIT_WHEN_DEPTH)
		conf_fault(r->in->l, n, "groups stand in each other %d deep at most: split "
		    "the rule", LIMIT_WHEN_DEPTH);
	else if (node_count(n) == 0)
		conf_fault(r->in->l, n, "%s is empty: it has a group of tests, or a list of "
		    "groups", groups[kind]);
	else if (node_is_list(n))
		read_list(r, n, c);
	else
		read_group(r, n, c);
}

static void
read_member(struct reading *r, const struct node *n, struct condition *to)
{
	unsigned kind = 0;

	while (groups[kind] != NULL && !str_eq(node_name(n), str_c(groups[kind])))
		kind++;
	if (groups[kind] != NULL)
		read_inner(r, n, (enum group_kind)kind, to);
	else if (is_outer(n))
		read_outer(r, n, to);
	else
		read_subject(r, n, str_dup(r->in->l->a, node_name(n)), to);
}

static void
read_group(struct reading *r, const struct node *n, struct condition *out)
{
	r->depth++;
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		read_member(r, &e, out);
	}
	r->depth--;
}

void
filter_read(const struct filter_reader *in, const struct node *n, struct condition *out)
{
	struct reading r = { .in = in };

	*out = (struct condition){ .line = node_line(n) };
	if (node_is_group(n))
		read_group(&r, n, out);
	else
		conf_fault(in->l, n, "%s is not a group: write %s = { severity = \"high\"; };",
		    node_name(n).p, node_name(n).p);
}
