/* fragment: see fragment.h. */
#include "daemon/view/fragment.h"

#include <assert.h>

#include "parsers/base/array.h"
#include "parsers/text/fold.h"
#include "sql.h"

static const char *
fragment(const char *name)
{
	const struct sql_fragment *f = sql_fragments;

	while (f->name != NULL && !str_eq(str_c(f->name), str_c(name)))
		f++;
	assert(f->name != NULL);
	return f->text;
}

/* ---- parameters ---- */

void
fragment_value(struct making *m, struct db_value v)
{
	struct db_where *w = m->w;

	w->v = array_grow(m->a, w->v, w->n, sizeof(*w->v));
	w->v[w->n++] = v;
	buf_printf(&m->text, "$%zu", w->n);
}

/* All that fold letters have the same two. */
static void
put_fold(struct making *m, bool is_to)
{
	size_t *n = is_to ? &m->to : &m->from;
	struct str from, to;

	if (*n > 0) {
		buf_printf(&m->text, "$%zu", *n);
		return;
	}
	fold_map(m->a, &from, &to);
	fragment_value(m, (struct db_value){ .type = SQL_TEXT, .text = is_to ? to : from });
	*n = m->w->n;
}

static void
put_named(struct making *m, const struct bound *b, struct str name)
{
	struct db_value v = b->value;

	if (str_eq(name, STR("from")) || str_eq(name, STR("to"))) {
		put_fold(m, str_eq(name, STR("to")));
		return;
	}
	if (str_eq(name, STR("name")))
		v = (struct db_value){ .type = SQL_TEXT, .text = b->name };
	else if (str_eq(name, STR("now")))
		v = (struct db_value){ .type = SQL_AT, .at = m->now };
	fragment_value(m, v);
}

static size_t
word_end(struct str s, size_t at)
{
	while (at < s.n && s.p[at] >= 'a' && s.p[at] <= 'z')
		at++;
	return at;
}

void
fragment_put(struct making *m, const struct bound *b, const char *name)
{
	struct str s = str_c(fragment(name));
	size_t from = 0, end;

	for (size_t i = 0; i < s.n; i = end) {
		struct str word;

		end = i + 1;
		if (s.p[i] != '$' && s.p[i] != '{')
			continue;
		end = word_end(s, i + 1);
		word = str_sub(s, i + 1, end - i - 1);
		buf_add(&m->text, str_sub(s, from, i - from));
		if (s.p[i] == '$')
			put_named(m, b, word);
		else if (str_eq(word, STR("x")))
			fragment_put(m, b, b->x);
		else if (str_eq(word, STR("op")))
			buf_adds(&m->text, b->op);
		else
			fragment_put(m, b, "folded");
		end += s.p[i] == '{';
		from = end;
	}
	buf_add(&m->text, str_sub(s, from, s.n));
}
