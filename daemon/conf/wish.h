/*
 * wish: what one file names and another must hold, by the word of its part;
 * looked for when all is read.
 */
#ifndef DAEMON_CONF_WISH_H
#define DAEMON_CONF_WISH_H

#include "daemon/conf/part.h"

void	conf_wish(struct loader *, const struct node *, const char *word, struct str name);
/*
 * A fault for each that nobody holds; `file`: all is in that one.  With a file that
 * could not be read, everything it holds would be missing: the one fault is enough.
 */
void	conf_grant_wishes(struct loader *, const char *file);
/* What is called by this word so far; false: the whole has no such part. */
bool	conf_known(const struct loader *, const char *word, struct strs *out);

#endif
