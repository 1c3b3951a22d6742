/*
 * Linux shows the memory of argv as the command line, so that is where a title
 * is written; the environment, which follows it, is moved away for more room.
 */
#include "daemon/sys/title.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static struct {
	char	 *p;
	size_t	  n;
	char	**environment;		/* the moved one: setenv() may leave it */
} room;

/* Grows the room by a string if that follows it. */
static void
annex(const char *s)
{
	if (s == room.p + room.n)
		room.n += strlen(s) + 1;
}

void
title_init(int argc, char **argv)
{
	char **copy;
	size_t n = 0;

	room.p = argv[0];
	for (int i = 0; i < argc; i++)
		annex(argv[i]);
	for (char **e = environ; *e != NULL; e++, n++)
		annex(*e);
	if ((copy = calloc(n + 1, sizeof(*copy))) == NULL)
		abort();
	for (size_t i = 0; i < n; i++)
		if ((copy[i] = strdup(environ[i])) == NULL)
			abort();
	environ = room.environment = copy;
}

void
title_set(const char *title)
{
	size_t n = strlen(title);

	prctl(PR_SET_NAME, title);
	if (room.n == 0)
		return;
	if (n > room.n - 1)
		n = room.n - 1;
	memset(room.p, 0, room.n);
	memcpy(room.p, title, n);
}
