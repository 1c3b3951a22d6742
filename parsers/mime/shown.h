/*
 * shown: which files a page of the mail shows.  A program that calls a file inline, as some
 * do with all, hides it from who looks for files; only a page that names it shows it.
 */
#ifndef PARSERS_MIME_SHOWN_H
#define PARSERS_MIME_SHOWN_H

#include "parsers/mime/attach.h"

enum { SHOWN_PAGES = 8 };		/* of one mail, that are looked at */

struct shown {
	const struct part	*pages[SHOWN_PAGES];
	size_t			 n;
};

/* HTML that the mail has. */
void	shown_page(struct shown *, const struct part *);
/* Marks the files whose ID at most `max` bytes of a page name. */
void	shown_mark(const struct shown *, size_t max, struct attachments *);
/*
 * The pages as text, with shown_place() of each file where it is shown: so that who tells
 * history and signature from what is new tells the pictures apart too.  Empty: none is.
 */
struct str	shown_text(struct arena *a, const struct shown *, struct str charset, size_t max,
		    const struct attachments *);
struct str	shown_place(struct arena *a, size_t file);

#endif
