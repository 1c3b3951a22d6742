/* fill: the proof of a copy's reader, where a draft's text has its mark (draft.h). */
#ifndef DAEMON_OUT_FILL_H
#define DAEMON_OUT_FILL_H

#include "parsers/base/str.h"

/* The text with the proof for each mark; without a proof the plain address stays. */
struct str	fill_marks(struct arena *, struct str text, struct str mark, struct str proof);

#endif
