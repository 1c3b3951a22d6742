/*
 * wordings: failures that servers tell in words alone, and the status (RFC 3463)
 * that each amounts to.  Data only; folded as in bouncewords.
 */
#ifndef PARSERS_MACHINE_WORDINGS_H
#define PARSERS_MACHINE_WORDINGS_H

#include <stddef.h>

struct bounce_wording {
	const char	*phrase;
	const char	*status;
};

extern const struct bounce_wording	bounce_wordings[];	/* the first that holds */
extern const size_t			bounce_wordings_n;

#endif
