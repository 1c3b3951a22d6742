/* tags: see tags.h. */
#include "daemon/act/tags.h"

#include "daemon/act/refusal.h"
#include "daemon/ticket/heading.h"
#include "parsers/base/nearest.h"

enum { TAG_BYTES = 60, TAGS_MOST = 50 };

struct tag {
	struct str	name;
	bool		goes;		/* "-b" */
};

/* The next word of the line, which a comma may end. */
static bool
next_tag(struct str *rest, struct tag *out)
{
	size_t n = 0;

	while (rest->n > 0 && str_chr(STR(" ,\t"), rest->p[0], 0) != SIZE_MAX)
		*rest = str_sub(*rest, 1, rest->n);
	while (n < rest->n && str_chr(STR(" ,\t"), rest->p[n], 0) == SIZE_MAX)
		n++;
	*out = (struct tag){ .name = str_sub(*rest, 0, n) };
	*rest = str_sub(*rest, n, rest->n);
	if (n == 0)
		return false;
	out->goes = out->name.p[0] == '-';
	if (out->goes || out->name.p[0] == '+')
		out->name = str_sub(out->name, 1, n);
	return true;
}

static struct why *
not_there(struct prospect *p, const struct order *o, struct str name)
{
	struct order one = { .verb = o->verb, .value = name };
	struct why *why = refusal_none_such(p, &one, STR("this ticket has no tag *"), name,
	    &p->t->tags);
	struct str near = nearest_name(name, &p->t->tags);

	if (near.n > 0)
		why->instead = refusal_line(p, o->verb, str_printf(p->w->a, "-%.*s",
		    STR_ARG(near)));
	return why;
}

static struct why *
check_one(struct prospect *p, struct order *o, const struct tag *tag)
{
	struct arena *a = p->w->a;

	if (tag->name.n == 0)
		return WHY(a, STR("a tag has at least a letter"));
	if (tag->name.n > TAG_BYTES)
		return WHY(a, STR("a tag has at most * bytes"), str_printf(a, "%d", TAG_BYTES));
	return !tag->goes || strs_has(&p->t->tags, tag->name) ? NULL : not_there(p, o, tag->name);
}

/* A rule's is one: behind the sign of its file it may come of a pattern. */
static struct tag
of_rule(struct str value)
{
	bool goes = str_starts(value, STR("-"));

	return (struct tag){ goes || str_starts(value, STR("+")) ? str_sub(value, 1, SIZE_MAX) :
	    value, goes };
}

/* One that is not there needs not be taken off. */
static struct why *
check_rule(struct prospect *p, struct order *o)
{
	struct tag tag = of_rule(o->value);

	return tag.goes && !strs_has(&p->t->tags, tag.name) ? NULL : check_one(p, o, &tag);
}

static struct why *
check(struct prospect *p, struct order *o)
{
	struct str rest = o->value = str_trim(o->value);
	struct arena *a = p->w->a;
	struct why *why;
	struct tag tag;

	if (rest.n == 0)
		return WHY(a, STR("a tag has at least a letter"));
	if (p->actor->door == DOOR_RULE && (why = check_rule(p, o)) != NULL)
		return why;
	while (p->actor->door != DOOR_RULE && next_tag(&rest, &tag)) {
		if ((why = check_one(p, o, &tag)) != NULL)
			return why;
		if (tag.goes)
			strs_drop(&p->t->tags, tag.name);
		else if (!strs_has(&p->t->tags, tag.name))
			strs_add(a, &p->t->tags, tag.name);
	}
	return p->t->tags.n <= TAGS_MOST ? NULL :
	    WHY(a, STR("a ticket has at most * tags"), str_printf(a, "%d", TAGS_MOST));
}

static int
apply_one(struct action *ac, const struct tag *tag)
{
	return tag->goes ? ticket_remove_tag(ac->w, ac->t, tag->name, &ac->cause) :
	    ticket_add_tag(ac->w, ac->t, tag->name, &ac->cause);
}

static int
apply(struct action *ac)
{
	struct str rest = ac->order->value;
	struct tag tag;
	int changed = 0;

	if (ac->actor->door == DOOR_RULE) {
		tag = of_rule(rest);
		return apply_one(ac, &tag);
	}
	while (next_tag(&rest, &tag))
		changed |= apply_one(ac, &tag);
	return changed;
}

const struct act act_tag = { check, apply };
