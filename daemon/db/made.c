/* made: see made.h. */
#include "daemon/db/made.h"

#include <assert.h>
#include <stdalign.h>
#include <string.h>

enum { PIECES_MAX = 5 };		/* of one statement */

struct piece {				/* what stands for a parameter */
	const struct db_where	*w;
	size_t			 place;		/* of the parameter */
	size_t			 behind;	/* so many parameters come before its own */
};

struct pieces {
	struct piece	v[PIECES_MAX];
	size_t		n;
	size_t		n_values;
};

static bool
is_made(enum sql_type type)
{
	return type == SQL_WHERE || type == SQL_KEYS || type == SQL_ORDER;
}

/* Those that were given. */
static void
find_pieces(const struct sql_statement *s, const void *in, struct pieces *out)
{
	const struct db_where *w;

	for (size_t i = 0; i < s->n_in; i++) {
		if (!is_made(s->in[i].type))
			continue;
		memcpy(&w, (const char *)in + s->in[i].at, sizeof(w));
		if (w == NULL)
			continue;
		assert(out->n < PIECES_MAX);
		out->v[out->n++] = (struct piece){ w, i, s->n_in + out->n_values };
		out->n_values += w->n;
	}
}

static const struct piece *
piece_at(const struct pieces *all, size_t place)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].place == place)
			return &all->v[i];
	return NULL;
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

/* Its own numbers come behind the statement's.  What has an order is a list, no value. */
static void
put_piece(struct buf *b, const struct piece *p, bool is_list)
{
	struct str text = p->w->text, head;
	size_t n;

	buf_adds(b, is_list ? "" : "(");
	while ((n = next_number(&text, &head)) != 0)
		buf_printf(b, "%.*s$%zu", STR_ARG(head), n + p->behind);
	buf_printf(b, "%.*s%s", STR_ARG(head), is_list ? "" : ")");
}

static const char *
text_of(struct arena *a, const struct sql_statement *s, const struct pieces *all)
{
	struct str rest = str_c(s->text), head;
	const struct piece *p;
	struct buf b;
	size_t n;

	buf_init(&b, a);
	while ((n = next_number(&rest, &head)) != 0) {
		buf_add(&b, head);
		if ((p = piece_at(all, n - 1)) != NULL)
			put_piece(&b, p, s->in[n - 1].type == SQL_ORDER);
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
	size_t align = alignof(struct db_value);
	size_t values = (s->size_in + align - 1) / align * align, at = values;
	struct pieces all = { .n = 0 };
	struct sql_statement *made;
	struct sql_column *columns;
	char *block;

	find_pieces(s, *in, &all);
	if (all.n == 0)
		return NULL;
	columns = ARENA_ARRAY(a, s->n_in + all.n_values, struct sql_column);
	memcpy(columns, s->in, s->n_in * sizeof(*columns));
	block = arena_array(a, values / align + all.n_values, sizeof(struct db_value));
	memcpy(block, *in, s->size_in);
	for (size_t i = 0, to = s->n_in; i < all.n; i++)
		for (size_t k = 0; k < all.v[i].w->n; k++, at += sizeof(struct db_value)) {
			const struct db_value *v = &all.v[i].w->v[k];

			memcpy(block + at, v, sizeof(*v));
			columns[to++] = (struct sql_column){ .name = "value", .type = v->type,
			    .at = at + member_at(v->type) };
		}
	made = ARENA_NEW(a, struct sql_statement);
	*made = *s;
	made->text = text_of(a, s, &all);
	made->in = columns;
	made->n_in = s->n_in + all.n_values;
	made->size_in = at;
	*in = block;
	return made;
}
