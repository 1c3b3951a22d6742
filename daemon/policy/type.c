/* type: see type.h.  Reading the file is typefile.c's, whether it makes sense typecheck.c's. */
#include "daemon/policy/type.h"

#include "daemon/policy/wording.h"
#include "parsers/base/array.h"
#include "parsers/text/fold.h"

enum {
	OPEN = 1 << CATEGORY_OPEN, WAITING = 1 << CATEGORY_WAITING,
	ON_HOLD = 1 << CATEGORY_ON_HOLD, RESOLVED = 1 << CATEGORY_RESOLVED,
	CLOSED = 1 << CATEGORY_CLOSED
};

/* For each category, those it may be followed by. */
static const int plain_ways[CATEGORIES] = {
	[CATEGORY_NEW] = OPEN | WAITING | ON_HOLD | RESOLVED | CLOSED,
	[CATEGORY_OPEN] = WAITING | ON_HOLD | RESOLVED | CLOSED,
	[CATEGORY_WAITING] = OPEN | ON_HOLD | RESOLVED | CLOSED,
	[CATEGORY_ON_HOLD] = OPEN | WAITING | RESOLVED | CLOSED,
	[CATEGORY_RESOLVED] = OPEN | CLOSED,
	[CATEGORY_CLOSED] = OPEN,
};

void
type_plain(struct arena *a, struct type *t)
{
	*t = (struct type){ .name = STR("incident"), .initial = category_word(CATEGORY_NEW) };
	t->statuses = ARENA_ARRAY(a, CATEGORIES, struct status);
	t->ways = ARENA_ARRAY(a, CATEGORIES, struct transition);
	for (enum category to = 0; to < CATEGORIES; to++) {
		struct status *s = &t->statuses[t->n_statuses++];
		struct transition way = { .to = category_word(to), .who = WAY_USUAL };

		*s = (struct status){ .name = category_word(to), .category = to };
		if (to == CATEGORY_WAITING || category_is_done(s->name))
			s->on_customer_reply = category_word(CATEGORY_OPEN);
		for (enum category from = 0; from < CATEGORIES; from++)
			if ((plain_ways[from] & 1 << to) != 0)
				strs_add(a, &way.from, category_word(from));
		if (to == CATEGORY_RESOLVED)
			strs_add(a, &way.needs, STR("unblocked"));
		if (way.from.n > 0)
			t->ways[t->n_ways++] = way;
	}
}

/* --- names ----------------------------------------------------------------- */

const struct type *
types_find(const struct types *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, name))
			return &all->v[i];
	return NULL;
}

static bool
is_labelled(const struct labels *labels, struct str folded)
{
	for (size_t i = 0; i < labels->texts.n; i++)
		if (fold_eq(labels->texts.v[i], folded))
			return true;
	return false;
}

/* What docket itself calls it, in any of its languages. */
static bool
is_worded(struct str status, struct str folded)
{
	for (size_t i = 0; i < WORDING_LANGUAGES; i++)
		if (fold_eq(wording(WORDING_STATUS, status, str_c(wording_languages[i])), folded))
			return true;
	return false;
}

const struct type *
types_said(struct arena *a, const struct types *all, struct str word)
{
	struct str folded = fold(a, word);

	for (size_t i = 0; i < all->n; i++)
		if (fold_eq(all->v[i].name, folded))
			return &all->v[i];
	for (size_t i = 0; i < all->n; i++)
		if (is_labelled(&all->v[i].labels, folded))
			return &all->v[i];
	return NULL;
}

const struct type *
types_of(const struct types *all, struct str name)
{
	const struct type *t = types_find(all, name);

	for (size_t i = 0; t == NULL && i < all->n; i++)
		if (strs_has(&all->v[i].replaces, name))
			t = &all->v[i];
	return t == NULL ? &all->plain : t;
}

const struct status *
type_status(const struct type *t, struct str name)
{
	for (size_t i = 0; i < t->n_statuses; i++)
		if (str_eq(t->statuses[i].name, name))
			return &t->statuses[i];
	return NULL;
}

/* A name before a label: what is written in the file cannot be hidden by a translation. */
const struct status *
type_said(struct arena *a, const struct type *t, struct str word)
{
	struct str folded = fold(a, word);

	for (size_t i = 0; i < t->n_statuses; i++)
		if (fold_eq(t->statuses[i].name, folded))
			return &t->statuses[i];
	for (size_t i = 0; i < t->n_statuses; i++)
		if (is_labelled(&t->statuses[i].labels, folded))
			return &t->statuses[i];
	for (size_t i = 0; i < t->n_statuses; i++)
		if (is_worded(t->statuses[i].name, folded))
			return &t->statuses[i];
	return NULL;
}

const struct status *
type_first(const struct type *t, enum category c)
{
	for (size_t i = 0; i < t->n_statuses; i++)
		if (t->statuses[i].category == c)
			return &t->statuses[i];
	return NULL;
}

/*
 * The status that stands for one: itself, of a type that has it no more one of its
 * category; never NULL.
 */
static const struct status *
stand_in(const struct type *t, struct str name, struct str category)
{
	/* What is nearest to it, when the type has none of its category. */
	static const enum category others[] = { CATEGORY_OPEN, CATEGORY_NEW, CATEGORY_WAITING,
		CATEGORY_ON_HOLD, CATEGORY_RESOLVED, CATEGORY_CLOSED };
	const struct status *s = type_status(t, name);
	int c = category_find(category);

	if (s == NULL && c != -1)
		s = type_first(t, (enum category)c);
	if (s == NULL && c == CATEGORY_RESOLVED)
		s = type_first(t, CATEGORY_CLOSED);
	for (size_t i = 0; s == NULL && i < COUNT(others); i++)
		s = type_first(t, others[i]);
	return s;
}

bool
type_maps(const struct type *t, struct str status)
{
	for (size_t i = 0; i + 1 < t->map.n; i += 2)
		if (str_eq(t->map.v[i], status))
			return true;
	return false;
}

const struct status *
type_place(const struct type *t, struct str status, struct str category)
{
	for (size_t i = 0; i + 1 < t->map.n; i += 2)
		if (str_eq(t->map.v[i], status))
			return type_status(t, t->map.v[i + 1]);
	return stand_in(t, status, category);
}

/* --- ways ------------------------------------------------------------------ */

bool
way_leads(const struct transition *w, struct str from, struct str to)
{
	return str_eq(w->to, to) && !str_eq(from, to) &&
	    (w->from.n == 0 || strs_has(&w->from, from));
}

bool
type_leads(const struct type *t, struct str from, struct str to)
{
	for (size_t i = 0; i < t->n_ways; i++)
		if (way_leads(&t->ways[i], from, to))
			return true;
	return false;
}

const struct status *
type_verb(const struct type *t, const char *verb, enum category c, const struct status *from)
{
	for (size_t i = 0; i + 1 < t->verbs.n; i += 2)
		if (str_eq(t->verbs.v[i], str_c(verb)))
			return type_status(t, t->verbs.v[i + 1]);
	if (from != NULL && from->category == c)
		return from;
	for (size_t i = 0; from != NULL && i < t->n_statuses; i++)
		if (t->statuses[i].category == c &&
		    type_leads(t, from->name, t->statuses[i].name))
			return &t->statuses[i];
	return type_first(t, c);
}

/* --- fields ---------------------------------------------------------------- */

const struct type_field *
type_field(const struct type *t, struct str name)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (str_eq(t->fields[i].name, name))
			return &t->fields[i];
	return NULL;
}

bool
type_has_field(const struct type *t, struct str name)
{
	return !t->has_fields || type_field(t, name) != NULL;
}

/* --- labels ---------------------------------------------------------------- */

/* Empty: none that fits; the language of "" is any. */
static struct str
label_in(const struct labels *labels, struct str language)
{
	for (size_t i = 0; i < labels->languages.n; i++)
		if (str_eq(labels->languages.v[i], language))
			return labels->texts.v[i];
	return STR_NONE;
}

static struct str
label_of(const struct labels *labels, struct str language)
{
	struct str s = label_in(labels, language);

	if (s.n == 0)
		s = label_in(labels, STR_NONE);
	return s.n > 0 ? s : label_in(labels, STR("en"));
}

struct str
status_label(const struct type *t, struct str status, struct str language)
{
	const struct status *s = type_status(t, status);
	struct str label = s == NULL ? STR_NONE : label_of(&s->labels, language);

	return label.n > 0 ? label : wording(WORDING_STATUS, status, language);
}

struct str
type_label(const struct type *t, struct str language)
{
	struct str label = label_of(&t->labels, language);

	return label.n > 0 ? label : t->name;
}

unsigned
way_as(const struct agent *agent, bool by_mail)
{
	return agent != NULL ? (2U << agent->role) - 1 : by_mail ? WAY_CUSTOMER : 0;
}
