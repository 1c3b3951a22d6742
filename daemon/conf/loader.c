/* loader: see loader.h. */
#include "daemon/conf/loader.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

static void __attribute__((format(printf, 5, 0)))
add_line(struct loader *l, struct strs *list, struct str file, int line, const char *fmt,
    va_list ap)
{
	struct str what = str_vprintf(l->a, fmt, ap);

	strs_add(l->a, list, line > 0 ?
	    str_printf(l->a, "%.*s:%d: %.*s", STR_ARG(file), line, STR_ARG(what)) :
	    str_printf(l->a, "%.*s: %.*s", STR_ARG(file), STR_ARG(what)));
}

void
conf_fault_at(struct loader *l, struct str file, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_line(l, &l->faults->lines, file, line, fmt, ap);
	va_end(ap);
}

void
conf_hint_at(struct loader *l, struct str file, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_line(l, &l->faults->hints, file, line, fmt, ap);
	va_end(ap);
}

/* The folder with its '/', and the name in it. */
static struct str
split_path(struct arena *a, const char *path, struct str *folder)
{
	struct str p = str_c(path);
	char here[PATH_MAX];
	size_t slash;

	if (!str_starts(p, STR("/")) && getcwd(here, sizeof(here)) != NULL)
		p = str_printf(a, "%s/%s", here, path);
	for (slash = p.n; slash > 0 && p.p[slash - 1] != '/'; slash--)
		continue;
	*folder = str_dup(a, str_sub(p, 0, slash));
	return str_dup(a, str_sub(p, slash, SIZE_MAX));
}

void
conf_begin(struct loader *l, const char *path)
{
	memset(l->faults, 0, sizeof(*l->faults));
	l->first = split_path(l->a, path, &l->folder);
	l->home = l->folder;
}
