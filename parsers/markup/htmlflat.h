/*
 * htmlflat: HTML that nests too deep, or makes too large a tree, as pieces that do
 * neither: what only wraps (div, span, font …) is left out, but for the line ends
 * that it makes; what quotes, lists or hides stays, as far down as a tree may go.
 */
#ifndef PARSERS_MARKUP_HTMLFLAT_H
#define PARSERS_MARKUP_HTMLFLAT_H

#include "parsers/base/str.h"

enum { HTMLFLAT_KEPT = 100 };		/* elements that stay, open at once */

struct htmlflat {
	struct arena	*a;
	struct str	 rest;
	unsigned char	*open;		/* every open element: its row, and whether it stays */
	size_t		 depth;
	struct str	 kept[HTMLFLAT_KEPT];	/* start tags of those that stay */
	size_t		 n_kept;
	struct buf	 piece;
};

/* `html` as htmlbrief makes it, or any; borrowed. */
void	htmlflat_init(struct htmlflat *, struct arena *a, struct str html);
/*
 * The next piece, a whole document for itself: it begins with what is still open.
 * In the flat's buffer, until the next call.  False at the end.
 */
bool	htmlflat_next(struct htmlflat *, struct str *piece);

#endif
