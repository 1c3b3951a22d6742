/*
 * htmlwriter: text as a browser would lay it out, in lines of characters:
 * spaces collapse, blocks begin lines, quotes have "> " before each, lists
 * their marks, cells of a table bars between them.
 */
#ifndef PARSERS_MARKUP_HTMLWRITER_H
#define PARSERS_MARKUP_HTMLWRITER_H

#include "parsers/base/str.h"

enum { HTMLWRITER_LISTS = 8 };		/* deeper lists are not indented further */

struct htmlwriter {
	struct buf	out;
	size_t		max;		/* bytes after which nothing is written */
	unsigned	lines;		/* line ends due before the next text */
	unsigned	bars;		/* borders of cells due before it */
	bool		space;		/* a space is due before it */
	bool		line_empty;	/* nothing on this line yet */
	bool		blank;		/* a no-break space was met */
	unsigned	quotes;
	unsigned	cells;		/* > 0: in a cell, where nothing ends a line */
	bool		in_data;	/* the table at hand holds data, no layout */
	unsigned	row_cells;	/* of the row at hand so far */
	bool		pre;		/* spaces and line ends count */
	bool		unseen;		/* text is of no size */
	unsigned	lists;
	unsigned	number[HTMLWRITER_LISTS];	/* of the next item; 0: no numbers */
	bool		struck;
	bool		marker;		/* an item begins with the next text */
	bool		rule;		/* a rule is due before the next text */
	size_t		rule_end;	/* where the last rule ended */
};

void	htmlwriter_init(struct htmlwriter *w, struct arena *a, size_t max);
bool	htmlwriter_is_full(const struct htmlwriter *w);
/* At least n line ends before what comes next; 2 make an empty line. */
void	htmlwriter_lines(struct htmlwriter *w, unsigned n);
/* One more line end: <br>. */
void	htmlwriter_break(struct htmlwriter *w);
void	htmlwriter_text(struct htmlwriter *w, struct str text);
/* As it is, no spaces collapsed, behind what stands there. */
void	htmlwriter_raw(struct htmlwriter *w, struct str text);
/* A line of '_', unless one stands right above. */
void	htmlwriter_rule(struct htmlwriter *w);
/* The line "-- " above a signature that begins with `text`, unless it has one. */
void	htmlwriter_signature(struct htmlwriter *w, struct str text);
/* What a picture says instead of being seen. */
void	htmlwriter_image(struct htmlwriter *w, struct str alt);
/* What comes next is quoted once more; `quotes` is to be lowered by hand. */
void	htmlwriter_quote(struct htmlwriter *w);
/* Opens a list; its items are numbered, from `start` on if that is a number, or not. */
void	htmlwriter_list(struct htmlwriter *w, struct str start, bool numbered);
/* The next text is an item's, whose own number may be told. */
void	htmlwriter_item(struct htmlwriter *w, struct str number);
/* "10^6": where raised text begins that is a number. */
void	htmlwriter_power(struct htmlwriter *w, struct str text);
/* Text that begins with `text` is crossed out, "~~5~~"; false: there is none, or it is. */
bool	htmlwriter_strike(struct htmlwriter *w, struct str text);
void	htmlwriter_unstrike(struct htmlwriter *w);
/*
 * Tables: bars stand between the cells of data, spaces between those of a layout.
 * A table in a cell of data is part of that cell.  At the end of one `in_data` is
 * again what it was before; of a row `bars`, of a cell `cells` go back by hand.
 */
void	htmlwriter_table(struct htmlwriter *w, bool data);
void	htmlwriter_row(struct htmlwriter *w);
void	htmlwriter_cell(struct htmlwriter *w);
void	htmlwriter_table_end(struct htmlwriter *w, bool in_data);
/* The text; lives in the writer's arena. */
struct str	htmlwriter_str(struct htmlwriter *w);

#endif
