/* refit: see refit.h. */
#include "daemon/ticket/refit.h"

#include <inttypes.h>

#include "daemon/ticket/step.h"
#include "daemon/ticket/ticket.h"
#include "sql.h"

static void
put_pairs(struct buf *b, const struct strs *list)
{
	for (size_t i = 0; i < list->n; i++)
		buf_printf(b, " %.*s", STR_ARG(list->v[i]));
	buf_addc(b, ';');
}

struct str
refit_print(struct arena *a, const struct types *all)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < all->n; i++) {
		const struct type *t = &all->v[i];

		buf_printf(&b, "%.*s:", STR_ARG(t->name));
		for (size_t k = 0; k < t->n_statuses; k++)
			buf_printf(&b, " %.*s=%s/%" PRId64, STR_ARG(t->statuses[k].name),
			    category_words[t->statuses[k].category], t->statuses[k].idle_close);
		put_pairs(&b, &t->map);
		put_pairs(&b, &t->replaces);
	}
	return buf_str(&b);
}

/* Each status of each type, by its place in three lists. */
struct known {
	struct strs	types;
	struct strs	statuses;
	struct strs	categories;
};

static void
know(struct arena *a, struct known *k, struct str type, struct str status, struct str category)
{
	strs_add(a, &k->types, type);
	strs_add(a, &k->statuses, status);
	strs_add(a, &k->categories, category);
}

static struct known
known(struct arena *a, const struct types *all)
{
	struct known out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->v[i].n_statuses; k++)
			know(a, &out, all->v[i].name, all->v[i].statuses[k].name,
			    category_word(all->v[i].statuses[k].category));
	return out;
}

static void
tell(struct arena *a, const struct types *all, const struct sql_standing_lost_row *row,
    struct strs *lines)
{
	if (types_find(all, row->type) == NULL)
		strs_add(a, lines, str_printf(a, "types.conf: %" PRId64 " tickets are of type %.*s, "
		    "in status %.*s, and there is none: replaces = [ \"%.*s\" ]; in the type that "
		    "they become of", row->n, STR_ARG(row->type), STR_ARG(row->status),
		    STR_ARG(row->type)));
	else
		strs_add(a, lines, str_printf(a, "types.conf: %" PRId64 " tickets of type %.*s stand "
		    "in status %.*s, which it has not: map = { %.*s = \"STATUS\"; }; there says "
		    "where they go", row->n, STR_ARG(row->type), STR_ARG(row->status),
		    STR_ARG(row->status)));
}

int
refit_lost(struct db *db, struct arena *a, const struct types *all, struct strs *lines,
    struct err *e)
{
	struct known homes = known(a, all);
	struct strs replaced = { 0 };
	struct sql_standing_lost h;
	struct sql_standing_lost_row row;

	for (size_t i = 0; i < all->n; i++) {
		const struct type *t = &all->v[i];

		for (size_t k = 0; k + 1 < t->map.n; k += 2)
			know(a, &homes, t->name, t->map.v[k], STR_NONE);
		for (size_t k = 0; k < t->replaces.n; k++)
			strs_add(a, &replaced, t->replaces.v[k]);
	}
	h = sql_standing_lost(db, homes.types, homes.statuses, replaced);
	if (db_run(db, e) == -1)
		return -1;
	for (size_t i = 0; sql_standing_lost_row(db, h, i, &row); i++)
		tell(a, all, &row, lines);
	return 0;
}

/* Those in which a ticket may wait too long. */
static struct known
idle(struct arena *a, const struct types *all)
{
	struct known out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->v[i].n_statuses; k++)
			if (all->v[i].statuses[k].idle_close != 0)
				know(a, &out, all->v[i].name, all->v[i].statuses[k].name, STR_NONE);
	return out;
}

int
refit_page(struct work *w, int64_t *after, int64_t *ids, size_t room, size_t *n, bool *over)
{
	struct known k = known(w->a, &w->conf->types), still = idle(w->a, &w->conf->types);
	struct sql_standing_page h = sql_standing_page(w->db, &(struct sql_standing_page_in){
	    .after = *after, .types = k.types, .statuses = k.statuses,
	    .categories = k.categories, .idle_types = still.types,
	    .idle_statuses = still.statuses, .most = (int64_t)room });
	struct sql_standing_page_row row = { 0 };

	*n = 0;
	if (work_run(w) == -1)
		return -1;
	for (size_t i = 0; i < room && sql_standing_page_row(w->db, h, i, &row); i++)
		if (row.id != 0)
			ids[(*n)++] = row.id;
	*after = *n == room ? ids[room - 1] : row.until;
	*over = *n < room && row.until >= row.last;
	return 0;
}

int
ticket_refit(struct work *w, struct ticket *t)
{
	struct cause by = { .author = STR("docket"), .source = FIELD_DEFAULT,
	    .why = STR("types.conf"), .at = w->now };

	int moved = ticket_place(w, t, &by);

	if (moved == 0)
		ticket_arm_idle(w, t, t->touched_at);
	return moved;
}
