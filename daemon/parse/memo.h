/*
 * memo: what patterns found in texts that no letter brought.  Within a transaction
 * it is only looked at: what it does not know is noted, the transaction ends with
 * ERR_ASK, a parser is asked, and the same is begun again.
 *
 * It is a cache of core's own questions: an answer is never older than the
 * configuration, which a process reads once.
 */
#ifndef DAEMON_PARSE_MEMO_H
#define DAEMON_PARSE_MEMO_H

#include "parsers/letter/match.h"

struct memo;

struct memo	*memo_new(void);
void		 memo_free(struct memo *);	/* NULL is fine */
/*
 * MATCH_OPEN: it is noted, to be asked.  After too many rounds without
 * memo_settle() it is MATCH_OVER instead, so that nothing is begun again for ever.
 */
enum match_result	memo_find(struct memo *, uint32_t pattern, struct str text);
/* What is known of it, with what the pattern caught; NULL: nothing.  Until memo_settle(). */
const struct match	*memo_known(const struct memo *, uint32_t pattern, struct str text);
/* What is to be asked, to be answered in place; the memo's own. */
struct matches	*memo_wanted(struct memo *);
/* All that is wanted has its answer: a round is over. */
void		 memo_learn(struct memo *);
/* What was begun again is through, or was given up. */
void		 memo_settle(struct memo *);

#endif
