/* templatecheck: names in templates that nothing is ever called: they are always empty. */
#ifndef DAEMON_POLICY_TEMPLATECHECK_H
#define DAEMON_POLICY_TEMPLATECHECK_H

#include "daemon/conf/loader.h"

/* Parts of names, of all that there are; ends in NULL (templatenames.py). */
extern const char *const	template_names[];

/* A warning for each that is none, with the nearest, in the templates that were read. */
void	templatecheck(struct loader *);

#endif
