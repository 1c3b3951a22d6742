/* First line: a value; the rest: a template.  In HTML no value brings markup. */
#include "parsers/text/template.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str value, out;
	struct view *v = view_object(a), *list = view_add(a, v, STR("l"), view_list(a));
	struct partial parts[] = { { STR("p"), STR("({{v}}\n{{#l}}{{> q}}{{/l}}") },
	    { STR("q"), STR("{{.}}\n") } };
	struct partials partials = { parts, 2 };
	struct err e = { ERR_NONE, "" };
	int checked;

	if (!str_split(&in, '\n', &value))
		value = in;
	view_text(a, v, "v", value);
	view_text(a, list, NULL, value);
	view_text(a, list, NULL, STR("2"));
	/* Sections over lists multiply: keep the product small. */
	in = str_sub(in, 0, 120);
	checked = template_check(in, &partials, &e);
	assert(template_render(a, in, &partials, v, true, &out, &e) == checked);
	assert(checked == 0 || e.text[0] != '\0');
	if (str_chr(in, '<', 0) == SIZE_MAX)
		assert(str_chr(out, '<', 0) == SIZE_MAX);
}
