/* relation: see relation.h. */
#include "daemon/ticket/relation.h"

#include <assert.h>
#include <inttypes.h>

#include "daemon/sla/category.h"
#include "daemon/ticket/ticket.h"
#include "daemon/ticket/timerrow.h"
#include "parsers/base/array.h"
#include "parsers/base/names.h"
#include "sql.h"

static const char *const words[RELATED_HOWS] = {
	[RELATED_BLOCKED_BY] = "blocked-by", [RELATED_BLOCKS] = "blocks",
	[RELATED_PARENT] = "parent", [RELATED_CHILD] = "child", [RELATED_LINK] = "link",
	[RELATED_MERGED_INTO] = "merged-into", [RELATED_MERGED_FROM] = "merged-from",
};

static const enum related_how back[RELATED_HOWS] = {
	[RELATED_BLOCKED_BY] = RELATED_BLOCKS, [RELATED_BLOCKS] = RELATED_BLOCKED_BY,
	[RELATED_PARENT] = RELATED_CHILD, [RELATED_CHILD] = RELATED_PARENT,
	[RELATED_LINK] = RELATED_LINK, [RELATED_MERGED_INTO] = RELATED_MERGED_FROM,
	[RELATED_MERGED_FROM] = RELATED_MERGED_INTO,
};

const char *
related_word(enum related_how how)
{
	return NAMES_WORD(words, how);
}

int
related_find(struct str word)
{
	return NAMES_FIND(words, word);
}

enum related_how
related_back(enum related_how how)
{
	assert(how < RELATED_HOWS);
	return back[how];
}

/* --- of one ticket --------------------------------------------------------- */

void
relations_read(struct arena *a, const struct strs *rows, struct relations *out)
{
	*out = (struct relations){ 0 };
	for (size_t i = 0; i < rows->n; i++) {
		struct str rest = rows->v[i], how, other, state;
		struct related one = { 0 };
		int found;

		if (!str_split(&rest, ' ', &how) || !str_split(&rest, ' ', &other) ||
		    (found = NAMES_FIND(words, how)) == -1 || !str_i64(other, &one.other) ||
		    !str_split(&rest, ' ', &state))
			continue;	/* the statement makes no others */
		one.how = (enum related_how)found;
		one.is_done = str_eq(state, STR("done"));
		one.subject = str_dup(a, rest);
		relations_add(a, out, &one);
	}
}

struct relations
relations_copy(struct arena *a, const struct relations *in)
{
	struct relations out = { 0 };

	for (size_t i = 0; i < in->n; i++)
		relations_add(a, &out, &in->v[i]);
	return out;
}

void
relations_add(struct arena *a, struct relations *list, const struct related *one)
{
	list->v = array_grow(a, list->v, list->n, sizeof(*list->v));
	list->v[list->n++] = *one;
}

void
relations_drop(struct relations *list, enum related_how how, int64_t other)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].how == how && list->v[i].other == other)
			list->v[i] = list->v[--list->n];
}

const struct related *
relations_find(const struct relations *list, enum related_how how, int64_t other)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].how == how && list->v[i].other == other)
			return &list->v[i];
	return NULL;
}

int64_t
relations_first(const struct relations *list, enum related_how how)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].how == how)
			return list->v[i].other;
	return 0;
}

/* Another mail of the same work may have changed it since. */
static bool
is_open(const struct work *w, const struct related *one)
{
	const struct ticket *t = work_ticket(w, one->other);

	return t == NULL ? !one->is_done : !category_is_done(t->category);
}

struct str
relations_open(const struct work *w, const struct relations *list, enum related_how how)
{
	struct buf b;

	buf_init(&b, w->a);
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].how == how && is_open(w, &list->v[i]))
			buf_printf(&b, "%s#%" PRId64, b.n > 0 ? ", " : "",
			    list->v[i].other);
	return buf_str(&b);
}

/* --- what holds what ------------------------------------------------------- */

/* False: it holds nothing. */
static bool
edge_of(enum related_how how, int64_t ticket, int64_t other, struct edge *out)
{
	bool from_other = how == RELATED_BLOCKED_BY || how == RELATED_CHILD;

	*out = (struct edge){ from_other ? other : ticket, from_other ? ticket : other,
	    how == RELATED_PARENT || how == RELATED_CHILD };
	return how == RELATED_BLOCKS || how == RELATED_BLOCKED_BY || out->by_parent;
}

static void
put(struct arena *a, struct edges *list, struct edge e)
{
	list->v = array_grow(a, list->v, list->n, sizeof(*list->v));
	list->v[list->n++] = e;
}

int
edges_load(struct work *w)
{
	int64_t *ids = ARENA_ARRAY(w->a, w->n_tickets, int64_t);
	struct sql_relation_graph h;
	struct sql_relation_graph_row row;

	for (size_t i = 0; i < w->n_tickets; i++)
		ids[i] = w->tickets[i].id;
	sql_relation_lock(w->db);
	h = sql_relation_graph(w->db, (struct db_int8s){ ids, w->n_tickets });
	if (work_run(w) == -1)
		return -1;
	w->edges = ARENA_NEW(w->a, struct edges);
	for (size_t i = 0; sql_relation_graph_row(w->db, h, i, &row); i++) {
		bool by_parent = str_eq(row.kind, STR("parent"));

		put(w->a, w->edges, (struct edge){ by_parent ? row.b : row.a,
		    by_parent ? row.a : row.b, by_parent });
	}
	return 0;
}

struct edges
edges_copy(struct arena *a, const struct edges *in)
{
	struct edges out = { 0 };

	for (size_t i = 0; in != NULL && i < in->n; i++)
		put(a, &out, in->v[i]);
	return out;
}

void
edges_add(struct arena *a, struct edges *list, enum related_how how, int64_t ticket,
    int64_t other)
{
	struct edge e;

	if (edge_of(how, ticket, other, &e))
		put(a, list, e);
}

void
edges_drop(struct edges *list, enum related_how how, int64_t ticket, int64_t other)
{
	struct edge e;

	if (!edge_of(how, ticket, other, &e))
		return;
	for (size_t i = 0; i < list->n;)
		if (list->v[i].from == e.from && list->v[i].to == e.to &&
		    list->v[i].by_parent == e.by_parent)
			list->v[i] = list->v[--list->n];
		else
			i++;
}

static void
add_step(struct buf *b, const struct edge *e)
{
	buf_printf(b, " %s #%" PRId64, e->by_parent ? "is a child of" : "blocks", e->to);
}

/* By which edge each was reached, from the nearest on: the shortest way is told. */
struct walk {
	const struct edge	**by;
	size_t			*before;	/* its place in `by`; SIZE_MAX: the first */
	size_t			 n;
};

static bool
was_there(const struct walk *walk, int64_t id)
{
	for (size_t i = 0; i < walk->n; i++)
		if (walk->by[i]->to == id)
			return true;
	return false;
}

static void
go_on(struct walk *walk, const struct edges *list, int64_t from, size_t before)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].from == from && !was_there(walk, list->v[i].to)) {
			walk->by[walk->n] = &list->v[i];
			walk->before[walk->n++] = before;
		}
}

static void
add_way(struct buf *b, const struct walk *walk, size_t at)
{
	if (walk->before[at] != SIZE_MAX)
		add_way(b, walk, walk->before[at]);
	add_step(b, walk->by[at]);
}

struct str
edges_circle(struct arena *a, const struct edges *list, enum related_how how, int64_t ticket,
    int64_t other)
{
	struct walk walk = { .by = ARENA_ARRAY(a, list->n + 1, const struct edge *),
	    .before = ARENA_ARRAY(a, list->n + 1, size_t) };
	struct edge e;
	struct buf b;

	if (!edge_of(how, ticket, other, &e))
		return STR_NONE;
	buf_init(&b, a);
	buf_printf(&b, "#%" PRId64, e.from);
	add_step(&b, &e);
	go_on(&walk, list, e.to, SIZE_MAX);
	for (size_t i = 0; i < walk.n; i++) {
		if (walk.by[i]->to == e.from) {
			add_way(&b, &walk, i);
			return buf_str(&b);
		}
		go_on(&walk, list, walk.by[i]->to, i);
	}
	return STR_NONE;
}

/* --- stored ---------------------------------------------------------------- */

/* Core looks at once, on this session or another's. */
static void
wake_at_once(struct work *w)
{
	if (w->next_alarm == 0 || w->next_alarm > w->now)
		w->next_alarm = w->now;
}

/* As docket.relation has it: "a blocks b", "a is the parent of b". */
static const char *
row_of(enum related_how how, int64_t ticket, int64_t other, int64_t *a, int64_t *b)
{
	bool from_other = how == RELATED_BLOCKED_BY || how == RELATED_PARENT ||
	    (how == RELATED_LINK && other < ticket);

	*a = from_other ? other : ticket;
	*b = from_other ? ticket : other;
	return how == RELATED_LINK ? "link" :
	    how == RELATED_PARENT || how == RELATED_CHILD ? "parent" : "blocks";
}

/* Whoever works there looks at who came. */
static void
store_merge(struct work *w, int64_t ticket, const struct relation_change *c)
{
	if (c->how == RELATED_MERGED_INTO) {
		sql_ticket_merge(w->db, ticket, c->other);
		timers_merged(w, ticket, c->other);
		return;
	}
	sql_merge_files(w->db, c->entry, c->other);
	sql_relation_wake_one(w->db, ticket, STR("merged"), str_printf(w->a, "#%" PRId64 " %.*s",
	    c->other, STR_ARG(c->by_agent ? c->author : STR_NONE)), w->now);
	wake_at_once(w);
}

void
relation_store(struct work *w, int64_t ticket, const struct relation_change *c)
{
	int64_t a, b;
	const char *kind = row_of(c->how, ticket, c->other, &a, &b);

	if (c->how == RELATED_MERGED_INTO || c->how == RELATED_MERGED_FROM) {
		store_merge(w, ticket, c);
		return;
	}
	if (!c->ends) {
		sql_relation_add(w->db, &(struct sql_relation_add_in){
		    .kind = str_c(kind), .a = a, .b = b, .author = c->author, .at = c->at });
		return;
	}
	sql_relation_drop(w->db, str_c(kind), a, b);
	if (c->how != RELATED_BLOCKS && c->how != RELATED_BLOCKED_BY)
		return;
	sql_relation_wake_one(w->db, b, STR("unblocked"), str_printf(w->a, "#%" PRId64 " %.*s",
	    a, STR_ARG(c->by_agent ? c->author : STR_NONE)), w->now);
	wake_at_once(w);
}

void
relation_wake(struct work *w, struct ticket *t)
{
	bool done = category_is_done(t->category);

	if (done == t->known_done)
		return;
	t->known_done = done;
	if (relations_first(&t->relations, RELATED_BLOCKS) == 0)
		return;
	sql_relation_wake(w->db, t->id, str_c(done ? "unblocked" : "blocked"),
	    str_printf(w->a, "#%" PRId64, t->id), w->now);
	wake_at_once(w);
}
