/* imapquery: which UIDs are asked for, as a command's text, and what of the answer counts. */
#ifndef DAEMON_FETCH_IMAPQUERY_H
#define DAEMON_FETCH_IMAPQUERY_H

#include "daemon/fetch/imap.h"

/* "UID SEARCH …" for first:*last; *last is lowered where `but` makes it too long. */
void	imap_query_put(struct buf *, const struct imap_query *, uint32_t first, uint32_t *last);
/* Sorted, each once, and only what was asked for: "n:*" names the last one always. */
size_t	imap_query_tidy(uint32_t *v, size_t n, const struct imap_query *);

#endif
