/* asked: see asked.h. */
#include "daemon/trial/asked.h"

#include <assert.h>
#include <string.h>

#include "parsers/base/array.h"

struct rows *
asked_rows(const struct asked *q, enum store_table t)
{
	return &q->all->v[t];
}

void *
asked_add(struct asked *q)
{
	q->rows->v = array_grow(q->a, q->rows->v, q->rows->n, q->s->size_out);
	return (char *)q->rows->v + q->rows->n++ * q->s->size_out;
}

/* One that the statement has no more would be 0 or empty for ever. */
static bool
is_given(const struct asked *q, const char *name)
{
	for (size_t i = 0; i < q->s->n_in; i++)
		if (strcmp(q->s->in[i].name, name) == 0)
			return true;
	return false;
}

int64_t
asked_int(const struct asked *q, const char *name)
{
	assert(is_given(q, name));
	return record_int(&q->q, name);
}

struct str
asked_text(const struct asked *q, const char *name)
{
	assert(is_given(q, name));
	return record_text(&q->q, name);
}

struct sequence *
asked_sequence(struct tables *all, struct str name)
{
	struct sequence *s = all->sequences;

	while (s < all->sequences + STORE_SEQUENCES - 1 && s->name.n > 0 && !str_eq(s->name, name))
		s++;
	s->name = str_dup(all->a, name);
	return s;
}

int64_t
asked_number(struct asked *q, struct str sequence)
{
	return ++asked_sequence(q->all, sequence)->last;
}

struct record *
asked_put(struct asked *q, enum store_table t)
{
	struct record *r = rows_add(q->all->a, asked_rows(q, t));

	record_take(q->all->a, r, q->s, q->in);
	return r;
}

void
asked_change(struct asked *q, enum store_table t, const char *key, const char *of)
{
	struct record *r = rows_find(asked_rows(q, t), key, asked_int(q, of));

	if (r == NULL)
		return;
	record_take(q->all->a, r, q->s, q->in);
	q->rows->n = 1;
}

void
asked_of_ticket(struct asked *q, enum store_table which)
{
	const struct rows *t = asked_rows(q, which);

	for (size_t i = 0; i < t->n; i++)
		if (record_int(&t->v[i], "ticket") == asked_int(q, "ticket"))
			record_give(&t->v[i], q->s, asked_add(q));
}

struct record *
asked_keyed(struct asked *q, enum store_table which, const char *key)
{
	struct rows *t = asked_rows(q, which);

	for (size_t i = 0; i < t->n; i++)
		if (record_int(&t->v[i], "ticket") == asked_int(q, "ticket") &&
		    str_eq(record_text(&t->v[i], key), asked_text(q, key)))
			return &t->v[i];
	return NULL;
}
