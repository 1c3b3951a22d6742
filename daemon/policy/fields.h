/*
 * fields: fields.conf: what is read from mail, added to the built-in severity
 * and version.  What the file says goes before what is built in.
 */
#ifndef DAEMON_POLICY_FIELDS_H
#define DAEMON_POLICY_FIELDS_H

#include "daemon/conf/part.h"
#include "parsers/field/field.h"

/* Each one's own is the struct field_defs. */
extern const struct conf_part field_part, severity_part;

#endif
