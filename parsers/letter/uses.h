/*
 * uses: what each attachment is in its mail: a file that somebody sends, a picture in what
 * they wrote, or what comes with every mail of theirs and is no file.
 */
#ifndef PARSERS_LETTER_USES_H
#define PARSERS_LETTER_USES_H

#include "parsers/letter/letter.h"

/* `pictures`: shown_text() of its pages.  Needs the kind, and who wrote it. */
void	uses_settle(struct arena *a, struct str pictures, struct letter *);

#endif
