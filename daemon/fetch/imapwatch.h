/*
 * imapwatch: looks at an IMAP server's bytes before the library parses them.
 * libetpan allocates a literal at the size the server names, keeps all lines of
 * an answer and recurses at each parenthesis: a server that lies must not be
 * able to spend our memory or our stack.  Pure: no I/O.
 */
#ifndef DAEMON_FETCH_IMAPWATCH_H
#define DAEMON_FETCH_IMAPWATCH_H

#include "parsers/base/str.h"

enum { IMAPWATCH_DEPTH = 16 };		/* parentheses; what we ask for has two */

struct imapwatch {
	size_t		 left;		/* bytes that may still come */
	uint64_t	 literal_max;
	uint64_t	 literal;	/* bytes of the current one still to come */
	uint64_t	 size;		/* the number between braces */
	unsigned	 depth;
	unsigned char	 state;
	bool		 quoted;
	bool		 escaped;
};

/* What the next command may bring; the place in the stream is kept. */
void	imapwatch_allow(struct imapwatch *, size_t bytes, uint64_t literal_max);
/* NULL: go on; else what is wrong with the bytes, and the session must end. */
const char	*imapwatch_see(struct imapwatch *, struct str bytes);

#endif
