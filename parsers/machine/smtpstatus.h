/*
 * smtpstatus: reply codes (RFC 5321) and enhanced status codes (RFC 3463) in
 * what servers say.  All results are borrowed from the text, or STR_NONE.
 */
#ifndef PARSERS_MACHINE_SMTPSTATUS_H
#define PARSERS_MACHINE_SMTPSTATUS_H

#include "parsers/base/str.h"

/* Empty, or x.0.0: it tells a class and nothing else. */
bool		smtp_status_is_generic(struct str status);
/* The first one, sooner one that is not generic. */
struct str	smtp_status_in(struct str text);
/* The one right behind a reply code: "550 5.1.1", "552-5.2.2". */
struct str	smtp_status_behind_code(struct str text);
/* 4.4.7 tells only that time ran out: what went on until then. */
struct str	smtp_status_beside_expiry(struct str text);
/* "4.0.0" or "5.0.0" for the first reply code. */
struct str	smtp_reply_class(struct str text);

#endif
