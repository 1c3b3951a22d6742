/*
 * match: what the admins' patterns find in a letter.  Which patterns meet which of
 * its texts is reckoned from the letter alone, so that the caged parser and the
 * process that believes only answers come to the same list, in the same order.
 */
#ifndef PARSERS_LETTER_MATCH_H
#define PARSERS_LETTER_MATCH_H

#include "parsers/letter/command.h"

struct letter;
struct pattern;			/* parsers/text/pattern.h */

/*
 * What of a letter a pattern looks at; NOTHING: its subject is an admin's own word; OTHER:
 * anybody's words that stand in no letter.
 */
enum match_text { MATCH_NOTHING, MATCH_OTHER, MATCH_SUBJECT, MATCH_BODY, MATCH_FROM,
	MATCH_RECIPIENT, MATCH_FILE_NAME, MATCH_FILE_TYPE, MATCH_HEADER, MATCH_FIELD, MATCH_TEXTS };

struct match_pattern {
	struct pattern	*pattern;
	enum match_text	 text;
	struct str	 field;		/* of MATCH_FIELD, MATCH_HEADER: its name */
};

struct match_patterns {
	struct match_pattern	*v;
	size_t			 n;
	struct command_words	 commands;	/* a block of which is no text */
};

enum match_result {
	MATCH_OPEN,			/* not tried yet */
	MATCH_NO, MATCH_YES,
	MATCH_OVER,			/* the pattern went over its limits */
	MATCH_RESULTS
};

struct match {
	uint32_t		pattern;	/* of match_patterns */
	struct str		text;		/* no longer than LIMIT_MATCH_SUBJECT */
	enum match_result	result;
	struct strs		captures;	/* of YES: the whole of it, then its groups */
};

struct matches {
	struct match	*v;
	size_t		 n;
};

/*
 * All OPEN, in the order of their patterns; the texts are borrowed from the letter.  Of each
 * kind there are LIMIT_MATCH_TEXTS at most.
 */
void	matches_of_letter(struct arena *a, const struct match_patterns *,
	    const struct letter *, struct matches *out);
/* Of such a list, the first of this pattern and text, or NULL. */
struct match	*matches_find(const struct matches *, uint32_t pattern, struct str text);
/* The addresses that it was sent to, in small letters, each once. */
void	match_recipients(struct arena *a, const struct letter *, struct strs *out);
/* The first that is OPEN, or NULL. */
struct match	*matches_open(const struct matches *);
/* As it is matched: not more than a pattern is shown. */
struct str	match_text_of(struct str);
/* Tries the pattern; captures are cut to LIMIT_CAPTURE and borrowed from the text. */
void		match_try(struct arena *a, const struct match_patterns *, struct match *);

/* Results of the first n, without the texts. */
void	matches_pack(struct buf *, const struct match *, size_t n);
/* -1 on any fault; else all that was packed, none of them OPEN. */
int	matches_unpack(struct arena *a, struct str body, struct matches *out);

#endif
