/*
 * testkind: the kinds of tests by their words.
 */
#ifndef DAEMON_FILTER_TESTKIND_H
#define DAEMON_FILTER_TESTKIND_H

#include "daemon/filter/read.h"

enum testkind_shape { TEST_ONE_TEXT, TEST_TEXTS, TEST_TRUE_OR_FALSE };

/* "at_least"; of ONE_OF "=". */
const char		*testkind_word(enum filter_test_kind);
/* What its value is in a file. */
enum testkind_shape	testkind_shape(enum filter_test_kind);
/* Words that a group of tests knows, `not` among them. */
struct strs		testkind_words(struct arena *);
bool			testkind_find(struct str word, enum filter_test_kind *);
/* Whether it compares by the subject's order; whether it asks what happened. */
bool			testkind_is_by_order(enum filter_test_kind);
bool			testkind_is_of_change(enum filter_test_kind);

#endif
