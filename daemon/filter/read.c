/* read: see read.h. */
#include "daemon/filter/read.h"

#include "daemon/conf/schema.h"
#include "daemon/filter/check.h"
#include "parsers/base/array.h"

static void
add_pattern(const struct filter_reader *in, const struct node *n, struct filter_test *t,
    struct str regex)
{
	struct match_patterns *all = in->patterns;

	if ((t->pattern = conf_pattern(in->l, n, in->name, regex)) == NULL)
		return;
	all->v = array_grow(in->l->a, all->v, all->n, sizeof(*all->v));
	t->pattern_id = (uint32_t)all->n;
	all->v[all->n++] = (struct match_pattern){ t->pattern, subject_row(t->subject)->text,
	    t->field };
}

/* { matches = "…"; } or { not = "x"; } */
static void
read_test_group(const struct filter_reader *in, const struct node *n, struct filter_test *t)
{
	static const char *const tests[] = { "matches", "not", NULL };
	struct loader *l = in->l;
	struct strs known = conf_names(l->a, tests);
	struct node e;
	struct str regex;

	if (node_count(n) != 1) {
		conf_fault(l, n, "a test is one of \"x\", [ \"x\", \"y\" ], { matches = \"…\"; } "
		    "and { not = \"x\"; }");
		return;
	}
	e = node_at(n, 0);
	if (!conf_one_of(l, &e, "test", node_name(&e), &known))
		return;
	t->kind = TEST_NOT_EQUAL;
	if (str_eq(node_name(&e), STR("not"))) {
		conf_value(l, &e, KEY_STRS, &t->values);
		return;
	}
	t->kind = TEST_MATCHES;
	if (conf_value(l, &e, KEY_STR, &regex))
		add_pattern(in, &e, t, regex);
}

static void
read_test(const struct filter_reader *in, const struct node *n, struct str word,
    struct condition *out)
{
	struct filter_test *t = &out->v[out->n];
	struct strs known = subject_words(in->l->a, in->fields);

	if (!conf_one_of(in->l, n, "subject of tests", word, &known) ||
	    !subject_find(in->fields, word, &t->subject, &t->field))
		return;
	out->n++;
	t->line = node_line(n);
	if (node_is_group(n)) {
		read_test_group(in, n, t);
	} else {
		conf_value(in->l, n, KEY_STRS, &t->values);
		t->kind = t->values.n == 1 ? TEST_EQUAL : TEST_ANY_OF;
	}
	filter_check_values(in, n, t);
}

/* `sla = { clock = "x"; }` is another way to write `sla.clock = "x"`. */
static bool
is_outer(struct str name)
{
	return str_eq(name, STR("sla")) || str_eq(name, STR("letter")) ||
	    str_eq(name, STR("field"));
}

void
filter_read(const struct filter_reader *in, const struct node *n, struct condition *out)
{
	struct loader *l = in->l;
	size_t room = node_count(n);

	if (!node_is_group(n)) {
		conf_fault(l, n, "when is not a group: write when = { severity = \"high\"; };");
		return;
	}
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		room += node_count(&e);
	}
	out->v = ARENA_ARRAY(l->a, room, struct filter_test);
	for (size_t i = 0; i < node_count(n); i++) {
		struct node outer = node_at(n, i);
		struct str name = str_dup(l->a, node_name(&outer));

		if (!is_outer(name) || !node_is_group(&outer)) {
			read_test(in, &outer, name, out);
			continue;
		}
		for (size_t k = 0; k < node_count(&outer); k++) {
			struct node e = node_at(&outer, k);

			read_test(in, &e, str_printf(l->a, "%.*s.%s", STR_ARG(name),
			    node_name(&e).p), out);
		}
	}
}
