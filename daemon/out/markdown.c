/* markdown: see markdown.h.  The one file that includes cmark. */
#include "daemon/out/markdown.h"

#include <cmark.h>
#include <stdlib.h>

struct str
markdown_html(struct arena *a, struct str text)
{
	/* Line ends are meant: this is mail. */
	char *html = cmark_markdown_to_html(text.n > 0 ? text.p : "", text.n,
	    CMARK_OPT_SAFE | CMARK_OPT_HARDBREAKS | CMARK_OPT_VALIDATE_UTF8);
	struct str out = str_dup(a, str_c(html));

	free(html);
	return out;
}
