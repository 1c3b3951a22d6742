/* viewwire: a tree of values as bytes, for one that is told later, and back. */
#ifndef PARSERS_TEXT_VIEWWIRE_H
#define PARSERS_TEXT_VIEWWIRE_H

#include "parsers/text/view.h"

void	view_pack(struct buf *, const struct view *);
/* NULL: these are the bytes of none.  Lives in `a`; borrows the bytes. */
struct view	*view_unpack(struct arena *a, struct str bytes);

#endif
