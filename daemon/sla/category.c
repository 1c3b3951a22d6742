/* category: see category.h. */
#include "daemon/sla/category.h"

const char *const category_words[CATEGORIES + 1] = {
	[CATEGORY_NEW] = "new", [CATEGORY_OPEN] = "open", [CATEGORY_WAITING] = "waiting",
	[CATEGORY_ON_HOLD] = "on-hold", [CATEGORY_RESOLVED] = "resolved",
	[CATEGORY_CLOSED] = "closed",
};

struct str
category_word(enum category c)
{
	return str_c(category_words[c]);
}

int
category_find(struct str status)
{
	for (int i = 0; i < CATEGORIES; i++)
		if (str_eq(status, str_c(category_words[i])))
			return i;
	return -1;
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

struct str
category_list(struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < CATEGORIES; i++)
		buf_printf(&b, "%s%s", i > 0 ? ", " : "", category_words[i]);
	return buf_str(&b);
}
