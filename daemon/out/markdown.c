/*
 * markdown: see markdown.h.  The one file that includes md4c.  What it does not know as
 * Markdown it hands over as text; so nothing of a text is left out but the marks.
 */
#include "daemon/out/markdown.h"

#include <md4c.h>

#include "daemon/out/literal.h"
#include "daemon/out/plainhtml.h"
#include "daemon/out/structure.h"
#include "daemon/out/weblink.h"
#include "parsers/base/array.h"

enum {
	MARKDOWN_MAX = 64 * 1024,	/* md4c takes 5 ms for the worst of it */
	FLAGS = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS
};

#define CELL	"style=\"border:1px solid #8a8a8a;padding:2px 8px"
#define PRE	"<pre style=\"white-space:pre-wrap;overflow-wrap:anywhere\"><code>"

struct writer {
	struct arena	*a;
	struct buf	 out;
	struct buf	 text;		/* not yet written: pieces of a text that belong together */
	bool		 in_code, in_link;
};

static const struct {
	MD_BLOCKTYPE	 type;
	const char	*open, *close;
} blocks[] = {
	{ MD_BLOCK_DOC, "", "" },
	{ MD_BLOCK_QUOTE, "<blockquote>\n", "</blockquote>\n" },
	{ MD_BLOCK_UL, "<ul>\n", "</ul>\n" },
	{ MD_BLOCK_OL, "<ol>\n", "</ol>\n" },
	{ MD_BLOCK_LI, "<li>", "</li>\n" },
	{ MD_BLOCK_HR, "<hr />\n", "" },
	{ MD_BLOCK_H, NULL, NULL },
	{ MD_BLOCK_CODE, NULL, "</code></pre>\n" },
	{ MD_BLOCK_P, "<p>", "</p>\n" },
	{ MD_BLOCK_TABLE, "<table style=\"border-collapse:collapse\">\n", "</table>\n" },
	{ MD_BLOCK_THEAD, "<thead>\n", "</thead>\n" },
	{ MD_BLOCK_TBODY, "<tbody>\n", "</tbody>\n" },
	{ MD_BLOCK_TR, "<tr>", "</tr>\n" },
	{ MD_BLOCK_TH, NULL, "</th>" },
	{ MD_BLOCK_TD, NULL, "</td>" },
};

static const struct {
	MD_SPANTYPE	 type;
	const char	*open, *close;
} spans[] = {
	{ MD_SPAN_EM, "<em>", "</em>" }, { MD_SPAN_STRONG, "<strong>", "</strong>" },
	{ MD_SPAN_DEL, "<del>", "</del>" }, { MD_SPAN_CODE, "<code>", "</code>" },
};

/* --- text --- */

static struct str
shown(const struct writer *w, const MD_CHAR *p, MD_SIZE n)
{
	struct buf b;

	buf_init(&b, w->a);
	literal_show(&b, (struct str){ p, n }, true);
	return buf_str(&b);
}

/* What md4c tore apart: an address with an ampersand is one. */
static void
flush(struct writer *w)
{
	struct str text = buf_str(&w->text);

	if (w->in_code || w->in_link)
		plainhtml_escape(&w->out, text);
	else
		plainhtml_put(&w->out, text);
	w->text.n = 0;
}

static int
on_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *own)
{
	struct writer *w = own;

	if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
		/* Line ends are meant: this is mail. */
		flush(w);
		buf_adds(&w->out, w->in_code ? "\n" : "<br />\n");
	} else {
		literal_show(&w->text, (struct str){ p, n }, w->in_code);
	}
	return 0;
}

/* --- blocks --- */

static void
open_code(struct writer *w, const MD_BLOCK_CODE_DETAIL *d)
{
	if (d->info.size > 0) {
		buf_adds(&w->out, "<p>");
		plainhtml_escape(&w->out, shown(w, d->info.text, d->info.size));
		buf_adds(&w->out, "</p>\n");
	}
	buf_adds(&w->out, PRE);
	w->in_code = true;
}

static void
open_cell(struct writer *w, MD_BLOCKTYPE type, const MD_BLOCK_TD_DETAIL *d)
{
	buf_adds(&w->out, type == MD_BLOCK_TH ? "<th scope=\"col\" " CELL : "<td " CELL);
	buf_adds(&w->out, d->align == MD_ALIGN_RIGHT ? ";text-align:right\">" :
	    d->align == MD_ALIGN_CENTER ? ";text-align:center\">" : ";text-align:left\">");
}

static int
on_block(MD_BLOCKTYPE type, void *detail, void *own)
{
	struct writer *w = own;
	size_t k = 0;

	flush(w);
	while (k < COUNT(blocks) && blocks[k].type != type)
		k++;
	if (type == MD_BLOCK_H)
		buf_printf(&w->out, "<h%u>", ((const MD_BLOCK_H_DETAIL *)detail)->level);
	else if (type == MD_BLOCK_CODE)
		open_code(w, detail);
	else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD)
		open_cell(w, type, detail);
	else if (k < COUNT(blocks))
		buf_adds(&w->out, blocks[k].open);
	if (type == MD_BLOCK_LI && ((const MD_BLOCK_LI_DETAIL *)detail)->is_task)
		buf_adds(&w->out, ((const MD_BLOCK_LI_DETAIL *)detail)->task_mark == ' ' ?
		    "&#9744; " : "&#9745; ");
	return 0;
}

static int
on_block_end(MD_BLOCKTYPE type, void *detail, void *own)
{
	struct writer *w = own;
	size_t k = 0;

	flush(w);
	while (k < COUNT(blocks) && blocks[k].type != type)
		k++;
	if (type == MD_BLOCK_CODE)
		w->in_code = false;
	if (type == MD_BLOCK_H)
		buf_printf(&w->out, "</h%u>\n", ((const MD_BLOCK_H_DETAIL *)detail)->level);
	else if (k < COUNT(blocks))
		buf_adds(&w->out, blocks[k].close);
	return 0;
}

/* --- within a line --- */

static void
put_span(struct writer *w, MD_SPANTYPE type, bool opens)
{
	for (size_t k = 0; k < COUNT(spans); k++)
		if (spans[k].type == type)
			buf_adds(&w->out, opens ? spans[k].open : spans[k].close);
}

static int
on_span(MD_SPANTYPE type, void *detail, void *own)
{
	const MD_SPAN_A_DETAIL *d = detail;
	struct writer *w = own;
	struct str target;

	flush(w);
	put_span(w, type, true);
	w->in_code = w->in_code || type == MD_SPAN_CODE;
	if (type != MD_SPAN_A)
		return 0;
	target = shown(w, d->href.text, d->href.size);
	w->in_link = weblink_is_safe(target);
	if (!w->in_link)
		return 0;
	buf_adds(&w->out, "<a href=\"");
	weblink_put(&w->out, target);
	buf_adds(&w->out, "\">");
	return 0;
}

static int
on_span_end(MD_SPANTYPE type, void *detail, void *own)
{
	struct writer *w = own;

	(void)detail;
	flush(w);
	if (type == MD_SPAN_CODE)
		w->in_code = false;
	if (type == MD_SPAN_A && w->in_link)
		buf_adds(&w->out, "</a>");
	if (type == MD_SPAN_A)
		w->in_link = false;
	put_span(w, type, false);
	return 0;
}

struct str
markdown_html(struct arena *a, struct str text)
{
	static const MD_PARSER parser = { 0, FLAGS, on_block, on_block_end, on_span, on_span_end,
		on_text, NULL, NULL };
	struct writer w = { .a = a };
	struct str in;

	if (text.n > MARKDOWN_MAX)
		return plainhtml(a, text);
	in = structure_mark(a, text);
	buf_init(&w.out, a);
	buf_init(&w.text, a);
	if (md_parse(in.p, (MD_SIZE)in.n, &parser, &w) != 0)
		return plainhtml(a, text);
	return buf_str(&w.out);
}
