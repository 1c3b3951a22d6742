/* htmlwords: docket's own words on pages that no view brings along, in six languages. */
#ifndef DAEMON_RENDER_HTMLWORDS_H
#define DAEMON_RENDER_HTMLWORDS_H

#include "parsers/base/str.h"

struct html_words {
	const char	*language;
	const char	*skip, *menu;		/* of the page around it */
	const char	*done, *today, *over;	/* a mark, a line, more than a lane's limit */
	const char	*waits_for, *no_date, *of;
	const char	*what;			/* heads the first column of a chart's table */
	const char	*chart, *plan;		/* what a picture is */
	const char	*weekdays[7];		/* Monday first */
	const char	*months[12];
};

/* English for one that is none of these; never NULL. */
const struct html_words	*html_words(struct str language);

#endif
