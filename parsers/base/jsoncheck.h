/*
 * jsoncheck: whether a text is JSON: one value (RFC 8259), of UTF-8, not deeper than
 * JSON_CHECK_DEPTH.  It reads nothing out of it.
 */
#ifndef PARSERS_BASE_JSONCHECK_H
#define PARSERS_BASE_JSONCHECK_H

#include "parsers/base/str.h"

enum { JSON_CHECK_DEPTH = 64 };

/* NULL: it is.  Else what is wrong, and at which of its bytes. */
const char	*json_check(struct str text, size_t *at);

#endif
