/* invite: a calendar message (RFC 5545) as lines that a person can read. */
#ifndef PARSERS_MIME_INVITE_H
#define PARSERS_MIME_INVITE_H

#include "parsers/base/str.h"

/*
 * What it is, when, where, who asks and what they say of it; empty when there
 * is no event in it.  `ics` is clean UTF-8; at most `max` bytes of it are read.
 */
struct str	invite_text(struct arena *a, struct str ics, size_t max);

#endif
