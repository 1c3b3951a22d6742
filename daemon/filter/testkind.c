/* testkind: see testkind.h. */
#include "daemon/filter/testkind.h"

static const struct {
	const char		*word;
	enum testkind_shape	 shape;
	bool			 is_by_order, is_of_change;
} kinds[TEST_KINDS] = {
	[TEST_ONE_OF] = { "=", TEST_TEXTS },
	[TEST_MATCHES] = { "matches", TEST_ONE_TEXT },
	[TEST_CONTAINS] = { "contains", TEST_TEXTS },
	[TEST_AT_LEAST] = { "at_least", TEST_ONE_TEXT, .is_by_order = true },
	[TEST_AT_MOST] = { "at_most", TEST_ONE_TEXT, .is_by_order = true },
	[TEST_ABOVE] = { "above", TEST_ONE_TEXT, .is_by_order = true },
	[TEST_BELOW] = { "below", TEST_ONE_TEXT, .is_by_order = true },
	[TEST_IS_SET] = { "is_set", TEST_TRUE_OR_FALSE },
	[TEST_CHANGED] = { "changed", TEST_TRUE_OR_FALSE, .is_of_change = true },
	[TEST_WAS] = { "was", TEST_TEXTS, .is_of_change = true },
	[TEST_TO] = { "to", TEST_TEXTS, .is_of_change = true },
};

const char *
testkind_word(enum filter_test_kind kind)
{
	return kinds[kind].word;
}

enum testkind_shape
testkind_shape(enum filter_test_kind kind)
{
	return kinds[kind].shape;
}

struct strs
testkind_words(struct arena *a)
{
	struct strs out = { 0 };

	for (unsigned i = TEST_MATCHES; i < TEST_KINDS; i++)
		strs_add(a, &out, str_c(kinds[i].word));
	strs_add(a, &out, STR("not"));
	return out;
}

bool
testkind_find(struct str word, enum filter_test_kind *out)
{
	unsigned i = TEST_MATCHES;

	while (i < TEST_KINDS && !str_eq(word, str_c(kinds[i].word)))
		i++;
	*out = (enum filter_test_kind)i;
	return i < TEST_KINDS;
}

bool
testkind_is_by_order(enum filter_test_kind kind)
{
	return kinds[kind].is_by_order;
}

bool
testkind_is_of_change(enum filter_test_kind kind)
{
	return kinds[kind].is_of_change;
}
