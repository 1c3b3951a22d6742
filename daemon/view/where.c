/* where: see where.h. */
#include "daemon/view/where.h"

#include <assert.h>

#include "daemon/filter/testkind.h"
#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"
#include "daemon/view/fragment.h"
#include "parsers/base/array.h"
#include "parsers/field/amount.h"
#include "parsers/field/key.h"
#include "parsers/text/fold.h"

enum shape {
	NOT_STORED,
	ONE_TEXT,			/* a text */
	TEXTS,				/* several, of which one must fit */
	NUMBER,
	SECONDS,
	FIELD,
	CATEGORY,
	LEVEL,				/* of the project: projects.conf knows it */
	UNTIL,				/* time until an instant */
	SINCE,				/* time since one, which is over */
	HELD
};

static const struct column {
	enum shape	 shape;
	const char	*fragment;
} columns[SUBJECTS] = {
	[SUBJECT_PROJECT] = { ONE_TEXT, "project" },
	[SUBJECT_SUPPORT] = { LEVEL, NULL },
	[SUBJECT_BILLING] = { LEVEL, NULL },
	[SUBJECT_SEVERITY] = { FIELD, "field" },
	[SUBJECT_VERSION] = { FIELD, "field" },
	[SUBJECT_FIELD] = { FIELD, "field" },
	[SUBJECT_STATUS] = { ONE_TEXT, "status" },
	[SUBJECT_CATEGORY] = { CATEGORY, "category" },
	[SUBJECT_TYPE] = { ONE_TEXT, "type" },
	[SUBJECT_SUBJECT] = { ONE_TEXT, "subject" },
	[SUBJECT_MAILBOX] = { ONE_TEXT, "mailbox" },
	[SUBJECT_ASSIGNEE] = { ONE_TEXT, "assignee" },
	[SUBJECT_TEAM] = { ONE_TEXT, "team" },
	[SUBJECT_POLICY] = { ONE_TEXT, "policy" },
	[SUBJECT_REQUESTER] = { ONE_TEXT, "requester" },
	[SUBJECT_REQUESTER_DOMAIN] = { ONE_TEXT, "requester_domain" },
	[SUBJECT_DUE] = { UNTIL, "due_before" },
	[SUBJECT_OVERDUE] = { SINCE, "due_before" },
	[SUBJECT_WAITING] = { SINCE, "asked_before" },
	[SUBJECT_HELD] = { HELD, NULL },
	[SUBJECT_TAGS] = { TEXTS, "tags" },
	[SUBJECT_PARTICIPANT] = { TEXTS, "participant" },
	[SUBJECT_BREACHED] = { TEXTS, "breached" },
	[SUBJECT_PARTICIPANTS] = { NUMBER, "participants" },
	[SUBJECT_AGE] = { SECONDS, "age" },
	[SUBJECT_IDLE] = { SECONDS, "idle" },
};

static struct db_value
texts(const struct strs *list)
{
	return (struct db_value){ .type = SQL_TEXTS, .texts = *list };
}

static struct strs
lowered(struct arena *a, const struct strs *in)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < in->n; i++)
		strs_add(a, &out, str_lower(a, in->v[i]));
	return out;
}

/* ---- tests ---- */

static const char *
operator(enum filter_test_kind kind)
{
	return kind == TEST_AT_LEAST ? ">=" : kind == TEST_AT_MOST ? "<=" :
	    kind == TEST_ABOVE ? ">" : "<";
}

static bool
by_order(const struct filter_test *t, int c)
{
	return t->kind == TEST_AT_LEAST ? c >= 0 : t->kind == TEST_AT_MOST ? c <= 0 :
	    t->kind == TEST_ABOVE ? c > 0 : c < 0;
}

static void
put_text_test(struct making *m, const struct filter_test *t, struct bound *b, bool many)
{
	struct strs low = t->kind == TEST_CONTAINS ? t->values : lowered(m->a, &t->values);

	b->value = texts(&low);
	if (t->kind == TEST_IS_SET)
		fragment_put(m, b, many ? "texts_is_set" : "text_is_set");
	else if (t->kind == TEST_CONTAINS)
		fragment_put(m, b, many ? "texts_contains" : "text_contains");
	else
		fragment_put(m, b, many ? "texts_one_of" : "text_one_of");
}

/*
 * Where none is done the database is told so, in the words of its index of open tickets; where
 * all of these are named that is all that is asked.
 */
static void
put_category_test(struct making *m, const struct filter_test *t, struct bound *b)
{
	bool named[CATEGORY_RESOLVED] = { false };
	bool open = t->kind == TEST_ONE_OF && t->values.n > 0, all = true;

	for (size_t i = 0; i < t->values.n && open; i++) {
		int c = category_find(str_lower(m->a, t->values.v[i]));

		open = c != -1 && c < CATEGORY_RESOLVED;
		if (open)
			named[c] = true;
	}
	for (size_t i = 0; i < COUNT(named); i++)
		all = all && named[i];
	if (open)
		fragment_put(m, b, "is_open");
	if (open && !all)
		buf_adds(&m->text, " and ");
	if (!open || !all)
		put_text_test(m, t, b, false);
}

/* An enum's keys go with its definition, its values stay: those on that side are named. */
static void
put_enum_test(struct making *m, const struct filter_test *t, struct bound *b)
{
	struct strs fit = { 0 };

	for (size_t i = 0; i < t->def->values.n; i++)
		if (by_order(t, field_cmp(t->def, t->def->values.v[i], t->values.v[0])))
			strs_add(m->a, &fit, t->def->values.v[i]);
	b->value = texts(&fit);
	fragment_put(m, b, "text_exact");
}

static void
put_field_test(struct making *m, const struct filter_test *t, struct bound *b)
{
	b->name = t->field;
	if (!testkind_is_by_order(t->kind)) {
		put_text_test(m, t, b, false);
	} else if (t->def->type == FIELD_ENUM) {
		put_enum_test(m, t, b);
	} else {
		b->op = operator(t->kind);
		b->value = (struct db_value){ .type = SQL_BYTEA,
		    .text = field_key(m->a, t->def, t->values.v[0]) };
		fragment_put(m, b, t->def->type == FIELD_VERSION ? "version_compared" :
		    "field_compared");
	}
}

static struct str
number(struct arena *a, enum shape shape, struct str value)
{
	int64_t seconds = 0;

	if (shape != SECONDS || !amount_duration(a, value, &seconds))
		return value;
	return str_printf(a, "%lld", (long long)seconds);
}

static void
put_number_test(struct making *m, const struct filter_test *t, struct bound *b, enum shape shape)
{
	struct strs numbers = { 0 };

	for (size_t i = 0; i < t->values.n; i++)
		strs_add(m->a, &numbers, number(m->a, shape, t->values.v[i]));
	b->value = texts(&numbers);
	if (t->kind == TEST_IS_SET) {
		fragment_put(m, b, "number_is_set");
	} else if (t->kind == TEST_ONE_OF) {
		fragment_put(m, b, "number_one_of");
	} else {
		b->op = operator(t->kind);
		b->value = (struct db_value){ .type = SQL_TEXT, .text = numbers.v[0] };
		fragment_put(m, b, "number_compared");
	}
}

/* ---- time until an instant, or since one ---- */

/* Such instants: from <= instant < until. */
struct range {
	int64_t	from, until;
};

/* No ticket's lie beyond; both are such that SQL has them. */
enum { YEARS_MAX = 1000 };
static const int64_t EVER_US = (int64_t)YEARS_MAX * 365 * 86400 * SECOND_US;

/* Whole seconds, what is begun does not count: as ticket/holds has them. */
static struct range
range_of(const struct making *m, const struct filter_test *t, bool is_until, int64_t seconds)
{
	const int64_t ever = m->now + EVER_US, never = m->now - EVER_US;
	int64_t us = (seconds < EVER_US / SECOND_US ? seconds : EVER_US / SECOND_US) * SECOND_US;
	/* The first instants of that many seconds and of one more; back in time the last ones. */
	int64_t at = is_until ? m->now + us : m->now - us + 1;
	int64_t next = is_until ? at + SECOND_US : at - SECOND_US;
	/* All that is over is no time until it, what lies ahead none since it. */
	bool none = seconds == 0;

	switch ((int)t->kind) {
	case TEST_AT_LEAST:
		return is_until ? (struct range){ none ? never : at, ever } :
		    (struct range){ never, none ? ever : at };
	case TEST_ABOVE:
		return is_until ? (struct range){ next, ever } : (struct range){ never, next };
	case TEST_AT_MOST:
		return is_until ? (struct range){ never, next } : (struct range){ next, ever };
	case TEST_BELOW:
		return is_until ? (struct range){ never, none ? never : at } :
		    (struct range){ none ? ever : at, ever };
	default:
		return is_until ? (struct range){ none ? never : at, next } :
		    (struct range){ next, none ? ever : at };
	}
}

static void
put_range(struct making *m, const struct column *c, struct range r, bool is_over)
{
	struct bound b = { .value = { .type = SQL_AT } };

	/* Of what is overdue every instant is over. */
	b.value.at = is_over && r.until > m->now ? m->now : r.until;
	fragment_put(m, &b, c->fragment);
	if (r.from <= m->now - EVER_US)
		return;
	buf_adds(&m->text, " and not ");
	b.value.at = r.from;
	fragment_put(m, &b, c->fragment);
}

static void
put_span_test(struct making *m, const struct filter_test *t, const struct column *c)
{
	const struct range any = { m->now - EVER_US, m->now + EVER_US };
	bool is_over = t->subject == SUBJECT_OVERDUE;
	int64_t seconds;

	if (t->kind == TEST_IS_SET) {
		put_range(m, c, any, is_over);
		return;
	}
	buf_adds(&m->text, "false");		/* of an empty list */
	for (size_t i = 0; i < t->values.n; i++) {
		if (!amount_duration(m->a, t->values.v[i], &seconds))
			seconds = 0;
		buf_adds(&m->text, " or ");
		put_range(m, c, range_of(m, t, c->shape == UNTIL, seconds), is_over);
	}
}

/* ---- mails that wait ---- */

static bool
none_fits(const struct filter_test *t)
{
	return t->kind == TEST_IS_SET || (t->kind == TEST_ONE_OF ? strs_has(&t->values, STR("0")) :
	    by_order(t, amount_number_cmp(STR("0"), t->values.v[0])));
}

/* Few tickets have any, so they are found by their mails: where none fits, those that do not. */
static void
put_held_test(struct making *m, const struct filter_test *t, struct bound *b)
{
	bool none = none_fits(t);

	if (t->kind == TEST_IS_SET) {
		fragment_put(m, b, "number_is_set");
	} else if (t->kind == TEST_ONE_OF) {
		b->value = texts(&t->values);
		fragment_put(m, b, none ? "held_not_one_of" : "held_one_of");
	} else {
		b->op = operator(t->kind);
		b->value = (struct db_value){ .type = SQL_TEXT, .text = t->values.v[0] };
		fragment_put(m, b, none ? "held_not_compared" : "held_compared");
	}
}

static bool
level_fits(const struct filter_test *t, struct str level)
{
	if (t->kind == TEST_IS_SET)
		return level.n > 0;
	for (size_t i = 0; i < t->values.n; i++)
		if (t->kind == TEST_CONTAINS ? fold_has(level, t->values.v[i]) :
		    str_ieq(level, t->values.v[i]))
			return true;
	return false;
}

/* A ticket of a project that has gone has no level. */
static void
put_level_test(struct making *m, const struct filter_test *t, struct bound *b)
{
	const struct projects *all = &m->conf->projects;
	bool without = level_fits(t, STR_NONE);
	struct strs keys = { 0 };

	for (size_t i = 0; i < all->n; i++)
		if (level_fits(t, t->subject == SUBJECT_BILLING ? project_billing(&all->v[i]) :
		    project_level(&all->v[i])) != without)
			strs_add(m->a, &keys, all->v[i].key);
	b->value = texts(&keys);
	fragment_put(m, b, without ? "level_not_in" : "level_in");
}

static void
put_test(struct making *m, const struct filter_test *t)
{
	const struct column *c = &columns[t->subject];
	bool is_false = t->kind == TEST_IS_SET && strs_has(&t->values, STR("false"));
	struct bound b = { .x = c->fragment };

	buf_adds(&m->text, t->is_not != is_false ? "not (" : "(");
	switch (c->shape) {
	case NOT_STORED:
		assert(c->shape != NOT_STORED);
		break;
	case ONE_TEXT:
	case TEXTS:
		put_text_test(m, t, &b, c->shape == TEXTS);
		break;
	case NUMBER:
	case SECONDS:
		put_number_test(m, t, &b, c->shape);
		break;
	case FIELD:
		put_field_test(m, t, &b);
		break;
	case CATEGORY:
		put_category_test(m, t, &b);
		break;
	case LEVEL:
		put_level_test(m, t, &b);
		break;
	case UNTIL:
	case SINCE:
		put_span_test(m, t, c);
		break;
	case HELD:
		put_held_test(m, t, &b);
		break;
	}
	buf_addc(&m->text, ')');
}

/* ---- groups ---- */

static void
put(struct making *m, const struct condition *c)
{
	if (c->kind == WHEN_TEST) {
		put_test(m, &c->test);
		return;
	}
	buf_adds(&m->text, c->kind == WHEN_NONE ? "not (" : "(");
	for (size_t i = 0; i < c->n; i++) {
		if (i > 0)
			buf_adds(&m->text, c->kind == WHEN_ALL ? " and " : " or ");
		put(m, &c->v[i]);
	}
	if (c->n == 0)
		buf_adds(&m->text, c->kind == WHEN_ALL ? "true" : "false");
	buf_addc(&m->text, ')');
}

const struct db_where *
where_of(struct arena *a, const struct conf *conf, const struct condition *c, int64_t now)
{
	struct making m = { .a = a, .conf = conf, .w = ARENA_NEW(a, struct db_where), .now = now };

	buf_init(&m.text, a);
	put(&m, c);
	m.w->text = buf_str(&m.text);
	return m.w;
}
