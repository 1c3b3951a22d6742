/* test: see test.h. */
#include "daemon/filter/test.h"

#include "daemon/conf/schema.h"
#include "daemon/filter/check.h"
#include "daemon/filter/order.h"
#include "daemon/filter/testkind.h"
#include "parsers/base/array.h"
#include "parsers/text/fold.h"

/* What tests of one subject are read with. */
struct reading {
	const struct filter_reader	*in;
	struct filter_test		*v;
	size_t				 n;
	size_t				*leaf;
};

/* ---- values ---- */

/* A number is one with and without quotes, and so is what is yes or no. */
static bool
read_bare(const struct filter_reader *in, const struct node *n, const struct filter_test *t,
    struct strs *out)
{
	enum subject_type type = subject_row(t->subject)->type;
	bool is_number = t->def != NULL ? t->def->type == FIELD_NUMBER : type == TYPE_NUMBER;
	bool is_bool = t->def != NULL ? t->def->type == FIELD_BOOL : type == TYPE_BOOL, yes;
	int64_t i;

	if (is_number && node_int(n, &i))
		strs_add(in->l->a, out, str_printf(in->l->a, "%lld", (long long)i));
	else if (is_bool && node_bool(n, &yes))
		strs_add(in->l->a, out, yes ? STR("yes") : STR("no"));
	return out->n > 0;
}

static bool
read_values(const struct filter_reader *in, const struct node *n, struct filter_test *t)
{
	struct loader *l = in->l;
	struct str one = STR_NONE;
	bool yes;

	t->values = (struct strs){ 0 };
	switch (testkind_shape(t->kind)) {
	case TEST_TRUE_OR_FALSE:
		if (!conf_value(l, n, KEY_BOOL, &yes))
			return false;
		one = yes ? STR("true") : STR("false");
		break;
	case TEST_ONE_TEXT:
		if (read_bare(in, n, t, &t->values))
			return true;
		if (!node_text(n, &one) && testkind_is_by_order(t->kind)) {
			conf_fault(l, n, "%s is not a text: write %s = \"%s\"",
			    testkind_word(t->kind), testkind_word(t->kind), order_example(t));
			return false;
		}
		if (!conf_value(l, n, KEY_STR, &one))
			return false;
		break;
	case TEST_TEXTS:
		return read_bare(in, n, t, &t->values) || conf_value(l, n, KEY_STRS, &t->values);
	}
	strs_add(l->a, &t->values, one);
	return true;
}

static void
say(struct arena *a, struct filter_test *t)
{
	bool quoted = testkind_shape(t->kind) != TEST_TRUE_OR_FALSE;
	const char *word = subject_row(t->subject)->word;
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, word);
	if (str_ends(str_c(word), STR(".")))
		buf_add(&b, t->field);
	buf_printf(&b, "%s%s", t->is_not ? " not" : "", t->is_not && t->kind == TEST_ONE_OF ? "" :
	    str_printf(a, " %s", testkind_word(t->kind)).p);
	for (size_t i = 0; i < t->values.n; i++)
		buf_printf(&b, "%s%s%.*s%s", i == 0 ? " " : i + 1 < t->values.n ? ", " : " or ",
		    quoted ? "\"" : "", STR_ARG(t->values.v[i]), quoted ? "\"" : "");
	t->said = buf_str(&b);
}

static void
fold_values(struct arena *a, struct filter_test *t)
{
	struct strs folded = { 0 };

	for (size_t i = 0; i < t->values.n; i++)
		strs_add(a, &folded, fold(a, t->values.v[i]));
	t->values = folded;
}

static bool
add_pattern(const struct filter_reader *in, const struct node *n, struct filter_test *t)
{
	struct match_patterns *all = in->patterns;

	if (all == NULL) {
		conf_fault(in->l, n, "a pattern cannot be tried here: name the values of %s, or "
		    "write { contains = \"…\"; }", subject_row(t->subject)->word);
		return false;
	}
	if ((t->pattern = conf_pattern(in->l, n, in->name, t->values.v[0])) == NULL)
		return false;
	all->v = array_grow(in->l->a, all->v, all->n, sizeof(*all->v));
	t->pattern_id = (uint32_t)all->n;
	all->v[all->n++] = (struct match_pattern){ t->pattern, subject_row(t->subject)->text,
	    t->field };
	return true;
}

/* ---- tests ---- */

static void
read_one(struct reading *r, const struct node *n, struct filter_test t)
{
	struct arena *a = r->in->l->a;

	if (!filter_check_kind(r->in, n, &t) || !read_values(r->in, n, &t))
		return;
	say(a, &t);
	if (t.kind == TEST_MATCHES && !add_pattern(r->in, n, &t))
		return;
	if (!filter_check_values(r->in, n, &t))
		return;
	if (t.kind == TEST_CONTAINS)
		fold_values(a, &t);
	t.leaf = (*r->leaf)++;
	r->v = array_grow(a, r->v, r->n, sizeof(*r->v));
	r->v[r->n++] = t;
}

/* One member of a group of tests: `at_least = "high"`, `not = { contains = "x"; }`. */
static void
read_member(struct reading *r, const struct node *n, struct filter_test t)
{
	struct loader *l = r->in->l;
	struct strs known = testkind_words(l->a);
	struct node inner;

	if (!conf_one_of(l, n, "test", node_name(n), &known))
		return;
	if (testkind_find(node_name(n), &t.kind)) {
		read_one(r, n, t);
		return;
	}
	t.is_not = true;
	if (!node_is_group(n)) {
		t.kind = TEST_ONE_OF;
		read_one(r, n, t);
		return;
	}
	inner = node_count(n) == 1 ? node_at(n, 0) : *n;
	if (node_count(n) != 1 || str_eq(node_name(&inner), STR("not")))
		conf_fault(l, n, "not has one test: write { not = { contains = \"x\"; }; }; or "
		    "use none = ( … )");
	else if (conf_one_of(l, &inner, "test", node_name(&inner), &known) &&
	    testkind_find(node_name(&inner), &t.kind))
		read_one(r, &inner, t);
}

size_t
filter_read_tests(const struct filter_reader *in, const struct node *n,
    const struct filter_test *of, size_t *leaf, struct filter_test **v)
{
	struct reading r = { in, NULL, 0, leaf };

	if (!node_is_group(n)) {
		read_one(&r, n, *of);
	} else if (node_count(n) == 0) {
		conf_fault(in->l, n, "a test is one of \"x\", [ \"x\", \"y\" ] and a group such as "
		    "{ not = \"x\"; }, { matches = \"…\"; }, { contains = \"x\"; }");
	} else {
		for (size_t i = 0; i < node_count(n); i++) {
			struct node e = node_at(n, i);

			read_member(&r, &e, *of);
		}
	}
	*v = r.v;
	return r.n;
}
