/* page: see page.h. */
#include "daemon/render/page.h"

#include "daemon/render/htmlwords.h"
#include "parsers/text/htmltext.h"

extern const char page_style[];		/* style.css, by embedcss.py */

struct str
page_css(void)
{
	return str_c(page_style);
}

static void
put_between(struct buf *b, const char *before, struct str text, const char *behind)
{
	if (text.n == 0)
		return;
	buf_adds(b, before);
	htmltext_put(b, text);
	buf_adds(b, behind);
}

static void
put_head(struct buf *b, const struct page *p)
{
	put_between(b, "<!DOCTYPE html>\n<html lang=\"", p->language.n > 0 ? p->language :
	    STR("en"), "\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n"
	    "<meta name=\"robots\" content=\"noindex\">\n<title>");
	htmltext_put(b, p->title.n > 0 ? p->title : p->desk);
	if (p->title.n > 0 && !str_eq(p->title, p->desk))
		put_between(b, " · ", p->desk, "");
	put_between(b, "</title>\n<link rel=\"stylesheet\" href=\"", p->style.n > 0 ? p->style :
	    STR("/style.css"), "\">\n");
	put_between(b, "<script src=\"", p->script, "\" defer></script>\n");
	buf_adds(b, "</head>\n");
}

static void
put_nav(struct buf *b, const struct page *p, const struct html_words *words)
{
	if (p->n_nav == 0)
		return;
	buf_printf(b, "<nav aria-label=\"%s\">\n<ul>\n", words->menu);
	for (size_t i = 0; i < p->n_nav; i++) {
		put_between(b, "<li><a href=\"", p->nav[i].url, "\"");
		buf_adds(b, p->nav[i].here ? " aria-current=\"page\">" : ">");
		put_between(b, "", p->nav[i].text, "");
		buf_adds(b, "</a></li>\n");
	}
	buf_adds(b, "</ul>\n</nav>\n");
}

static void
put_banner(struct buf *b, const struct page *p, const struct html_words *words)
{
	buf_adds(b, "<header class=\"site\">\n<div class=\"wide\">\n");
	if (p->home.n > 0) {
		put_between(b, "<p class=\"desk\"><a href=\"", p->home, "\">");
		put_between(b, "", p->desk, "</a></p>\n");
	} else
		put_between(b, "<p class=\"desk\">", p->desk, "</p>\n");
	put_nav(b, p, words);
	put_between(b, "<p class=\"who\"><bdi>", p->who, "</bdi></p>\n");
	buf_adds(b, "</div>\n</header>\n");
}

void
page_html(struct buf *b, const struct page *p)
{
	const struct html_words *words = html_words(p->language);

	put_head(b, p);
	buf_printf(b, "<body>\n<a class=\"skip\" href=\"#content\">%s</a>\n", words->skip);
	put_banner(b, p, words);
	buf_adds(b, "<main id=\"content\" class=\"wide\" tabindex=\"-1\">\n");
	put_between(b, "<p class=\"notice\" role=\"status\">", p->notice, "</p>\n");
	if (!p->own_heading)
		put_between(b, "<h1>", p->title, "</h1>\n");
	buf_add(b, p->body);
	buf_adds(b, "</main>\n<footer class=\"site\">\n<div class=\"wide\">\n");
	put_between(b, "<p class=\"made\">", p->made, "</p>\n");
	buf_adds(b, "</div>\n</footer>\n</body>\n</html>\n");
}
