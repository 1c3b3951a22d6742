/*
 * headerend: where a header that lost its indents ends.  Stores and gateways strip
 * the blanks at the start of folded lines, or break a field without any: a line
 * that is no field may be the rest of one, rubbish above more fields, or the text.
 */
#ifndef PARSERS_MIME_HEADEREND_H
#define PARSERS_MIME_HEADEREND_H

#include "parsers/head/rawheader.h"

struct headerend {
	unsigned	seen;		/* which of the fields that stand in a header once */
	bool		has_looked;	/* how far such fields go is known */
	const char	*until;		/* header up to here */
};

/* A field was read. */
void	headerend_note(struct headerend *, struct str name);
/* Whether more of the mail's header follows in `rest`, behind a line that is no field. */
bool	headerend_goes_on(struct headerend *, struct str rest);
/*
 * Whether a part's header begins, or goes on, behind empty lines, as gateways write it that
 * end each line twice; *rest then stands there.
 */
bool	headerend_is_late(struct str *rest);
/* Whether the line is the rest of the field above it; `sure` needs no further sign. */
bool	headerend_continues(const struct rawheader *field, struct str line, bool *sure);

#endif
