/* markdown: see markdown.h.  The one file that includes cmark. */
#include "daemon/out/markdown.h"

#include <cmark.h>
#include <stdlib.h>

#include "daemon/out/literal.h"

struct str
markdown_html(struct arena *a, struct str text)
{
	struct str in = literal_mark(a, text), out;
	/* Line ends are meant: this is mail. */
	char *html = cmark_markdown_to_html(in.p, in.n,
	    CMARK_OPT_SAFE | CMARK_OPT_HARDBREAKS | CMARK_OPT_VALIDATE_UTF8);

	out = literal_show(a, str_c(html));

	free(html);
	return out;
}
