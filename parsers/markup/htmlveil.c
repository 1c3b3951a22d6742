/*
 * htmlveil: see htmlveil.h.  Trusts nothing, and reads no tree: each '<' may begin a tag,
 * also within comments and values, so that no two ways to read a page differ in what it
 * hides.  In doubt it is hidden: its writer is told, and sends plain text.
 */
#include "parsers/markup/htmlveil.h"

#include "parsers/base/array.h"
#include "parsers/base/wordlist.h"
#include "parsers/markup/html.h"
#include "parsers/markup/htmltag.h"

enum {
	LOOK = 64 * 1024,		/* bytes of a page: a head of Outlook's has 20 KB */
	TAG_BYTES = 2048,
	SHEET_BYTES = 32 * 1024,
	SHADES = 256
};

/* Elements whose text shows where it stands. */
static const char *const shown[] = {
	"html", "head", "body", "meta", "title", "style", "link", "base", "div", "span", "p",
	"br", "b", "i", "u", "em", "strong", "a", "font", "blockquote", "table", "tbody", "thead",
	"tfoot", "tr", "td", "th", "ul", "ol", "li", "hr", "img", "h1", "h2", "h3", "h4", "pre",
	"code", "tt", "s", "strike", "del", "center", "section", "article", "main", "address",
	"o:p", "wbr", "col", "colgroup", "xml", NULL
};

static const char *const sizes[] = {
	"xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "inherit",
	"initial", NULL
};

/* Colours with a name that stand out from white, and those that are nearly white. */
static const char *const dark[] = {
	"black", "windowtext", "inherit", "initial", "currentcolor", "navy", "blue", "darkblue",
	"green", "darkgreen", "red", "darkred", "maroon", "purple", "gray", "grey", "teal",
	"olive", "brown", "dimgray", "dimgrey", "auto", NULL
};

static const char *const light[] = {
	"white", "none", "transparent", "inherit", "initial", "whitesmoke", "snow", "ivory",
	"ghostwhite", "window", "yellow", "auto", NULL
};

/* --- numbers and colours --- */

/* "11.0pt" as hundredths and its unit; false: it begins with no number. */
static bool
read_number(struct str v, int64_t *n, struct str *unit)
{
	size_t i = 0, digits = 0, places = 0;
	bool minus = v.n > 0 && v.p[0] == '-';

	*n = 0;
	for (i = minus || (v.n > 0 && v.p[0] == '+'); i < v.n && digits < 7; i++) {
		if (v.p[i] == '.' && places == 0)
			places = 1;
		else if (v.p[i] < '0' || v.p[i] > '9')
			break;
		else if (places < 3) {
			*n = *n * 10 + (v.p[i] - '0');
			digits++;
			places += places > 0;
		}
	}
	while (i < v.n && v.p[i] >= '0' && v.p[i] <= '9')
		i++;
	for (size_t k = places == 0 ? 1 : places; k < 3; k++)
		*n *= 10;
	*n = minus ? -*n : *n;
	*unit = str_trim(str_sub(v, i, v.n));
	return digits > 0;
}

static bool
is_relative(struct str unit)
{
	return str_starts(unit, STR("%")) || str_starts(unit, STR("em")) ||
	    str_starts(unit, STR("rem")) || str_starts(unit, STR("ex")) ||
	    str_starts(unit, STR("ch"));
}

/* Text of this size can be read. */
static bool
is_size(struct str v)
{
	struct str unit;
	int64_t n;

	if (wordlist_has(v, sizes))
		return true;
	if (!read_number(v, &n, &unit))
		return false;
	if (str_starts(unit, STR("%")))
		return n >= 80 * 100;
	if (is_relative(unit))
		return n >= 80;
	return (str_starts(unit, STR("pt")) || str_starts(unit, STR("px"))) && n >= 6 * 100;
}

/* How bright, of SHADES; -1: it cannot be told. */
static int
brightness(struct str v)
{
	int64_t c[3] = { 0 }, alpha;
	struct str unit, one;

	if (str_starts(v, STR("#")) && (v.n == 4 || v.n == 7)) {
		for (size_t i = 0; i < 3; i++) {
			const char two[2] = { v.p[v.n == 7 ? 1 + 2 * i : 1 + i],
			    v.p[v.n == 7 ? 2 + 2 * i : 1 + i] };

			if ((c[i] = str_hex((struct str){ two, 2 }, 0)) == -1)
				return -1;
		}
	} else if (str_starts(v, STR("rgb")) && str_ends(v, STR(")"))) {
		v = str_sub(v, str_chr(v, '(', 0) + 1, v.n);
		for (size_t i = 0; i < 3; i++) {
			if (!str_split(&v, ',', &one) ||
			    !read_number(str_trim(one), &c[i], &unit) || c[i] < 0 ||
			    c[i] >= SHADES * 100 || (unit.n > 0 && unit.p[0] != ')'))
				return -1;
			c[i] /= 100;
		}
		if (v.n > 0 && (!read_number(str_trim(v), &alpha, &unit) || alpha < 50))
			return -1;
	} else {
		return -1;
	}
	return (int)((c[0] * 3 + c[1] * 6 + c[2]) / 10);
}

static bool
is_dark(struct str v)
{
	int b = brightness(v);

	return wordlist_has(v, dark) || (b >= 0 && b < SHADES * 7 / 10);
}

static bool
is_light(struct str v)
{
	int b = brightness(v);

	return wordlist_has(v, light) || b > SHADES * 85 / 100;
}

/* --- declarations --- */

static bool
hides_display(struct str v)
{
	return str_starts(v, STR("none")) || str_starts(v, STR("contents"));
}

static bool
hides_visibility(struct str v)
{
	return !str_eq(v, STR("visible")) && !str_eq(v, STR("inherit"));
}

static bool
hides_size(struct str v)
{
	return !is_size(v);
}

/* "bold 11.0pt/1.2 Arial": its size has a unit. */
static bool
hides_font(struct str v)
{
	struct str one, unit;
	int64_t n;

	while (str_split(&v, ' ', &one)) {
		one = str_sub(one, 0, str_chr(one, '/', 0));
		if (wordlist_has(one, sizes))
			return false;
		if (read_number(one, &n, &unit) && unit.n > 0)
			return !is_size(one);
	}
	return true;
}

static bool
hides_colour(struct str v)
{
	return !is_dark(v);
}

/* "white url(x)": what is more than a colour may be anything. */
static bool
hides_ground(struct str v)
{
	return !is_light(v);
}

/* Room of nothing. */
static bool
hides_room(struct str v)
{
	struct str unit;
	int64_t n;

	return read_number(v, &n, &unit) && n <= (unit.n == 0 || is_relative(unit) ? 10 : 300);
}

static bool
hides_line(struct str v)
{
	struct str unit;
	int64_t n;

	return read_number(v, &n, &unit) && n < (unit.n == 0 || is_relative(unit) ? 80 : 600) &&
	    !(str_starts(unit, STR("%")) && n >= 80 * 100);
}

/* So far away that it is out of the window; in a list of lengths, any of them. */
static bool
hides_shift(struct str v)
{
	struct str one, unit;
	int64_t n;

	while (str_split(&v, ' ', &one))
		if (read_number(one, &n, &unit) && n < 0 && -n >= (str_starts(unit, STR("p")) ?
		    60 * 100 : 300))
			return true;
	return false;
}

/* Letters one upon the other. */
static bool
hides_spacing(struct str v)
{
	struct str unit;
	int64_t n;

	return read_number(v, &n, &unit) && n < (str_starts(unit, STR("p")) ? -200 : -20);
}

static bool
hides_opacity(struct str v)
{
	struct str unit;
	int64_t n;

	return !read_number(v, &n, &unit) || n < 50;
}

static bool
hides_all(struct str v)
{
	return !str_eq(v, STR("none")) && !str_eq(v, STR("auto")) && !str_eq(v, STR("static")) &&
	    !str_eq(v, STR("relative")) && !str_eq(v, STR("normal"));
}

static const struct {
	struct str	property;
	bool		(*hides)(struct str value);
} properties[] = {
	{ { "display", 7 }, hides_display }, { { "visibility", 10 }, hides_visibility },
	{ { "content-visibility", 18 }, hides_visibility }, { { "opacity", 7 }, hides_opacity },
	{ { "font-size", 9 }, hides_size }, { { "font", 4 }, hides_font },
	{ { "color", 5 }, hides_colour }, { { "-webkit-text-fill-color", 23 }, hides_colour },
	{ { "background", 10 }, hides_ground }, { { "background-color", 16 }, hides_ground },
	{ { "background-image", 16 }, hides_all }, { { "height", 6 }, hides_room },
	{ { "max-height", 10 }, hides_room }, { { "width", 5 }, hides_room },
	{ { "max-width", 9 }, hides_room }, { { "line-height", 11 }, hides_line },
	{ { "text-indent", 11 }, hides_shift }, { { "margin", 6 }, hides_shift },
	{ { "margin-left", 11 }, hides_shift }, { { "margin-top", 10 }, hides_shift },
	{ { "left", 4 }, hides_shift }, { { "top", 3 }, hides_shift },
	{ { "right", 5 }, hides_shift }, { { "bottom", 6 }, hides_shift },
	{ { "letter-spacing", 14 }, hides_spacing }, { { "word-spacing", 12 }, hides_spacing },
	{ { "position", 8 }, hides_all }, { { "clip", 4 }, hides_all },
	{ { "clip-path", 9 }, hides_all }, { { "transform", 9 }, hides_all },
	{ { "filter", 6 }, hides_all }, { { "mask", 4 }, hides_all }, { { "zoom", 4 }, hides_opacity },
	{ { "scale", 5 }, hides_all }, { { "translate", 9 }, hides_all },
	{ { "mso-hide", 8 }, hides_all }, { { "mix-blend-mode", 14 }, hides_all },
};

bool
htmlveil_hides(struct str property, struct str value)
{
	for (size_t i = 0; i < COUNT(properties); i++)
		if (str_eq(property, properties[i].property))
			return properties[i].hides(value);
	return false;
}

/* A style's text without its comments, in small letters; escapes make it all unclear. */
static bool
make_plain(struct arena *a, struct str css, struct str *out)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < css.n; i++) {
		if (css.p[i] == '\\')
			return false;
		if (str_starts(str_sub(css, i, 2), STR("/*"))) {
			size_t end = str_find(css, STR("*/"), i + 2);

			if (end == SIZE_MAX)
				return false;
			i = end + 1;
			continue;
		}
		buf_addc(&b, css.p[i] == '\n' || css.p[i] == '\r' || css.p[i] == '\t' ? ' ' : css.p[i]);
	}
	*out = str_lower(a, buf_str(&b));
	return true;
}

static bool
hides_style(struct arena *a, struct str css)
{
	size_t from = 0;

	if (!make_plain(a, css, &css))
		return true;
	for (size_t i = 0; i <= css.n; i++) {
		struct str one, value;
		size_t colon;

		if (i < css.n && str_chr(STR(";{}"), css.p[i], 0) == SIZE_MAX)
			continue;
		one = str_sub(css, from, i - from);
		from = i + 1;
		if ((colon = str_chr(one, ':', 0)) == SIZE_MAX)
			continue;
		value = str_trim(str_sub(one, colon + 1, one.n));
		value = str_trim(str_sub(value, 0, str_chr(value, '!', 0)));
		if (htmlveil_hides(str_trim(str_sub(one, 0, colon)), value))
			return true;
	}
	return false;
}

/* --- tags --- */

/* Entities but those of quotes may spell anything. */
static bool
unquote(struct arena *a, struct str v, struct str *out)
{
	static const struct str quotes[] = { { "&quot;", 6 }, { "&#39;", 5 }, { "&apos;", 6 },
	    { "&#34;", 5 } };
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0, k; i < v.n; i++) {
		for (k = 0; v.p[i] == '&' && k < COUNT(quotes); k++)
			if (str_istarts(str_sub(v, i, 6), quotes[k]))
				break;
		if (v.p[i] == '&' && k == COUNT(quotes))
			return false;
		buf_addc(&b, v.p[i] == '&' ? '\'' : v.p[i]);
		i += v.p[i] == '&' ? quotes[k].n - 1 : 0;
	}
	*out = buf_str(&b);
	return true;
}

static bool
hides_attribute(struct arena *a, struct str tag, struct str name, struct str value)
{
	struct str low;

	if (str_ieq(name, STR("hidden")) || str_ieq(name, STR("background")))
		return true;
	if (str_ieq(name, STR("style")))
		return !unquote(a, value, &value) || hides_style(a, value);
	low = str_lower(a, str_trim(value));
	if (str_ieq(name, STR("color")) || str_ieq(name, STR("text")))
		return !is_dark(low);
	if (str_ieq(name, STR("bgcolor")))
		return !is_light(low);
	if (str_ieq(name, STR("class")))
		return str_find(low, STR("preheader"), 0) != SIZE_MAX ||
		    str_find(low, STR("preview"), 0) != SIZE_MAX;
	return (str_ieq(name, STR("width")) || str_ieq(name, STR("height"))) &&
	    !str_ieq(tag, STR("img")) && hides_room(low);
}

/* What stands between "<style …>" and its end. */
static bool
hides_sheet(struct arena *a, struct str html, size_t from)
{
	size_t open = str_chr(html, '>', from), end;

	if (open == SIZE_MAX || (end = str_ifind(html, STR("</style"), open)) == SIZE_MAX ||
	    end - open > SHEET_BYTES)
		return true;
	return hides_style(a, str_sub(html, open + 1, end - open - 1));
}

static bool
hides_tag(struct arena *a, struct str html, size_t at)
{
	struct str tag = str_sub(html, at + 1, TAG_BYTES), name = htmltag_name(tag, 0), whole, an;
	struct str low = str_lower(a, name);
	size_t i = name.n;

	if (!wordlist_has(low, shown))
		return true;
	if (str_eq(low, STR("style")))
		return hides_sheet(a, html, at);
	while (htmltag_attribute(tag, &i, &whole, &an))
		if (hides_attribute(a, name, an, htmltag_value(whole)))
			return true;
	return i >= tag.n;		/* it has no end near by */
}

size_t
htmlveil_at(struct str html)
{
	struct arena *scratch = arena_new();
	size_t at = 0;

	while ((at = str_chr(html, '<', at)) != SIZE_MAX && at < LOOK) {
		struct str name = str_sub(html, at + 1, 1);

		if (name.n > 0 && (name.p[0] | 0x20) >= 'a' && (name.p[0] | 0x20) <= 'z' &&
		    hides_tag(scratch, html, at))
			break;
		at++;
	}
	arena_free(scratch);
	return at == SIZE_MAX ? html.n : at < LOOK ? at : LOOK;
}

size_t
htmlveil_seen(struct arena *a, struct str html, struct str text)
{
	size_t veil = htmlveil_at(html), n = 0;
	struct str seen;

	if (veil == html.n)
		return text.n;
	seen = html_text(a, str_sub(html, 0, veil), text.n + 1);
	while (n < seen.n && n < text.n && seen.p[n] == text.p[n])
		n++;
	while (n > 0 && n < text.n && text.p[n] != '\n')
		n--;
	return n;
}
