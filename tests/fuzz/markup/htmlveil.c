/* Where a page may hide text is within it; what is seen are the first lines of its text. */
#include "parsers/markup/html.h"
#include "parsers/markup/htmlveil.h"
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

enum { MAX = 20000 };

void
fuzz_one(struct arena *a, struct str in)
{
	struct str html = charset_clean(a, charset_text(a, STR_NONE, STR_NONE, in)), text;
	size_t at = htmlveil_at(html), n;

	assert(at <= html.n);
	text = html_text(a, html, MAX);
	n = htmlveil_seen(a, html, text);
	assert(n <= text.n && (n == 0 || n == text.n || text.p[n] == '\n'));
}
