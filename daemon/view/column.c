/* column: see column.h. */
#include "daemon/view/column.h"

#include "daemon/view/fragment.h"

/* Names of sql/filter.sql. */
static const struct pieces_of {
	const char	*shown;
	const char	*sorted;	/* NULL: as it is shown */
	bool		 by_since;	/* … by when it began: the longest is the earliest */
	const char	*field;		/* whose it is; NULL: none's, or the key's own */
} pieces[VIEW_COLUMNS] = {
	[SHOWN_NUMBER] = { "shown_number", "sorted_number" },
	[SHOWN_SUBJECT] = { "subject" },
	[SHOWN_STATUS] = { "status" },
	[SHOWN_CATEGORY] = { "category" },
	[SHOWN_PROJECT] = { "project" },
	[SHOWN_SEVERITY] = { "field", "sorted_field", .field = "severity" },
	[SHOWN_VERSION] = { "field", "sorted_field", .field = "version" },
	[SHOWN_PRODUCT] = { "field", "sorted_field", .field = "product" },
	[SHOWN_TYPE] = { "type" },
	[SHOWN_ASSIGNEE] = { "assignee" },
	[SHOWN_TEAM] = { "team" },
	[SHOWN_WHO] = { "shown_who" },
	[SHOWN_REQUESTER] = { "requester" },
	[SHOWN_DUE] = { "shown_due", "sorted_due" },
	[SHOWN_START] = { "shown_start", "sorted_start" },
	[SHOWN_RISK] = { "shown_risk", "sorted_due" },
	[SHOWN_CREATED] = { "shown_created", "sorted_created" },
	[SHOWN_UPDATED] = { "shown_updated", "sorted_updated" },
	[SHOWN_RESOLVED] = { "shown_resolved", "sorted_resolved" },
	[SHOWN_AGE] = { "shown_age", "sorted_created", true },
	[SHOWN_IDLE] = { "shown_idle", "sorted_updated", true },
	[SHOWN_WAITING] = { "shown_waiting", "sorted_asked", true },
	[SHOWN_HELD] = { "shown_held", "sorted_held" },
	[SHOWN_TAGS] = { "shown_tags" },
	[SHOWN_PARENT] = { "shown_parent", "sorted_parent" },
	[SHOWN_TIME] = { "shown_time", "sorted_time" },
	[SHOWN_BLOCKED_BY] = { "shown_blocked_by" },
	[SHOWN_MAILBOX] = { "mailbox" },
	[SHOWN_FIELD] = { "field", "sorted_field" },
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
column_texts(struct arena *a, const struct conf *conf, const struct view_keys *keys, int64_t now)
{
	struct making m = begin(a, conf, now);

	if (keys->n == 0)
		return NULL;
	buf_adds(&m.text, "array[");
	for (size_t i = 0; i < keys->n; i++) {
		struct bound b = bound_of(&keys->v[i]);

		buf_adds(&m.text, i > 0 ? ", coalesce(" : "coalesce(");
		fragment_put(&m, &b, pieces[keys->v[i].column->id].shown);
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

const struct db_where *
column_order(struct arena *a, const struct conf *conf, const struct view_keys *group,
    const struct view_keys *sort, int64_t now)
{
	struct making m = begin(a, conf, now);

	for (size_t i = 0; i < group->n; i++) {
		const struct view_key *as = same_in(sort, &group->v[i]);
		struct bound b = bound_of(&group->v[i]);

		put_order(&m, &group->v[i], as != NULL && as->falls);
		/* Of one place in the order there may be several values. */
		buf_adds(&m.text, "coalesce(");
		fragment_put(&m, &b, pieces[group->v[i].column->id].shown);
		buf_adds(&m.text, ", '') collate \"C\", ");
	}
	for (size_t i = 0; i < sort->n; i++)
		if (same_in(group, &sort->v[i]) == NULL)
			put_order(&m, &sort->v[i], sort->v[i].falls);
	buf_adds(&m.text, "t.id desc");
	return end(&m);
}
