/* category: see category.h. */
#include "daemon/sla/category.h"

#include "parsers/base/names.h"

const char *const category_words[CATEGORIES + 1] = {
	[CATEGORY_NEW] = "new", [CATEGORY_OPEN] = "open", [CATEGORY_WAITING] = "waiting",
	[CATEGORY_ON_HOLD] = "on-hold", [CATEGORY_RESOLVED] = "resolved",
	[CATEGORY_CLOSED] = "closed",
};

struct str
category_word(enum category c)
{
	return str_c(NAMES_WORD(category_words, c));
}

int
category_find(struct str status)
{
	return NAMES_FIND(category_words, status);
}

bool
category_is(struct str status, enum category c)
{
	return category_find(status) == (int)c;
}

bool
category_is_done(struct str status)
{
	return category_is(status, CATEGORY_RESOLVED) || category_is(status, CATEGORY_CLOSED);
}

struct strs
category_undone(struct arena *a)
{
	struct strs list = { 0 };

	for (enum category c = 0; c < CATEGORIES; c++)
		if (!category_is_done(category_word(c)))
			strs_add(a, &list, category_word(c));
	return list;
}

struct str
category_list(struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < CATEGORIES; i++)
		buf_printf(&b, "%s%s", i > 0 ? ", " : "", category_words[i]);
	return buf_str(&b);
}
