/* describe: a section's table as JSON Schema (2020-12), for editors and other programs. */
#ifndef DAEMON_CONF_DESCRIBE_H
#define DAEMON_CONF_DESCRIBE_H

#include "daemon/conf/schema.h"
#include "parsers/base/json.h"

/* A member that is called as the section: an object, and its settings. */
void	describe_section(struct json *, const struct section *);
/* A member of this name that stands for another definition, or for a list of such. */
void	describe_ref(struct json *, const char *name, bool is_list, struct str of,
	    const char *about);

#endif
