#include "parsers/mime/leaves.h"

void
leaves_init(struct leaves *l)
{
	*l = (struct leaves){ .last = NULL };
}

void
leaves_add(struct arena *a, struct leaves *l, struct str text)
{
	struct leaves one;

	leaves_init(&one);
	one.first = ARENA_NEW(a, struct leaf);
	one.first->text = text;
	one.first->is_odd = true;
	one.last = &one.first->next;
	one.has_plain = str_trim(text).n > 0;
	leaves_join(l, &one);
}

void
leaves_join(struct leaves *l, const struct leaves *more)
{
	if (more->first == NULL)
		return;
	if (l->first == NULL)
		l->first = more->first;
	else
		*l->last = more->first;
	l->last = more->last;
	l->has_plain |= more->has_plain;
	l->has_html |= more->has_html;
}
