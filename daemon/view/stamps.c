/* stamps: see stamps.h. */
#include "daemon/view/stamps.h"

#include "parsers/base/array.h"
#include "sql.h"

/* By its number: they come in that order. */
static bool
find(struct db *db, struct sql_feed_stamps h, int64_t ticket, struct sql_feed_stamps_row *out)
{
	size_t from = 0, to = sql_feed_stamps_count(db, h);

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (!sql_feed_stamps_row(db, h, mid, out))
			return false;
		if (out->ticket == ticket)
			return true;
		if (out->ticket < ticket)
			from = mid + 1;
		else
			to = mid;
	}
	return false;
}

/* Beside what customers know: the subject of people here, days that they mean, and what is
 * reckoned of them. */
static void
set_public(struct arena *a, const struct sheet *s, const struct sql_feed_stamps_row *stamp,
    struct sheet_row *row)
{
	for (size_t i = 0; i < s->n_columns; i++)
		if (str_eq(s->columns[i].word, STR("subject")))
			row->cells[i].text = str_dup(a, stamp->subject);
		else if (str_eq(s->columns[i].word, STR("due")) ||
		    str_eq(s->columns[i].word, STR("start")) ||
		    str_eq(s->columns[i].word, STR("risk")))
			row->cells[i].is_set = false;
	if (row->mark != SHEET_DONE)
		row->until = stamp->promised;
}

int
stamps_set(struct arena *a, struct db *db, struct str project, struct sheet *s, struct err *e)
{
	int64_t *tickets = ARENA_ARRAY(a, s->n_rows, int64_t);
	struct sql_feed_stamps_row stamp;
	struct sql_feed_stamps h;
	size_t n = 0;

	for (size_t i = 0; i < s->n_rows; i++)
		tickets[i] = s->rows[i].ticket;
	h = sql_feed_stamps(db, (struct db_int8s){ tickets, s->n_rows }, project);
	if (db_run(db, e) == -1)
		return -1;
	for (size_t i = 0; i < s->n_rows; i++) {
		struct sheet_row row = s->rows[i];

		if (!find(db, h, row.ticket, &stamp))
			continue;
		row.changed_at = stamp.changed;
		row.revision = stamp.revision;
		if (project.n > 0)
			set_public(a, s, &stamp, &row);
		s->rows[n++] = row;
	}
	s->n_rows = n;
	return 0;
}
