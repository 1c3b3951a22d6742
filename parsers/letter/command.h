/*
 * command: the block of `#name value` lines that may open an agent's mail
 * (product.md 4).  Only lines and words are found here; what a command means
 * is daemon/policy/verb.c's table, whose words are handed in.
 *
 * The block begins with a word that is known, or nearly: Markdown's titles, `#include` and
 * hashtags are text until then.  Inside it any `#word` is a command, known or not, and so is
 * one that is all there is, but for a word as its value.
 */
#ifndef PARSERS_LETTER_COMMAND_H
#define PARSERS_LETTER_COMMAND_H

#include "parsers/base/str.h"

enum command_takes {
	COMMAND_NOTHING,
	COMMAND_VALUE,
	COMMAND_PERHAPS,		/* a value, or none */
	COMMAND_TEXT			/* a value that is anybody's own words */
};

struct command_word {
	struct str		word;	/* folded: "resoudre" */
	struct str		name;	/* what it stands for: "resolve" */
	enum command_takes	takes;
};

struct command_words {			/* sorted by word, each once */
	const struct command_word	*v;
	size_t				 n;
};

enum command_doubt {
	COMMAND_CLEAR,
	COMMAND_TITLE,			/* "# Note": Markdown's title, or a command? */
	COMMAND_WRAPPED			/* the next line may go on with its value, or be text */
};

struct command_line {
	struct str	name;		/* what its word stands for; folded, without '#' */
	struct str	arg;		/* its value, without damage; may be empty */
	struct str	said;		/* as written, trimmed */
	struct str	line;		/* as written, for messages */
	bool		is_known;
	enum command_doubt doubt;
};

struct command_block {
	struct command_line	*v;
	size_t			 n;
	/*
	 * What follows the block, blank lines at both ends dropped, a leading
	 * "\#" made "#".
	 */
	struct str		 rest;
	size_t			 end;		/* bytes of the text up to the last line's end */
	bool			 too_many;	/* lines, or one over LIMIT_COMMAND_LINE */
};

void	command_parse(struct arena *a, const struct command_words *,
	    struct str reply_text, struct command_block *out);
/* NULL: it is not known.  `word` is folded. */
const struct command_word	*command_find(const struct command_words *, struct str word);
/* The first word of the line if it is a known command's; NULL otherwise. */
const struct command_word	*command_of_line(struct arena *a, const struct command_words *,
				    struct str line);

#endif
