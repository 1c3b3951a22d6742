/* htmlview: what the layouts of a sheet in HTML have in common. */
#ifndef DAEMON_RENDER_HTMLVIEW_H
#define DAEMON_RENDER_HTMLVIEW_H

#include "daemon/render/htmlwords.h"
#include "daemon/render/sheet.h"

struct html_view {
	struct buf		*b;
	struct arena		*a;
	const struct sheet	*s;
	const struct html_words	*w;
	unsigned		 heading;	/* level of the view's own */
	size_t			 number, name;	/* columns; n_columns: there is none */
};

struct html_view	html_view(struct buf *, struct arena *, const struct sheet *);

/* As people read it, not escaped. */
struct str	html_value(const struct html_view *, enum sheet_kind, int64_t);
struct str	html_cell_text(const struct html_view *, const struct sheet_row *, size_t column);
/* Its word, "Late"; empty for none. */
struct str	html_mark_word(const struct html_view *, enum sheet_mark);
const char	*html_mark_class(enum sheet_mark);	/* "late"; "" */
/* What names the row: its subject, else its number. */
struct str	html_name(const struct html_view *, const struct sheet_row *);

void	html_put(const struct html_view *, struct str);	/* escaped, in <bdi> */
void	html_time(const struct html_view *, int64_t us);
void	html_cell(const struct html_view *, const struct sheet_row *, size_t column);
/* "#12", then its subject as a link where there is one to follow, its mark, what it waits for. */
void	html_heading(const struct html_view *, const struct sheet_row *, bool number);
/* Its other cells, each with its title. */
void	html_facts(const struct html_view *, const struct sheet_row *);
void	html_href(const struct html_view *, int64_t ticket);	/* what stands in quotes */
void	html_group(const struct html_view *, const struct sheet_group *);	/* "Project: ACME" */
void	html_sums(const struct html_view *, const struct sheet_group *);

#endif
