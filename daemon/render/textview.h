/* textview: what the layouts of a sheet as text have in common. */
#ifndef DAEMON_RENDER_TEXTVIEW_H
#define DAEMON_RENDER_TEXTVIEW_H

#include "daemon/render/htmlwords.h"
#include "daemon/render/sheet.h"

struct text_view {
	struct buf		*b;
	struct arena		*a;
	const struct sheet	*s;
	const struct html_words	*w;
	size_t			 room;		/* columns of the terminal; 0: any */
	size_t			 number, name;	/* columns; n_columns: there is none */
};

/* Safe; empty when it is not set. */
struct str	textview_cell(const struct text_view *, const struct sheet_row *, size_t column);
const char	*textview_sign(enum sheet_mark);	/* "!!", "!", "✓"; "" */
/* "!! #42 It is broken" */
struct str	textview_name(const struct text_view *, const struct sheet_row *);
/* Its other cells: "Due: 2026-12-01 10:00 · ana"; titles only where `titled`. */
struct str	textview_facts(const struct text_view *, const struct sheet_row *, bool titled);
/* "waits for #12, #14"; empty when it waits for none. */
struct str	textview_waits(const struct text_view *, const struct sheet_row *);
/* "Tickets 12 · Late 3 · Booked 2h" */
struct str	textview_sums(const struct text_view *, const struct sheet_group *);
/* "3 more, not shown", if there are. */
void		textview_more(const struct text_view *, size_t indent, int64_t hidden);
/*
 * Each group's head and sums, and between them its rows, from one to before another, by
 * `put`; without groups all rows at once.
 */
void		textview_groups(const struct text_view *,
		    void (*put)(const struct text_view *, void *self, size_t from, size_t until),
		    void *self);

#endif
