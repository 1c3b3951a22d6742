/*
 * passage: a text of orders for many tickets: each begins with a line "#ticket 12", which
 * says whose the lines below it are (product.md 4).  Only lines are found here; what stands
 * between them is command_parse()'s.
 *
 * "thanks", in any of the languages, or "--" on a line of its own ends it all where a command
 * may stand; where a text of somebody's has begun, "--" alone does.
 */
#ifndef PARSERS_LETTER_PASSAGE_H
#define PARSERS_LETTER_PASSAGE_H

#include "parsers/letter/command.h"

struct passage_words {			/* names of commands */
	const struct command_words	*words;
	struct str			 head;	/* begins a passage */
	const struct str		*texts;	/* below these stands anybody's own text */
	size_t				 n_texts;
};

struct passage {
	struct str	line;		/* "#ticket 12", as written; empty: above the first of them */
	struct str	value;		/* "12", without damage */
	struct str	text;		/* below it; within the text */
};

struct passages {
	struct passage	*v;		/* the first is what stands above all */
	size_t		 n;		/* at most `most` and that one */
	size_t		 wanted;	/* how many there are, but for that one */
	struct str	 end;		/* the word that ended it; empty: none did */
	struct str	 below;		/* the first command below that; or empty */
};

void	passages_find(struct arena *a, const struct passage_words *, struct str text,
	    size_t most, struct passages *out);

#endif
