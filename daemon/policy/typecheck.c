/* typecheck: see typecheck.h. */
#include "daemon/policy/typecheck.h"

#include "daemon/filter/leaf.h"
#include "daemon/policy/conf.h"
#include "daemon/policy/typefile.h"
#include "daemon/policy/verb.h"

/* Marks what can be come to from `at`. */
static void
spread(const struct type *t, size_t at, bool *seen)
{
	seen[at] = true;
	for (size_t i = 0; i < t->n_statuses; i++)
		if (!seen[i] && type_leads(t, t->statuses[at].name, t->statuses[i].name))
			spread(t, i, seen);
}

static size_t
index_of(const struct type *t, struct str status)
{
	return (size_t)(type_status(t, status) - t->statuses);
}

/* From where a ticket begins, and from where a merge, a map or another type puts it. */
static void
check_reached(struct loader *l, const struct type *t)
{
	bool *seen = ARENA_ARRAY(l->a, t->n_statuses, bool);

	spread(t, index_of(t, t->initial), seen);
	if (t->on_merge.n > 0 && !seen[index_of(t, t->on_merge)])
		spread(t, index_of(t, t->on_merge), seen);
	for (size_t i = 0; i < t->n_statuses; i++)
		if (!seen[i])
			conf_fault_at(l, t->file, t->statuses[i].line, "status %.*s of type %.*s is "
			    "never reached: no transition leads there from %.*s",
			    STR_ARG(t->statuses[i].name), STR_ARG(t->name), STR_ARG(t->initial));
}

static bool
is_left(const struct type *t, size_t at)
{
	for (size_t i = 0; i < t->n_statuses; i++)
		if (type_leads(t, t->statuses[at].name, t->statuses[i].name))
			return true;
	return false;
}

/* "vendor, parts": where a ticket stays for ever. */
static struct str
seen_list(struct arena *a, const struct type *t, const bool *seen)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < t->n_statuses; i++)
		if (seen[i])
			buf_printf(&b, "%s%.*s", b.n > 0 ? ", " : "",
			    STR_ARG(t->statuses[i].name));
	return buf_str(&b);
}

static void
check_end(struct loader *l, const struct type *t, size_t at)
{
	const struct status *s = &t->statuses[at];
	bool *seen = ARENA_ARRAY(l->a, t->n_statuses, bool), ends = false;

	if (s->category == CATEGORY_CLOSED)
		return;
	if (!is_left(t, at)) {
		conf_fault_at(l, t->file, s->line, "status %.*s of type %.*s is a dead end: no "
		    "transition leaves it, and it is not closed", STR_ARG(s->name),
		    STR_ARG(t->name));
		return;
	}
	spread(t, at, seen);
	for (size_t i = 0; i < t->n_statuses; i++)
		ends |= seen[i] && t->statuses[i].category == CATEGORY_CLOSED;
	if (!ends)
		conf_fault_at(l, t->file, s->line, "status %.*s of type %.*s is a trap: no way "
		    "leads from it to a closed one, only to %.*s", STR_ARG(s->name),
		    STR_ARG(t->name), STR_ARG(seen_list(l->a, t, seen)));
}

static void
check_verb(struct loader *l, const struct type *t, const struct verb *v)
{
	const struct status *to = NULL;
	bool led = false;

	for (size_t i = 0; i + 1 < t->verbs.n; i += 2)
		if (str_eq(t->verbs.v[i], str_c(v->name)) && t->verbs.v[i + 1].n == 0)
			return;		/* the type has no such verb, and says so */
	to = type_verb(t, v->name, (enum category)v->to, NULL);
	if (to == NULL) {
		conf_fault_at(l, t->file, t->line, "#%s leads nowhere: type %.*s has no status of "
		    "category %s; write one, or verbs = { %s = \"\"; }; for none", v->name,
		    STR_ARG(t->name), category_words[v->to], v->name);
		return;
	}
	for (size_t i = 0; i < t->n_statuses; i++) {
		const struct status *from = &t->statuses[i];

		to = type_verb(t, v->name, (enum category)v->to, from);
		led |= type_leads(t, from->name, to->name);
	}
	if (!led)
		conf_fault_at(l, t->file, t->line, "#%s leads nowhere: no transition of type %.*s "
		    "leads to %.*s; write one, or verbs = { %s = \"\"; }; for none", v->name,
		    STR_ARG(t->name), STR_ARG(to->name), v->name);
}

static void
check_fields(struct loader *l, const struct type *t, const struct transition *way)
{
	for (size_t i = 0; i < way->needs.n; i++)
		if (!str_eq(way->needs.v[i], NEED_PUBLIC_REPLY) &&
		    !str_eq(way->needs.v[i], NEED_UNBLOCKED) &&
		    !type_has_field(t, way->needs.v[i]))
			conf_fault_at(l, t->file, way->line, "needs %.*s, a field that type %.*s "
			    "lacks: add it to its fields", STR_ARG(way->needs.v[i]),
			    STR_ARG(t->name));
	for (size_t i = 0; i < way->n_sets; i++)
		if (!type_has_field(t, way->sets[i].name))
			conf_fault_at(l, t->file, way->line, "sets %.*s, a field that type %.*s "
			    "lacks: add it to its fields", STR_ARG(way->sets[i].name),
			    STR_ARG(t->name));
}

/* Whether a transition before takes all that this one would. */
static bool
is_hidden(const struct type *t, const struct transition *way)
{
	for (const struct transition *before = t->ways; before < way; before++) {
		bool all = filter_is_always(&before->when) && str_eq(before->to, way->to) &&
		    (before->who & way->who) == way->who && (before->from.n == 0 || way->from.n > 0);

		for (size_t i = 0; all && before->from.n > 0 && i < way->from.n; i++)
			all = strs_has(&before->from, way->from.v[i]);
		if (all)
			return true;
	}
	return false;
}

/* What leads away by itself, when nothing happens. */
static void
check_idle(struct loader *l, const struct type *t, const struct status *s)
{
	const struct status *to = type_verb(t, "close", CATEGORY_CLOSED, s);

	if (s->idle_close == 0)
		return;
	if (s->category == CATEGORY_CLOSED) {
		conf_fault_at(l, t->file, s->line, "idle_close: %.*s is closed already",
		    STR_ARG(s->name));
		return;
	}
	if (to == NULL || !type_leads(t, s->name, to->name))
		conf_fault_at(l, t->file, s->line, "idle_close: no transition leads from %.*s to "
		    "where #close does", STR_ARG(s->name));
}

void
typecheck(struct loader *l, const struct type *t)
{
	check_reached(l, t);
	for (size_t i = 0; i < t->n_statuses; i++) {
		check_end(l, t, i);
		check_idle(l, t, &t->statuses[i]);
	}
	for (enum verb_id id = 0; id < VERBS; id++)
		if (verb_row(id)->to != -1)
			check_verb(l, t, verb_row(id));
	for (size_t i = 0; i < t->n_ways; i++) {
		check_fields(l, t, &t->ways[i]);
		if (is_hidden(t, &t->ways[i]))
			conf_fault_at(l, t->file, t->ways[i].line, "this transition is never taken: "
			    "those before it take all of its");
	}
}
