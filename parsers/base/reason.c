#include "parsers/base/reason.h"

#include <stdarg.h>
#include <string.h>

#include "parsers/base/limits.h"

static void
grow(struct arena *a, struct reasons *list)
{
	size_t room = list->room == 0 ? 16 : 2 * list->room;
	struct reason *v = ARENA_ARRAY(a, room, struct reason);

	if (list->n > 0)
		memcpy(v, list->v, list->n * sizeof(*v));
	list->v = v;
	list->room = room;
}

void
reason_add(struct arena *a, struct reasons *list, const char *about, const char *fmt, ...)
{
	struct str why;
	va_list ap;

	if (list == NULL || !list->wanted || list->n == LIMIT_REASONS)
		return;
	if (list->n == list->room)
		grow(a, list);
	va_start(ap, fmt);
	why = str_vprintf(a, fmt, ap);
	va_end(ap);
	list->v[list->n++] = (struct reason){ str_c(about), str_utf8_cut(why, LIMIT_REASON) };
}
