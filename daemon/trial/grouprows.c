/* grouprows: see grouprows.h. */
#include "daemon/trial/grouprows.h"

#include "daemon/sys/clock.h"

static bool
is_of(const struct record *r, const struct asked *q, const char *name)
{
	return str_eq(record_text(r, name), asked_text(q, name));
}

/* --- what was told --- */

static struct record *
told(const struct asked *q)
{
	struct rows *t = asked_rows(q, STORE_RULE_TOLD);

	for (size_t i = 0; i < t->n; i++)
		if (is_of(&t->v[i], q, "rule") &&
		    record_int(&t->v[i], "action") == asked_int(q, "action") &&
		    record_int(&t->v[i], "ticket") == asked_int(q, "ticket"))
			return &t->v[i];
	return NULL;
}

static void
rule_told(struct asked *q)
{
	const struct record *r = told(q);

	if (r != NULL)
		record_give(r, q->s, asked_add(q));
}

static void
rule_tell(struct asked *q)
{
	struct record *r = told(q);

	if (r == NULL)
		r = asked_put(q, STORE_RULE_TOLD);
	record_set_text(q->all->a, r, "seen", asked_text(q, "seen"));
	record_set_int(q->all->a, r, "told_at", asked_int(q, "now"));
}

static void
rule_untell(struct asked *q)
{
	struct record *r = told(q);

	if (r != NULL)
		rows_drop(asked_rows(q, STORE_RULE_TOLD), r);
}

/* --- what waits --- */

static bool
is_in_group(const struct record *r, const struct asked *q)
{
	return is_of(r, q, "rule") && is_of(r, q, "grp") &&
	    record_int(r, "action") == asked_int(q, "action");
}

static void
grouped_add(struct asked *q)
{
	struct rows *t = asked_rows(q, STORE_GROUPED);
	struct sql_grouped_add_row *row = asked_add(q);
	struct record *r;

	row->due_at = asked_int(q, "now") + asked_int(q, "wait") * SECOND_US;
	for (size_t i = t->n; i-- > 0;)
		if (is_in_group(&t->v[i], q))
			row->due_at = record_int(&t->v[i], "due_at");
	r = asked_put(q, STORE_GROUPED);
	record_set_int(q->all->a, r, "at", asked_int(q, "now"));
	record_set_int(q->all->a, r, "due_at", row->due_at);
}

static void
grouped_due(struct asked *q)
{
	const struct rows *t = asked_rows(q, STORE_GROUPED);

	for (size_t i = 0; i < t->n; i++)
		if (record_int(&t->v[i], "due_at") <= asked_int(q, "now"))
			record_give(&t->v[i], q->s, asked_add(q));
}

/* With what its entry says. */
static void
give(struct asked *q, const struct record *r)
{
	struct sql_grouped_take_row *row = asked_add(q);
	const struct record *en = rows_find(asked_rows(q, STORE_ENTRY), "id", record_int(r, "entry"));

	record_give(r, q->s, row);
	if (en == NULL)
		return;
	row->author = record_text(en, "author");
	row->by_agent = record_int(en, "by_agent") != 0;
	row->text = record_text(en, "new_text");
	if (row->text.n == 0)
		row->text = record_text(en, "body");
}

static void
grouped_take(struct asked *q)
{
	struct rows *t = asked_rows(q, STORE_GROUPED);

	for (size_t i = 0; i < t->n;)
		if (is_in_group(&t->v[i], q)) {
			give(q, &t->v[i]);
			rows_drop(t, &t->v[i]);
		} else {
			i++;
		}
}

const struct answering group_rows[] = {
	{ "rule_told", rule_told }, { "rule_tell", rule_tell },
	{ "rule_untell", rule_untell },
	{ "grouped_add", grouped_add }, { "grouped_due", grouped_due },
	{ "grouped_take", grouped_take },
	{ NULL },
};
