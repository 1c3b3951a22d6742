/* wish: see wish.h. */
#include "daemon/conf/wish.h"

#include <assert.h>
#include <string.h>

#include "parsers/base/array.h"

struct wish {
	const char	*word;
	struct str	 name;
	struct str	 where;		/* "file:line" */
};

void
conf_wish(struct loader *l, const struct node *n, const char *word, struct str name)
{
	l->wishes = array_grow(l->a, l->wishes, l->n_wishes, sizeof(*l->wishes));
	l->wishes[l->n_wishes++] = (struct wish){ word, name,
	    str_printf(l->a, "%.*s:%d", STR_ARG(n->file), node_line(n)) };
}

/* NULL: the whole has none. */
static const struct conf_place *
place_find(const struct loader *l, const char *word)
{
	for (size_t i = 0; i < l->n_places; i++)
		if (strcmp(l->places[i].part->word, word) == 0)
			return &l->places[i];
	return NULL;
}

bool
conf_known(const struct loader *l, const char *word, struct strs *out)
{
	const struct conf_place *p = place_find(l, word);

	if (p != NULL)
		*out = p->part->names(l->a, (const char *)l->whole + p->at);
	return p != NULL;
}

void
conf_grant_wishes(struct loader *l, const char *file)
{
	for (size_t i = 0; !l->unread && i < l->n_wishes; i++) {
		const struct wish *w = &l->wishes[i];
		const struct conf_place *p = place_find(l, w->word);
		struct strs names;

		assert(p != NULL);	/* a word of the code's own */
		conf_known(l, w->word, &names);
		if (strs_has(&names, w->name))
			continue;
		strs_add(l->a, &l->faults->lines, str_printf(l->a,
		    "%.*s: there is no %s %.*s in %s%s", STR_ARG(w->where), w->word,
		    STR_ARG(w->name), file != NULL ? file : p->part->where,
		    conf_near(l->a, w->name, &names).p));
	}
}
