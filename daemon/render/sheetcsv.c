/* sheetcsv: see sheetcsv.h. */
#include "daemon/render/sheetcsv.h"

#include "daemon/render/csv.h"
#include "daemon/render/sheetcell.h"
#include "daemon/sys/clock.h"

enum { LEVELS = 8 };			/* of groups that get a column: more than there can be */

struct table {
	struct buf		*b;
	struct arena		*a;
	const struct sheet	*s;
	const struct sheet_group *levels[LEVELS];	/* the group that a row is in */
	struct str		 words[LEVELS];	/* empty: it is a column anyway, or none */
	size_t			 at;		/* of the groups: the next to begin */
};

static bool
has_column(const struct sheet *s, struct str word)
{
	for (size_t c = 0; c < s->n_columns; c++)
		if (str_eq(s->columns[c].word, word))
			return true;
	return false;
}

static void
find_levels(struct table *t)
{
	for (size_t g = 0; g < t->s->n_groups; g++) {
		const struct sheet_group *group = &t->s->groups[g];

		if (group->level < LEVELS && !has_column(t->s, group->word))
			t->words[group->level] = group->word;
	}
}

static void
add_value(struct table *t, enum sheet_kind kind, int64_t n)
{
	if (kind == SHEET_AT)
		csv_plain(t->b, clock_rfc3339(t->a, n));
	else if (kind == SHEET_SHARE)
		csv_plain(t->b, sheet_percent(t->a, n));
	else
		csv_number(t->b, n);
}

static void
add_cell(struct table *t, const struct sheet_row *row, size_t c)
{
	const struct sheet_cell *cell = &row->cells[c];

	if (!cell->is_set)
		csv_plain(t->b, STR_NONE);
	else if (t->s->columns[c].kind == SHEET_TEXT)
		csv_text(t->b, cell->text);
	else
		add_value(t, t->s->columns[c].kind, cell->n);
}

/* Which groups the row is in: those within a new one are new, too. */
static void
enter(struct table *t, size_t row)
{
	const struct sheet *s = t->s;

	for (; t->at < s->n_groups && s->groups[t->at].first <= row; t->at++)
		for (size_t level = s->groups[t->at].level; level < LEVELS; level++)
			t->levels[level] = level == s->groups[t->at].level ?
			    &s->groups[t->at] : NULL;
}

static void
add_row(struct table *t, size_t i)
{
	const struct sheet_row *row = &t->s->rows[i];

	enter(t, i);
	for (size_t level = 0; level < LEVELS; level++)
		if (t->words[level].n > 0)
			csv_text(t->b, t->levels[level] == NULL ? STR_NONE :
			    t->levels[level]->value);
	for (size_t c = 0; c < t->s->n_columns; c++)
		add_cell(t, row, c);
	if (t->s->layout == SHEET_TREE)
		csv_number(t->b, (int64_t)row->depth);
	if (t->s->n_lanes > 0)
		csv_text(t->b, row->lane < t->s->n_lanes ? t->s->lanes[row->lane].title :
		    STR_NONE);
	csv_plain(t->b, str_c(sheet_mark_word(row->mark)));
	csv_end(t->b);
}

static void
add_rows(struct table *t)
{
	find_levels(t);
	for (size_t level = 0; level < LEVELS; level++)
		if (t->words[level].n > 0)
			csv_text(t->b, t->words[level]);
	for (size_t c = 0; c < t->s->n_columns; c++)
		csv_text(t->b, t->s->columns[c].word);
	if (t->s->layout == SHEET_TREE)
		csv_plain(t->b, STR("depth"));
	if (t->s->n_lanes > 0)
		csv_plain(t->b, STR("lane"));
	csv_plain(t->b, STR("mark"));
	csv_end(t->b);
	for (size_t i = 0; i < t->s->n_rows; i++)
		add_row(t, i);
}

static void
add_chart(struct table *t)
{
	const struct sheet_chart *c = &t->s->chart;

	csv_plain(t->b, STR("label"));
	for (size_t i = 0; i < c->n_series; i++)
		csv_text(t->b, c->series[i].title.n == 0 ? STR("value") : c->series[i].title);
	csv_end(t->b);
	for (size_t k = 0; k < c->labels.n; k++) {
		csv_text(t->b, c->labels.v[k]);
		for (size_t i = 0; i < c->n_series; i++)
			add_value(t, c->unit, c->series[i].values[k]);
		csv_end(t->b);
	}
}

void
sheet_csv(struct buf *b, struct arena *a, const struct sheet *s)
{
	struct table t = { .b = b, .a = a, .s = s };

	if (s->n_columns == 0)
		add_chart(&t);
	else
		add_rows(&t);
}
