/* An element's attributes, one a line: style, class, id, name, width, height. */
#include "parsers/markup/htmlmark.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str rest = in;
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
}
