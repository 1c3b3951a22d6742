/* put: see put.h. */
#include "daemon/page/put.h"

#include <inttypes.h>

#include "daemon/out/weblink.h"
#include "daemon/render/text.h"
#include "parsers/text/htmltext.h"

void
put(struct visit *v, const char *html)
{
	buf_adds(&v->body, html);
}

void
put_text(struct visit *v, struct str s)
{
	htmltext_put(&v->body, text_safe(v->a, s));
}

void
put_word(struct visit *v, enum page_word w)
{
	put_text(v, visit_say(v, w));
}

void
put_number(struct visit *v, int64_t n)
{
	buf_printf(&v->body, "%" PRId64, n);
}

/* To a page of somebody's: nothing of ours goes with it. */
static void
put_outside(struct visit *v, struct str target)
{
	put(v, "<a rel=\"noopener noreferrer nofollow\" href=\"");
	weblink_put(&v->body, target);
	put(v, "\">");
	htmltext_put(&v->body, target);
	put(v, "</a>");
}

static void
put_line(struct visit *v, struct str s)
{
	size_t from = 0;

	for (size_t i = 0, n; i < s.n; i += n) {
		struct str rest = str_sub(s, i, SIZE_MAX);

		n = str_istarts(rest, STR("http")) ? weblink_size(s, i) : 0;
		if (n == 0) {
			n = 1;
			continue;
		}
		htmltext_put(&v->body, str_sub(s, from, i - from));
		put_outside(v, str_sub(s, i, n));
		from = i + n;
	}
	htmltext_put(&v->body, str_sub(s, from, SIZE_MAX));
}

void
put_lines(struct visit *v, struct str text)
{
	struct str rest = text_safe_lines(v->a, text), line;
	bool first = true;

	while (str_line(&rest, &line)) {
		if (!first)
			put(v, "<br>\n");
		first = false;
		put_line(v, line);
	}
}

void
put_area(struct visit *v, struct str text)
{
	htmltext_put(&v->body, text_safe_lines(v->a, text));
}

void
put_time(struct visit *v, int64_t us)
{
	put(v, "<time>");
	put_text(v, zone_text(v->a, v->zone, us));
	put(v, "</time>");
}

void
put_element(struct visit *v, const char *name, enum page_word w)
{
	buf_printf(&v->body, "<%s>", name);
	put_word(v, w);
	buf_printf(&v->body, "</%s>\n", name);
}

void
put_paragraph(struct visit *v, struct str text)
{
	put(v, "<p>");
	put_text(v, text);
	put(v, "</p>\n");
}

void
put_link(struct visit *v, struct str path, struct str text)
{
	put(v, "<a href=\"");
	put_text(v, path);
	put(v, "\">");
	put_text(v, text);
	put(v, "</a>");
}

void
put_fact(struct visit *v, enum page_word w, struct str value)
{
	if (value.n == 0)
		return;
	put(v, "<div><dt>");
	put_word(v, w);
	put(v, "</dt><dd>");
	put_text(v, value);
	put(v, "</dd></div>\n");
}

void
put_heading_cell(struct visit *v, enum page_word w, bool is_number)
{
	put(v, is_number ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">");
	put_word(v, w);
	put(v, "</th>");
}

void
put_cell(struct visit *v, enum page_word head, struct str text, bool is_number)
{
	put(v, is_number ? "<td class=\"num\" data-l=\"" : "<td data-l=\"");
	put_word(v, head);
	put(v, "\">");
	put_text(v, text);
	put(v, "</td>");
}
