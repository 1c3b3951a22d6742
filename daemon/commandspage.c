/* commandspage: prints docket-commands(7), which the build installs. */
#include <stdio.h>

#include "daemon/policy/verbhelp.h"

int
main(void)
{
	struct arena *a = arena_new();

	fputs(verb_help_page(a).p, stdout);
	arena_free(a);
	return fflush(stdout) == 0 ? 0 : 1;
}
