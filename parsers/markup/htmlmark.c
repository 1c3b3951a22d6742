#include "parsers/markup/htmlmark.h"

#include "parsers/base/array.h"

enum where { ID, CLASS, NAME };

#define W(lit)	{ (lit), sizeof(lit) - 1 }

/*
 * A word of the attribute is, or ends in, `word`: Yahoo and webmails that show
 * a mail put their own letters before it ("ydp1a2yahoo_quoted", "x_Signature").
 */
static const struct {
	enum where	where;
	struct str	word;
	enum htmlmark	mark;
} marks[] = {
	{ CLASS, W("gmail_attr"), HTMLMARK_INTRO },			/* Gmail */
	{ CLASS, W("moz-cite-prefix"), HTMLMARK_INTRO },			/* Thunderbird */
	{ CLASS, W("airmail_ext_on"), HTMLMARK_INTRO },			/* Airmail */
	{ CLASS, W("yahoo_quoted"), HTMLMARK_QUOTED },			/* Yahoo */
	{ ID, W("yahoo_quoted"), HTMLMARK_QUOTED },
	{ CLASS, W("protonmail_quote"), HTMLMARK_QUOTED },			/* Proton */
	{ CLASS, W("tutanota_quote"), HTMLMARK_QUOTED },
	{ CLASS, W("zmail_extra"), HTMLMARK_QUOTED },			/* Zoho */
	{ CLASS, W("freshdesk_quote"), HTMLMARK_QUOTED },
	{ NAME, W("messageReplySection"), HTMLMARK_QUOTED },		/* Spark */
	{ NAME, W("quote"), HTMLMARK_QUOTED },				/* GMX, web.de */
	{ ID, W("divRplyFwdMsg"), HTMLMARK_HISTORY },			/* Outlook.com, OWA */
	{ ID, W("appendonsend"), HTMLMARK_HISTORY },			/* Outlook */
	{ ID, W("mail-editor-reference-message-container"), HTMLMARK_HISTORY },
	{ ID, W("OLK_SRC_BODY_SECTION"), HTMLMARK_SECTION },		/* Outlook for Mac */
	{ CLASS, W("OutlookMessageHeader"), HTMLMARK_HISTORY },
	{ ID, W("isReplyContent"), HTMLMARK_HISTORY },			/* NetEase */
	/* Gmail, Thunderbird, Outlook, Apple Mail, Samsung, Front, K-9, BlueMail … */
	{ CLASS, W("signature"), HTMLMARK_SIGNATURE },
	{ ID, W("signature"), HTMLMARK_SIGNATURE },
	{ CLASS, W("signature_block"), HTMLMARK_SIGNATURE },		/* Proton */
	{ CLASS, W("bloop_sign"), HTMLMARK_SIGNATURE },			/* Airmail */
	{ CLASS, W("mb_sig"), HTMLMARK_SIGNATURE },			/* Mailbird */
	{ ID, W("_rc_sig"), HTMLMARK_SIGNATURE },				/* Roundcube */
	{ ID, W("Zm-_Id_-Sgn"), HTMLMARK_SIGNATURE },			/* Zoho */
	{ NAME, W("messageSignatureSection"), HTMLMARK_SIGNATURE },	/* Spark */
};

/* The same by the look that the program gives it; without spaces, small letters. */
static const struct {
	const char	*style;
	enum htmlmark	mark;
} looks[] = {
	{ "border-top:solid#b5c4df1.0pt", HTMLMARK_HISTORY },		/* Outlook 2007, 2010 */
	{ "border-top:solid#e1e1e11.0pt", HTMLMARK_HISTORY },		/* Outlook 2013 and on */
	{ "border-top:1.0ptsolid#e1e1e1", HTMLMARK_HISTORY },
	{ "border-top:1ptsolid#e1e1e1", HTMLMARK_HISTORY },
	{ "border-left:solidblue1.5pt", HTMLMARK_BORDER },		/* Outlook, with a line */
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
ends_in(struct str s, struct str word)
{
	return s.n >= word.n && (s.p[s.n - 1] | 0x20) == (word.p[word.n - 1] | 0x20) &&
	    str_ieq(str_sub(s, s.n - word.n, word.n), word);
}

/* What the words of one attribute say. */
static enum htmlmark
marked_by(enum where where, struct str list)
{
	struct str one;

	while (str_split(&list, ' ', &one)) {
		one = str_trim(one);
		for (size_t i = 0; one.n > 0 && i < COUNT(marks); i++)
			if (marks[i].where == where && ends_in(one, marks[i].word))
				return marks[i].mark;
	}
	return HTMLMARK_NONE;
}

/* Small letters, no spaces. */
static struct str
squeeze(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++)
		if (!is_space(s.p[i]))
			buf_addc(&b, s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) :
			    s.p[i]);
	return buf_str(&b);
}

enum htmlmark
htmlmark_of(struct arena *a, const struct htmlattrs *at)
{
	enum htmlmark mark = marked_by(CLASS, at->class);
	struct str style;

	if (mark == HTMLMARK_NONE)
		mark = marked_by(ID, at->id);
	if (mark == HTMLMARK_NONE)
		mark = marked_by(NAME, at->name);
	if (mark != HTMLMARK_NONE)
		return mark;
	if (str_ifind(at->style, STR("border"), 0) == SIZE_MAX)
		return HTMLMARK_NONE;
	style = squeeze(a, at->style);
	for (size_t i = 0; i < COUNT(looks); i++)
		if (str_find(style, str_c(looks[i].style), 0) != SIZE_MAX)
			return looks[i].mark;
	return at->class.n == 0 && str_find(style, STR("border:none"), 0) != SIZE_MAX &&
	    str_find(style, STR("border-left"), 0) == SIZE_MAX ? HTMLMARK_INDENTED :
	    HTMLMARK_NONE;
}

/* --- what is seen --- */

/* "0", "0px", ".5px" of at most `max`; other units only when they are nothing. */
static bool
is_at_most(struct str v, unsigned max)
{
	size_t i = 0, digits = 0;
	unsigned n = 0;
	bool fraction = false;

	for (; i < v.n && v.p[i] >= '0' && v.p[i] <= '9' && n < 1000; i++, digits++)
		n = 10 * n + (unsigned)(v.p[i] - '0');
	if (i < v.n && v.p[i] == '.')
		for (i++; i < v.n && v.p[i] >= '0' && v.p[i] <= '9'; i++, digits++)
			fraction = fraction || v.p[i] != '0';
	if (digits == 0)
		return false;
	if (n == 0 && !fraction)
		return true;
	return (i == v.n || str_istarts(str_sub(v, i, 2), STR("px"))) &&
	    (n < max || (n == max && !fraction));
}

struct seen {
	bool	no_room;		/* a height or width of nothing */
	bool	cut;			/* what is beyond height and width is cut off */
};

static void
read_style(struct str name, struct str v, struct seen *s, struct htmlstyle *out)
{
	if (str_ieq(name, STR("display")))
		out->is_hidden = out->is_hidden || str_istarts(v, STR("none"));
	else if (str_ieq(name, STR("visibility")))
		out->is_hidden = out->is_hidden || str_istarts(v, STR("hidden"));
	else if (str_ieq(name, STR("mso-hide")))
		out->is_hidden = out->is_hidden || str_istarts(v, STR("all"));
	else if (str_ieq(name, STR("opacity")))
		out->is_hidden = out->is_hidden || is_at_most(v, 0);
	else if (str_ieq(name, STR("font-size")))
		out->unseen = is_at_most(v, 0) ? HTMLSET_ON : HTMLSET_OFF;
	else if (str_ieq(name, STR("font")))
		out->unseen = HTMLSET_OFF;
	else if (str_ieq(name, STR("white-space")))
		out->pre = str_istarts(v, STR("pre")) ? HTMLSET_ON : HTMLSET_OFF;
	else if (str_istarts(name, STR("text-decoration")))
		out->is_struck = out->is_struck || str_ifind(v, STR("line-through"), 0) != SIZE_MAX;
	else if (str_ieq(name, STR("overflow")))
		s->cut = str_istarts(v, STR("hidden"));
	else if (str_ieq(name, STR("max-height")) || str_ieq(name, STR("max-width")) ||
	    str_ieq(name, STR("height")) || str_ieq(name, STR("width")))
		s->no_room = s->no_room || is_at_most(v, 1);
	else if (str_ieq(name, STR("margin")) || str_ieq(name, STR("margin-bottom")))
		out->is_tight = is_at_most(v, 0);
}

/* "preheader": the line that a list of mails shows beside the subject. */
static const struct str previews[] = {
	W("preheader"), W("preview-text"), W("previewtext"), W("preheader-text"),
	W("mcnpreviewtext"),
};

void
htmlmark_style(const struct htmlattrs *at, struct htmlstyle *out)
{
	struct str rest = at->style, one;
	struct seen s = { false, false };

	*out = (struct htmlstyle){ .is_tight = str_istarts(at->class, STR("Mso")) };
	while (str_split(&rest, ';', &one)) {
		size_t colon = str_chr(one, ':', 0);

		if (colon != SIZE_MAX)
			read_style(str_trim(str_sub(one, 0, colon)),
			    str_trim(str_sub(one, colon + 1, one.n)), &s, out);
	}
	out->is_hidden = out->is_hidden || (s.no_room && s.cut);
	for (rest = at->class; str_split(&rest, ' ', &one);)
		for (size_t i = 0; one.n > 0 && i < COUNT(previews); i++)
			out->is_hidden = out->is_hidden || ends_in(one, previews[i]);
	out->is_dot = s.no_room || is_at_most(at->width, 1) || is_at_most(at->height, 1);
}
