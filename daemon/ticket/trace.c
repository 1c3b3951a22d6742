/* trace: see trace.h.  What is read back was written here, or by a later docket. */
#include "daemon/ticket/trace.h"

#include <string.h>

#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "sql.h"

enum { SWEEP = 2000 };

struct traces {				/* of a work, packed */
	struct strs	events, fired, rules, texts;
	int64_t		*tickets, *entries, *ats;
};

/* --- packing --------------------------------------------------------------- */

/* Its number among the texts; TRACE_NONE: there is no room for it. */
static size_t
text_number(struct arena *a, struct strs *texts, size_t *octets, struct str s)
{
	s = str_sub(str_utf8_cut(s, TRACE_VALUE), 0, str_chr(s, '\n', 0));
	for (size_t i = 0; i < texts->n; i++)
		if (str_eq(texts->v[i], s))
			return i;
	if (*octets + s.n + 1 > TRACE_TEXTS)
		return TRACE_NONE;
	*octets += s.n + 1;
	strs_add(a, texts, s);
	return texts->n - 1;
}

static void
pack_test(struct buf *b, bool first, const struct trace_test *t, size_t text)
{
	if (t->leaf != TRACE_NONE)
		buf_printf(b, "%s%zu", first ? "" : ",", t->leaf);
	if (text != TRACE_NONE)
		buf_printf(b, "%c%zu", t->leaf != TRACE_NONE ? '.' : '!', text);
}

/* Remarks stand behind the tests. */
static void
pack_mark(struct buf *b, const struct trace_mark *m, struct strs *texts, size_t *octets)
{
	bool first = true;

	if (m->by != TRACE_NONE)
		buf_printf(b, "<%zu", m->by);
	for (int remarks = 0; remarks < 2; remarks++)
		for (size_t i = 0; i < m->n_tests; i++) {
			const struct trace_test *t = &m->tests[i];

			if ((t->leaf == TRACE_NONE) != (remarks == 1))
				continue;
			pack_test(b, first && m->by == TRACE_NONE, t, t->has_value ?
			    text_number(b->a, texts, octets, t->value) : TRACE_NONE);
			first = false;
		}
}

void
trace_pack(struct arena *a, const struct trace *t, struct trace_packed *out)
{
	struct strs texts = { 0 };
	size_t octets = 0, next = 0;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < t->n; i++) {
		const struct trace_mark *m = &t->marks[i];

		if (i > 0)
			buf_addc(&b, ' ');
		if (m->rule != next)
			buf_printf(&b, "%zu", m->rule);
		buf_addc(&b, m->outcome);
		pack_mark(&b, m, &texts, &octets);
		next = m->rule + 1;
	}
	out->rules = buf_str(&b);
	out->texts = strs_join(a, &texts, "\n");
}

/* --- unpacking ------------------------------------------------------------- */

/* The number that *s begins with; false: with none. */
static bool
take_number(struct str *s, size_t *n)
{
	size_t digits = 0;
	uint64_t v;

	while (digits < s->n && s->p[digits] >= '0' && s->p[digits] <= '9')
		digits++;
	if (!str_u64(str_sub(*s, 0, digits), &v) || v >= SIZE_MAX)
		return false;
	*n = (size_t)v;
	*s = str_sub(*s, digits, SIZE_MAX);
	return true;
}

static bool
take(struct str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_sub(*s, 1, SIZE_MAX);
	return true;
}

static void
add_test(struct arena *a, struct trace_mark *m, size_t leaf, const struct str *value)
{
	m->tests = array_grow(a, m->tests, m->n_tests, sizeof(*m->tests));
	m->tests[m->n_tests++] = (struct trace_test){ leaf, value != NULL,
	    value != NULL ? *value : STR_NONE };
}

/* What does not read on is left out. */
static void
unpack_tests(struct arena *a, struct str s, const struct strs *texts, struct trace_mark *m)
{
	size_t leaf, text;

	if (take(&s, '<') && !take_number(&s, &m->by))
		m->by = TRACE_NONE;
	while (s.n > 0) {
		bool remarks = take(&s, '!');

		leaf = TRACE_NONE;
		if (!remarks && ((void)take(&s, ','), !take_number(&s, &leaf)))
			return;
		text = TRACE_NONE;
		if ((remarks || take(&s, '.')) && !take_number(&s, &text))
			return;
		add_test(a, m, leaf, text < texts->n ? &texts->v[text] : NULL);
	}
}

static bool
is_letter(struct str s)
{
	return s.n > 0 && s.p[0] >= 'a' && s.p[0] <= 'z';
}

void
trace_unpack(struct arena *a, struct trace_packed p, struct trace *t)
{
	struct strs texts = { 0 };
	struct str word;
	size_t next = 0;

	while (str_split(&p.texts, '\n', &word))
		strs_add(a, &texts, word);
	t->marks = NULL;
	t->n = 0;
	while (str_split(&p.rules, ' ', &word)) {
		struct trace_mark m = { .rule = next, .by = TRACE_NONE };

		take_number(&word, &m.rule);
		if (!is_letter(word))
			return;
		m.outcome = word.p[0];
		unpack_tests(a, str_sub(word, 1, SIZE_MAX), &texts, &m);
		next = m.rule + 1;
		t->marks = array_grow(a, t->marks, t->n, sizeof(*t->marks));
		t->marks[t->n++] = m;
	}
}

/* --- storing --------------------------------------------------------------- */

static void
store_all(struct work *w)
{
	struct traces *ts = w->traces;
	size_t n = ts->events.n;

	sql_trace_insert(w->db, &(struct sql_trace_insert_in){ .policy = w->conf->rules_print,
	    .tickets = { ts->tickets, n }, .entries = { ts->entries, n }, .ats = { ts->ats, n },
	    .events = ts->events, .fired = ts->fired, .rules = ts->rules, .texts = ts->texts });
}

static int64_t *
add_number(struct arena *a, int64_t *v, size_t n, int64_t value)
{
	v = array_grow(a, v, n, sizeof(*v));
	v[n] = value;
	return v;
}

/* "3f 7s" */
static struct str
fired_rules(struct arena *a, const struct trace *t, const char *fired)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < t->n; i++)
		if (strchr(fired, t->marks[i].outcome) != NULL)
			buf_printf(&b, "%s%zu%c", b.n > 0 ? " " : "", t->marks[i].rule,
			    t->marks[i].outcome);
	return buf_str(&b);
}

void
trace_store(struct work *w, const struct trace *t, const char *fired)
{
	struct traces *ts = w->traces;
	struct trace_packed packed;
	size_t n;

	if (ts == NULL)
		ts = w->traces = ARENA_NEW(w->a, struct traces);
	n = ts->events.n;
	trace_pack(w->a, t, &packed);
	ts->tickets = add_number(w->a, ts->tickets, n, t->ticket);
	ts->entries = add_number(w->a, ts->entries, n, t->entry);
	ts->ats = add_number(w->a, ts->ats, n, t->at);
	strs_add(w->a, &ts->events, t->event);
	strs_add(w->a, &ts->fired, fired_rules(w->a, t, fired));
	strs_add(w->a, &ts->rules, packed.rules);
	strs_add(w->a, &ts->texts, packed.texts);
	work_at_last(w, store_all);
}

int
trace_sweep(struct db *db, const struct conf *conf, int64_t now, struct err *e)
{
	int64_t before = now - conf->trace_keep * SECOND_US;

	sql_trace_drop(db, before, SWEEP);
	sql_policy_drop(db, before);
	if (conf->trace_keep > 0)
		sql_policy_touch(db, conf->rules_print, now);
	return db_run(db, e);
}
