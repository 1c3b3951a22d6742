/* none: see none.h. */
#include "daemon/act/none.h"

#include "parsers/base/wordlist.h"

static const char *const nones[] = { "none", "off", "no", "never", "-", NULL };

bool
none_is(struct str value)
{
	return wordlist_ihas(value, nones);
}
