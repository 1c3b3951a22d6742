/* param: what stands behind the semicolons of a field. */
#ifndef PARSERS_HTTP_PARAM_H
#define PARSERS_HTTP_PARAM_H

#include "parsers/base/str.h"

/*
 * A parameter of a field's value, name="value", without its quotes.  1; 0: it is not there;
 * -1: the field is none, or has it twice.
 */
int	http_param(struct arena *, struct str value, struct str name, struct str *out);

#endif
