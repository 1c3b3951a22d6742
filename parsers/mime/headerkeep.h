/*
 * headerkeep: what is kept of a mail's header for its readers: fields with the indents
 * that their lines lost, and beyond the limits still those that tell whose mail it is,
 * to whom and of what: people decide on it by them.
 */
#ifndef PARSERS_MIME_HEADERKEEP_H
#define PARSERS_MIME_HEADERKEEP_H

#include "parsers/base/limits.h"
#include "parsers/head/rawheader.h"

/* Adds a field with the indents that its lines should have. */
void		headerkeep_add(struct buf *to, struct str bytes);
/* Whether the field tells it. */
bool		headerkeep_tells(struct str name);
/*
 * Shortens the field to an eighth of a header, at the end of a line; a subject anywhere.
 * False when nothing of it is left.
 */
bool		headerkeep_cut(struct rawheader *field, const struct limits *);
/* As many of the fields of `kept` as leave room for `told`, and these; at most `most` bytes. */
struct str	headerkeep_join(struct arena *, struct str kept, struct str told, size_t most);

#endif
