#include "parsers/base/names.h"

#include <assert.h>

const char *
names_word(const char *const *table, size_t n, size_t value)
{
	assert(value < n && table[value] != NULL);
	return table[value];
}

int
names_find(const char *const *table, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (table[i] != NULL && str_eq(word, str_c(table[i])))
			return (int)i;
	return -1;
}
