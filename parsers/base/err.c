#include "parsers/base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "parsers/base/str.h"

int
err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	char text[sizeof(e->text) + 1];		/* one more tells where a character ends */
	struct str cut;
	va_list ap;

	if (e == NULL)
		return -1;
	e->kind = kind;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	cut = str_utf8_cut(str_c(text), sizeof(e->text) - 1);
	memcpy(e->text, cut.p, cut.n);
	e->text[cut.n] = '\0';
	return -1;
}

bool
err_is_passing(const struct err *e)
{
	return e->kind == ERR_RETRY || e->kind == ERR_ASK || e->kind == ERR_WAIT;
}
