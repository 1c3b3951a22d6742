/*
 * place: whether a file of the configuration lies where only root and we ourselves can
 * put one (promises.md S14): no folder on the way to it can be written by others, and no
 * link leads out of the folder of the first file.
 */
#ifndef DAEMON_CONF_PLACE_H
#define DAEMON_CONF_PLACE_H

#include <sys/stat.h>

#include "parsers/base/str.h"

/* Why we must not obey what others can change, and what would be right; NULL: they can't. */
const char	*place_others(const struct stat *);
/*
 * Why what is at `path` must not be obeyed; NULL: it may, or it is not there.  `folder`
 * ends in '/', `path` begins with it.  *where: what is at fault, for people.
 */
const char	*place_obstacle(struct arena *a, struct str folder, const char *path,
		    struct str *where);

/* Whether what is at `path` lies in `folder` or below, wherever links lead; true: it is not there. */
bool		 place_is_below(struct arena *a, struct str folder, const char *path);

/* Why the program at this path must not be run, and what would be right; NULL: it may. */
const char	*place_program(struct arena *a, struct str command);

#endif
