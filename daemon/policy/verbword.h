/*
 * verbword: other words for verbs and their values, which a line of commands may use:
 * templates/LANGUAGE/_commands.txt has a line "resolve => solved, done" for a verb and
 * "severity high => !" for a value.  The words of all languages count for everybody, and
 * a folder without the file has the words of the one that was installed.
 */
#ifndef DAEMON_POLICY_VERBWORD_H
#define DAEMON_POLICY_VERBWORD_H

#include "daemon/conf/part.h"
#include "daemon/policy/verb.h"
#include "parsers/letter/command.h"

struct verb_value {
	struct str	verb;
	struct str	word;		/* folded */
	struct str	value;
};

struct verb_words {
	struct command_words	 by_mail;	/* the verbs' own names too */
	struct verb_value	*values;
	size_t			 n_values;
};

extern const struct conf_part verb_word_part;

/* The verbs' names alone; lives in `a`. */
struct command_words	verb_words_plain(struct arena *a);
/* What the value stands for, else the value itself. */
struct str		verb_words_value(const struct verb_words *, const struct verb *,
			    struct str value);

#endif
