/*
 * put: HTML of pages.  What people wrote passes put_text() or put_lines() and nothing else:
 * neither markup nor what no reader sees comes through.
 */
#ifndef DAEMON_PAGE_PUT_H
#define DAEMON_PAGE_PUT_H

#include "daemon/page/visit.h"

/* Ours, as it is. */
void	put(struct visit *, const char *html);
/* On one line; also within an attribute's quotes. */
void	put_text(struct visit *, struct str);
void	put_word(struct visit *, enum page_word);
void	put_number(struct visit *, int64_t);
/* Lines as they stand; addresses of pages are links that say where they lead. */
void	put_lines(struct visit *, struct str);
/* What was written, to be written on: as it is. */
void	put_area(struct visit *, struct str);
void	put_time(struct visit *, int64_t us);
/* `<h2>`, `<p>` … of our own word. */
void	put_element(struct visit *, const char *name, enum page_word);
void	put_paragraph(struct visit *, struct str text);
/* A link to a page of ours. */
void	put_link(struct visit *, struct str path, struct str text);
/* `<dt>`, and `<dd>` with a text: nothing where there is none. */
void	put_fact(struct visit *, enum page_word, struct str value);
void	put_heading_cell(struct visit *, enum page_word, bool is_number);
/* A cell with its column's name, which phones show before it. */
void	put_cell(struct visit *, enum page_word head, struct str text, bool is_number);

#endif
