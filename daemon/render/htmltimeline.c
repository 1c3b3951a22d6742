/* htmltimeline: see htmltimeline.h. */
#include "daemon/render/htmltimeline.h"

#include "daemon/render/htmltable.h"
#include "daemon/render/svgtimeline.h"

void
html_timeline(const struct html_view *v)
{
	const struct svg svg = { v->b, v->a, str_printf(v->a, "svg-%.*s", STR_ARG(v->s->name)),
	    false, "chart timeline" };

	buf_adds(v->b, "<figure class=\"plan\">\n");
	svg_timeline(&svg, v);
	buf_adds(v->b, "</figure>\n");
	html_table(v);
}
