/*
 * fill: the proofs of a copy's reader, where a draft's text has its mark (draft.h).  What
 * stands between the sign and the mark says of which kind: "support+a.take.MARK@…".
 */
#ifndef DAEMON_OUT_FILL_H
#define DAEMON_OUT_FILL_H

#include "parsers/base/str.h"

struct fill {				/* what one reader's marks become; NULL: nothing */
	struct str	reply;		/* of no kind; empty: they prove nothing */
	/*
	 * By its kind, "n.", "a.take."; empty: nothing.  What does not begin with its kind
	 * stands there instead of it and its sign.  NULL: there are no others.
	 */
	struct str	(*other)(const struct fill *, struct arena *, struct str kind);
};

/*
 * The text with the proof for each mark; without a proof the plain address stays, and of
 * a subject what is before it.
 */
struct str	fill_marks(struct arena *, struct str text, struct str mark,
		    const struct fill *);

#endif
