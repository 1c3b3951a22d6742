/*
 * words: short texts that docket makes in code (why a mail waits), in
 * a reader's language: templates/LANG/_words.txt has a line "English => theirs" for each.
 * A * stands for what differs, in the same order on both sides.  What has no line stays
 * English.
 */
#ifndef DAEMON_POLICY_WORDS_H
#define DAEMON_POLICY_WORDS_H

#include "daemon/conf/part.h"

/* Faults of such a file. */
void		words_check(struct loader *, struct str file, struct str source);
/*
 * `english` by such a file: by the line that is just that, else by the pattern with most text
 * of its own.  Lives in `a`, or is `english` itself.
 */
struct str	words_in(struct arena *a, struct str source, struct str english);
/* What stands for the English line, stars and all; or nothing. */
struct str	words_line(struct str source, struct str english);
/* The text with what its stars stand for. */
struct str	words_fill(struct arena *a, struct str text, const struct str *found, size_t n);

#endif
