/* made: see made.h. */
#include "daemon/db/made.h"

#include <stdalign.h>
#include <string.h>

/* The parameter that is a condition; n_in: none is. */
static size_t
place_of(const struct sql_statement *s)
{
	size_t i = 0;

	while (i < s->n_in && s->in[i].type != SQL_WHERE)
		i++;
	return i;
}

static bool
is_digit(struct str s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

/* Cuts the text up to the next "$7" off *rest; 0: there is none, and *head is all of it. */
static size_t
next_number(struct str *rest, struct str *head)
{
	size_t at = 0, n = 0;

	while (at < rest->n && !(rest->p[at] == '$' && is_digit(*rest, at + 1)))
		at++;
	*head = str_sub(*rest, 0, at);
	for (at++; is_digit(*rest, at); at++)
		n = 10 * n + (size_t)(rest->p[at] - '0');
	*rest = str_sub(*rest, at < rest->n ? at : rest->n, rest->n);
	return n;
}

/* Its own numbers come behind the statement's. */
static void
put_condition(struct buf *b, struct str text, size_t behind)
{
	struct str head;
	size_t n;

	buf_addc(b, '(');
	while ((n = next_number(&text, &head)) != 0)
		buf_printf(b, "%.*s$%zu", STR_ARG(head), n + behind);
	buf_printf(b, "%.*s)", STR_ARG(head));
}

static const char *
text_of(struct arena *a, const struct sql_statement *s, size_t place, const struct db_where *w)
{
	struct str rest = str_c(s->text), head;
	struct buf b;
	size_t n;

	buf_init(&b, a);
	while ((n = next_number(&rest, &head)) != 0) {
		buf_add(&b, head);
		if (n == place + 1)
			put_condition(&b, w->text, s->n_in);
		else
			buf_printf(&b, "$%zu", n);
	}
	buf_add(&b, head);
	return str_dup(a, buf_str(&b)).p;
}

static size_t
member_at(enum sql_type type)
{
	return type == SQL_TEXTS ? offsetof(struct db_value, texts) :
	    type == SQL_AT ? offsetof(struct db_value, at) : offsetof(struct db_value, text);
}

const struct sql_statement *
made_of(struct arena *a, const struct sql_statement *s, const void **in)
{
	size_t place = place_of(s), align = alignof(struct db_value);
	size_t behind = (s->size_in + align - 1) / align * align;
	const struct db_where *w = NULL;
	struct sql_statement *made;
	struct sql_column *columns;
	char *block;

	if (place < s->n_in)
		memcpy(&w, (const char *)*in + s->in[place].at, sizeof(w));
	if (w == NULL)
		return NULL;
	columns = ARENA_ARRAY(a, s->n_in + w->n, struct sql_column);
	memcpy(columns, s->in, s->n_in * sizeof(*columns));
	block = arena_array(a, behind / align + w->n, sizeof(struct db_value));
	memcpy(block, *in, s->size_in);
	for (size_t i = 0; i < w->n; i++) {
		memcpy(block + behind + i * sizeof(*w->v), &w->v[i], sizeof(*w->v));
		columns[s->n_in + i] = (struct sql_column){ .name = "value", .type = w->v[i].type,
		    .at = behind + i * sizeof(*w->v) + member_at(w->v[i].type) };
	}
	made = ARENA_NEW(a, struct sql_statement);
	*made = *s;
	made->text = text_of(a, s, place, w);
	made->in = columns;
	made->n_in = s->n_in + w->n;
	made->size_in = behind + w->n * sizeof(*w->v);
	*in = block;
	return made;
}
