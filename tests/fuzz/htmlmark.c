/* An element's attributes, one a line: style, class, id, name, width, height. */
#include <assert.h>

#include "parsers/htmlmark.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct str rest = { (const char *)data, n };
	struct htmlattrs at = { .id = STR_NONE };
	struct htmlstyle style;

	str_line(&rest, &at.style);
	str_line(&rest, &at.class);
	str_line(&rest, &at.id);
	str_line(&rest, &at.name);
	str_line(&rest, &at.width);
	str_line(&rest, &at.height);
	assert(htmlmark_of(a, &at) <= HTMLMARK_INDENTED);
	htmlmark_style(&at, &style);
	assert(style.unseen <= HTMLSET_OFF && style.pre <= HTMLSET_OFF);
	arena_free(a);
	return 0;
}
