/* column: see column.h. */
#include "daemon/view/column.h"

#include "daemon/view/fragment.h"
#include "parsers/base/array.h"
#include "parsers/field/key.h"

/* Names of sql/filter.sql. */
static const struct pieces_of {
	const char	*shown;
	const char	*sorted;	/* NULL: as it is shown */
	bool		 by_since;	/* … by when it began: the longest is the earliest */
	bool		 looks_up;	/* in another table, for each ticket */
	const char	*field;		/* whose it is; NULL: none's, or the key's own */
} pieces[VIEW_COLUMNS] = {
	[SHOWN_NUMBER] = { "shown_number", "sorted_number" },
	[SHOWN_SUBJECT] = { "subject" },
	[SHOWN_STATUS] = { "status" },
	[SHOWN_CATEGORY] = { "category" },
	[SHOWN_PROJECT] = { "project" },
	[SHOWN_SEVERITY] = { "field", "sorted_field", .looks_up = true,
	    .field = "severity" },
	[SHOWN_VERSION] = { "field", "sorted_field", .looks_up = true,
	    .field = "version" },
	[SHOWN_PRODUCT] = { "field", "sorted_field", .looks_up = true,
	    .field = "product" },
	[SHOWN_TYPE] = { "type" },
	[SHOWN_ASSIGNEE] = { "assignee" },
	[SHOWN_TEAM] = { "team" },
	[SHOWN_WHO] = { "shown_who" },
	[SHOWN_REQUESTER] = { "requester", .looks_up = true },
	[SHOWN_DUE] = { "shown_due", "sorted_due" },
	[SHOWN_START] = { "shown_start", "sorted_start" },
	[SHOWN_RISK] = { "shown_risk", "sorted_risk" },
	[SHOWN_CREATED] = { "shown_created", "sorted_created" },
	[SHOWN_UPDATED] = { "shown_updated", "sorted_updated" },
	[SHOWN_RESOLVED] = { "shown_resolved", "sorted_resolved" },
	[SHOWN_AGE] = { "shown_age", "sorted_created", true },
	[SHOWN_IDLE] = { "shown_idle", "sorted_updated", true },
	[SHOWN_WAITING] = { "shown_waiting", "sorted_asked", true },
	[SHOWN_HELD] = { "shown_held", "sorted_held", .looks_up = true },
	[SHOWN_TAGS] = { "shown_tags" },
	[SHOWN_PARENT] = { "shown_parent", "sorted_parent", .looks_up = true },
	[SHOWN_TIME] = { "shown_time", "sorted_time", .looks_up = true },
	[SHOWN_BLOCKED_BY] = { "shown_blocked_by" },
	[SHOWN_MAILBOX] = { "mailbox" },
	[SHOWN_FIELD] = { "field", "sorted_field", .looks_up = true },
};

static struct making
begin(struct arena *a, const struct conf *conf, int64_t now)
{
	struct making m = { .a = a, .conf = conf, .w = ARENA_NEW(a, struct db_where), .now = now };

	buf_init(&m.text, a);
	return m;
}

static const struct db_where *
end(struct making *m)
{
	m->w->text = buf_str(&m->text);
	return m->w;
}

static struct bound
bound_of(const struct view_key *k)
{
	const char *field = pieces[k->column->id].field;

	return (struct bound){ .name = field == NULL ? k->field : str_c(field) };
}

const struct db_where *
column_texts(struct arena *a, const struct conf *conf, const struct view_keys *keys,
    bool for_customer, int64_t now)
{
	struct making m = begin(a, conf, now);

	if (keys->n == 0)
		return NULL;
	buf_adds(&m.text, "array[");
	for (size_t i = 0; i < keys->n; i++) {
		enum view_column_id id = keys->v[i].column->id;
		struct bound b = bound_of(&keys->v[i]);

		buf_adds(&m.text, i > 0 ? ", coalesce(" : "coalesce(");
		/* A subject that engineers gave it is theirs, as long as no mail has it. */
		fragment_put(&m, &b, for_customer && id == SHOWN_SUBJECT ? "shown_subject" :
		    pieces[id].shown);
		buf_adds(&m.text, ", '')");
	}
	buf_adds(&m.text, "]::text[]");
	return end(&m);
}

/* What has none comes last, whichever way. */
static void
put_order(struct making *m, const struct view_key *k, bool falls)
{
	const struct pieces_of *p = &pieces[k->column->id];
	struct bound b = bound_of(k);

	if (p->sorted == NULL)
		buf_adds(&m->text, "nullif(");
	fragment_put(m, &b, p->sorted == NULL ? p->shown : p->sorted);
	if (p->sorted == NULL)
		buf_adds(&m->text, ", '') collate \"C\"");
	buf_adds(&m->text, falls != p->by_since ? " desc nulls last, " : " nulls last, ");
}

static const struct view_key *
same_in(const struct view_keys *all, const struct view_key *k)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].column == k->column && str_eq(all->v[i].field, k->field))
			return &all->v[i];
	return NULL;
}

bool
column_falls(const struct view_keys *sort, const struct view_key *group)
{
	const struct view_key *as = same_in(sort, group);

	return as != NULL && as->falls;
}

static void
put_group_order(struct making *m, const struct view_keys *sort, const struct view_key *k)
{
	struct bound b = bound_of(k);

	put_order(m, k, column_falls(sort, k));
	if (pieces[k->column->id].sorted == NULL)
		return;
	/* Of one place in the order there may be several values. */
	buf_adds(&m->text, "coalesce(");
	fragment_put(m, &b, pieces[k->column->id].shown);
	buf_adds(&m->text, ", '') collate \"C\", ");
}

/* Whether all of them were put: `cheap` ends at the first that is looked up. */
static bool
put_keys(struct making *m, const struct view_keys *group, const struct view_keys *sort, bool cheap)
{
	for (size_t i = 0; i < group->n; i++) {
		if (cheap && pieces[group->v[i].column->id].looks_up)
			return false;
		put_group_order(m, sort, &group->v[i]);
	}
	for (size_t i = 0; i < sort->n; i++) {
		if (same_in(group, &sort->v[i]) != NULL)
			continue;
		if (cheap && pieces[sort->v[i].column->id].looks_up)
			return false;
		put_order(m, &sort->v[i], sort->v[i].falls);
	}
	return true;
}

const struct db_where *
column_order(struct arena *a, const struct conf *conf, const struct view_keys *group,
    const struct view_keys *sort, int64_t now)
{
	struct making m = begin(a, conf, now);

	put_keys(&m, group, sort, false);
	buf_adds(&m.text, "t.id desc");
	return end(&m);
}

const struct db_where *
column_first(struct arena *a, const struct conf *conf, const struct view_keys *group,
    const struct view_keys *sort, int64_t now)
{
	struct making m = begin(a, conf, now);

	if (put_keys(&m, group, sort, true) || end(&m)->text.n == 0)
		return NULL;
	m.w->text.n -= STR(", ").n;
	return m.w;
}

struct str
column_rank(struct arena *a, const struct conf *conf, const struct view_key *k, struct str value)
{
	static const struct { const char *word, *rank; } risks[] = { { "late", "1" },
		{ "at-risk", "2" } };
	const struct pieces_of *p = &pieces[k->column->id];
	int64_t n;

	if (p->sorted != NULL && str_eq(str_c(p->sorted), STR("sorted_field")))
		return field_key_in(a, &conf->fields, bound_of(k).name, value);
	for (size_t i = 0; k->column->id == SHOWN_RISK && i < COUNT(risks); i++)
		if (str_eq(value, str_c(risks[i].word)))
			return str_c(risks[i].rank);
	if (k->column->holds == HOLDS_NUMBER && str_i64(value, &n))
		return str_printf(a, "%020lld", (long long)n);
	return value;
}
