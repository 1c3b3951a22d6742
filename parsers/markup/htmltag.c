/* htmltag: see htmltag.h.  Trusts nothing. */
#include "parsers/markup/htmltag.h"

#include "parsers/base/array.h"

struct str
htmltag_name(struct str in, size_t from)
{
	size_t i = from;

	while (i < in.n && !htmltag_is_space(in.p[i]) && in.p[i] != '/' && in.p[i] != '>')
		i++;
	return str_sub(in, from, i - from);
}

bool
htmltag_attribute(struct str in, size_t *i, struct str *whole, struct str *name)
{
	size_t from, end;
	char quote;

	while (*i < in.n && (htmltag_is_space(in.p[*i]) || in.p[*i] == '/'))
		++*i;
	if (*i == in.n || in.p[*i] == '>')
		return false;
	for (from = end = *i; end < in.n && !htmltag_is_space(in.p[end]) && in.p[end] != '>' &&
	    in.p[end] != '/' && (in.p[end] != '=' || end == from);)
		end++;
	*name = str_sub(in, from, end - from);
	*whole = *name;
	for (*i = end; end < in.n && htmltag_is_space(in.p[end]);)
		end++;
	if (end == in.n || in.p[end] != '=')
		return true;
	for (end++; end < in.n && htmltag_is_space(in.p[end]);)
		end++;
	quote = end < in.n && (in.p[end] == '"' || in.p[end] == '\'') ? in.p[end] : 0;
	if (quote != 0)
		end = str_chr(in, quote, end + 1);
	else
		while (end < in.n && !htmltag_is_space(in.p[end]) && in.p[end] != '>')
			end++;
	*i = end == SIZE_MAX ? in.n : end + (quote != 0);
	*whole = str_sub(in, from, *i - from);
	return true;
}

struct str
htmltag_value(struct str whole)
{
	size_t at = str_chr(whole, '=', 1);
	struct str v = at == SIZE_MAX ? STR_NONE : str_trim(str_sub(whole, at + 1, whole.n));

	if (v.n > 1 && (v.p[0] == '"' || v.p[0] == '\'') && v.p[v.n - 1] == v.p[0])
		v = str_sub(v, 1, v.n - 2);
	return v;
}

void
htmltag_heed(struct htmlattrs *out, struct str name, struct str value)
{
	static const struct { struct str name; size_t offset; } wanted[] = {
		{ { "id", 2 }, offsetof(struct htmlattrs, id) },
		{ { "class", 5 }, offsetof(struct htmlattrs, class) },
		{ { "name", 4 }, offsetof(struct htmlattrs, name) },
		{ { "style", 5 }, offsetof(struct htmlattrs, style) },
		{ { "width", 5 }, offsetof(struct htmlattrs, width) },
		{ { "height", 6 }, offsetof(struct htmlattrs, height) },
	};

	for (size_t k = 0; k < COUNT(wanted); k++)
		if (str_ieq(name, wanted[k].name))
			*(struct str *)(void *)((char *)out + wanted[k].offset) = value;
}

bool
htmltag_attributes(struct str in, size_t *i, struct htmlattrs *out)
{
	struct str whole, name;

	*out = (struct htmlattrs){ .id = STR_NONE };
	while (htmltag_attribute(in, i, &whole, &name))
		htmltag_heed(out, name, htmltag_value(whole));
	if (*i >= in.n)
		return false;
	++*i;
	return true;
}
