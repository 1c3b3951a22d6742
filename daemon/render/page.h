/*
 * page: the page around HTML of ours: of the portal and of the static dashboard.  No script
 * and no style within it: it goes with "default-src 'none'; style-src 'self'; img-src 'self'".
 * Reads well from 320 px on, by keyboard, in a text browser, on paper, in light and dark.
 */
#ifndef DAEMON_RENDER_PAGE_H
#define DAEMON_RENDER_PAGE_H

#include "parsers/base/str.h"

struct page_link {
	struct str	url, text;
	bool		here;		/* it leads to this very page */
};

/* Texts as they came, but for the body: page_html() escapes them.  What is empty is left out. */
struct page {
	struct str		 language;	/* "de"; empty: "en" */
	struct str		 desk;		/* whose pages they are: "Example Support" */
	struct str		 home;		/* where that leads to */
	struct str		 title;		/* of this page */
	bool			 own_heading;	/* the body has its <h1>; else it is made of the title */
	struct str		 body;		/* HTML */
	const struct page_link	*nav;
	size_t			 n_nav;
	struct str		 who;		/* "Ana Lopez": who is signed in */
	struct str		 notice;	/* what was done just now, or what is wrong */
	struct str		 made;		/* "Made at 2026-12-01 05:00 CET" */
	struct str		 style;		/* address of the style sheet; empty: "/style.css" */
	struct str		 script;	/* address of one, if the page may have it */
};

void		page_html(struct buf *, const struct page *);
/* The one style sheet of all pages and of what stands in them. */
struct str	page_css(void);

#endif
