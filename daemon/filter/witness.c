/* witness: see witness.h. */
#include "daemon/filter/witness.h"

#include "daemon/filter/eval.h"
#include "parsers/base/array.h"
#include "parsers/text/pattern.h"

static bool
is_of(const struct fact *f, enum subject_id subject, struct str field)
{
	return f->subject == subject && str_eq(f->field, field);
}

struct fact *
witness_find(const struct witness *w, const struct filter_test *t)
{
	for (size_t i = 0; i < w->n; i++)
		if (is_of(&w->v[i], t->subject, t->field))
			return &w->v[i];
	return NULL;
}

void
witness_put(struct witness *w, const struct fact *f)
{
	for (size_t i = 0; i < w->n; i++)
		if (is_of(&w->v[i], f->subject, f->field)) {
			w->v[i] = *f;
			return;
		}
	w->v = array_grow(w->a, w->v, w->n, sizeof(*w->v));
	w->v[w->n++] = *f;
}

/* ---- evaluated ---- */

static void
of_fact(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct witness *w = of;
	const struct fact *f = witness_find(w, t);

	if (f != NULL)
		for (size_t i = 0; i < f->values.n; i++)
			strs_add(w->a, out, f->values.v[i]);
	else if (!subject_row(t->subject)->many)
		strs_add(w->a, out, STR_NONE);
}

static int
of_pattern(const void *of, const struct filter_test *t, struct str s)
{
	const struct witness *w = of;

	return pattern_match(w->a, t->pattern, s, NULL);
}

static bool
of_change(const void *of, const struct filter_test *t, struct strs *was, struct strs *to)
{
	const struct witness *w = of;
	const struct fact *f = witness_find(w, t);

	if (f == NULL || !f->changed)
		return false;
	*was = f->was;
	*to = f->values;
	return true;
}

int
witness_holds(const struct condition *c, const struct witness *w)
{
	subject_fn get[SUBJECTS];
	struct filter_source src = { w, get, of_pattern, of_change };

	for (size_t i = 0; i < COUNT(get); i++)
		get[i] = of_fact;
	return filter_holds(c, &src, NULL);
}

/* ---- told ---- */

static void
put_values(struct buf *b, const struct strs *values)
{
	for (size_t i = 0; i < values->n; i++)
		buf_printf(b, "%s\"%.*s\"", i > 0 ? ", " : "", STR_ARG(values->v[i]));
	if (values->n == 0)
		buf_adds(b, "none");
}

static void
put_fact(struct buf *b, const struct fact *f)
{
	const char *word = subject_row(f->subject)->word;

	buf_printf(b, "%s%s", b->n > 0 ? " " : "", word);
	if (str_ends(str_c(word), STR(".")))
		buf_add(b, f->field);
	if (f->changed) {
		buf_adds(b, " was ");
		put_values(b, &f->was);
		buf_adds(b, " now ");
	} else {
		buf_addc(b, '=');
	}
	put_values(b, &f->values);
}

struct str
witness_text(const struct witness *w)
{
	struct buf b;

	buf_init(&b, w->a);
	for (size_t i = 0; i < w->n; i++)
		put_fact(&b, &w->v[i]);
	return b.n == 0 ? STR("any ticket") : buf_str(&b);
}
