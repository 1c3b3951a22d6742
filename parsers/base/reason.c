#include "parsers/base/reason.h"

#include <stdarg.h>

#include "parsers/base/array.h"
#include "parsers/base/limits.h"

void
reason_add(struct arena *a, struct reasons *list, const char *about, const char *fmt, ...)
{
	struct str why;
	va_list ap;

	if (list == NULL || !list->wanted || list->n == LIMIT_REASONS)
		return;
	list->v = array_grow(a, list->v, list->n, sizeof(*list->v));
	va_start(ap, fmt);
	why = str_vprintf(a, fmt, ap);
	va_end(ap);
	list->v[list->n++] = (struct reason){ str_c(about), str_utf8_cut(why, LIMIT_REASON) };
}
