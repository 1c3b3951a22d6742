/* describe: conditions as JSON Schema, for editors (conf/describe.h). */
#ifndef DAEMON_FILTER_DESCRIBE_H
#define DAEMON_FILTER_DESCRIBE_H

#include "parsers/base/json.h"

/* The members `when`, `tests` and `values`. */
void	filter_describe(struct json *);

#endif
