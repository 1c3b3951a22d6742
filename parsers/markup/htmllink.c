/* htmllink: see htmllink.h. */
#include "parsers/markup/htmllink.h"

enum {
	HREF_MAX = 1000,
	SCHEME_MAX = 13			/* "https://www." and "/" */
};

/* True when the reader sees the target already: "x.example" of https://x.example/. */
static bool
is_shown(struct str target, struct str shown, bool is_mail)
{
	if (str_ifind(shown, target, 0) != SIZE_MAX)
		return true;
	return !is_mail && shown.n + SCHEME_MAX >= target.n &&
	    str_ifind(target, shown, 0) != SIZE_MAX;
}

struct str
htmllink_target(struct arena *a, struct str href, struct str shown)
{
	struct str target = str_trim(href);
	bool is_mail = str_istarts(target, STR("mailto:"));
	struct buf b;

	if (target.n > HREF_MAX || (!is_mail && !str_istarts(target, STR("http://")) &&
	    !str_istarts(target, STR("https://"))))
		return STR_NONE;
	if (is_mail)
		target = str_sub(target, 7, target.n);
	shown = str_trim(shown);
	if (shown.n == 0 || is_shown(target, shown, is_mail))
		return STR_NONE;
	buf_init(&b, a);
	buf_adds(&b, is_mail ? " <mailto:" : " <");
	for (size_t i = 0; i < target.n; i++)
		if ((unsigned char)target.p[i] > ' ')
			buf_addc(&b, target.p[i]);
	buf_addc(&b, '>');
	return buf_str(&b);
}
