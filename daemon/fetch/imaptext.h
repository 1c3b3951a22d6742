/*
 * imaptext: values as IMAP commands spell them (RFC 9051, section 9).  Pure.
 */
#ifndef DAEMON_FETCH_IMAPTEXT_H
#define DAEMON_FETCH_IMAPTEXT_H

#include "parsers/base/str.h"

enum imap_greeting { GREETING_OK, GREETING_PREAUTH, GREETING_BYE };

/* Whether imap_put_quoted() can carry it: printable ASCII. */
bool	imap_can_quote(struct str);
void	imap_put_quoted(struct buf *, struct str);
/* A folder's name, UTF-8, quoted in modified UTF-7 (RFC 3501, 5.1.3). */
void	imap_put_folder(struct buf *, struct str);
/* "1:4,7": the UIDs rise. */
void	imap_put_set(struct buf *, const uint32_t *uids, size_t n);
/* SASL PLAIN (RFC 4616) in base64. */
void	imap_put_plain(struct buf *, struct str user, struct str password);
/* "1-Jun-2026", UTC, as SEARCH wants it. */
void	imap_put_date(struct buf *, int64_t us);
/* INTERNALDATE's parts as us since 1970; zone as +hhmm; 0: no such moment. */
int64_t	imap_instant(int year, int month, int day, int hour, int minute, int second,
	    int zone);
/* "* OK", "* PREAUTH" or "* BYE" (RFC 9051, 7.1); false: neither. */
bool	imap_greeting_is(struct str line, enum imap_greeting *out);
/* Whether an answer ends in the line that says BAD to the command of that tag. */
bool	imap_is_bad(struct str answer, int tag);

#endif
