/* frame: see frame.h. */
#include "daemon/page/frame.h"

#include "daemon/page/put.h"
#include "daemon/render/page.h"
#include "parsers/base/array.h"

/* --- who gets which links ----------------------------------------------------------- */

enum { NAV_NOBODY = 1, NAV_CUSTOMER = 2, NAV_AGENT = 4 };

static const struct nav_row {
	unsigned	who;
	const char	*path;
	enum page_word	text;
} nav_rows[] = {
	{ NAV_CUSTOMER, "/requests", SAY_REQUESTS },
	{ NAV_CUSTOMER, "/requests/new", SAY_NEW },
	{ NAV_CUSTOMER, "/project", SAY_PROJECT },
	{ NAV_CUSTOMER, "/mine", SAY_MINE },
	{ NAV_CUSTOMER | NAV_AGENT, "/sign-out", SAY_SIGN_OUT },
	{ NAV_NOBODY, "/sign-in", SAY_SIGN_IN },
};

static unsigned
nav_of(const struct visit *v)
{
	return !v->is_in || v->who.only_ticket != 0 ? NAV_NOBODY :
	    v->who.agent != NULL ? NAV_AGENT : NAV_CUSTOMER;
}

static size_t
nav_fill(const struct visit *v, struct page_link *out)
{
	size_t n = 0;

	for (size_t i = 0; i < COUNT(nav_rows); i++)
		if (nav_rows[i].who & nav_of(v))
			out[n++] = (struct page_link){ .url = str_c(nav_rows[i].path),
			    .text = visit_say(v, nav_rows[i].text),
			    .here = str_eq(v->req->path, str_c(nav_rows[i].path)) };
	return n;
}

/* --- what is said -------------------------------------------------------------------- */

static const struct {
	const char	*word;
	enum page_word	 text;
} said_rows[] = {
	{ "mailed", SAID_MAILED }, { "code", SAID_CODE }, { "late", SAY_LINK_LATE },
	{ "spent", SAY_LINK_SPENT }, { "tries", SAY_LINK_WRONG }, { "again", SAID_AGAIN },
	{ "sign-in", SAID_SIGN_IN }, { "refused", SAID_REFUSED }, { "empty", SAID_EMPTY },
	{ "large", SAID_LARGE }, { "many", SAID_MANY }, { "busy", SAID_BUSY },
	{ "done", SAID_DONE }, { "waiting", SAID_WAITING }, { "out", SAID_OUT },
};

struct str
frame_said(const struct visit *v, struct str word)
{
	for (size_t i = 0; i < COUNT(said_rows); i++)
		if (str_eq(word, str_c(said_rows[i].word)))
			return visit_say(v, said_rows[i].text);
	return STR_NONE;
}

/* --- the page ------------------------------------------------------------------------- */

/* Whose pages they are: the desk's own name, by its first mailbox. */
static struct str
desk_name(const struct visit *v)
{
	const struct mailboxes *all = &v->conf->mailboxes;

	return all->n > 0 && all->v[0].display_name.n > 0 ? all->v[0].display_name :
	    visit_say(v, SAY_PORTAL);
}

static struct str
who_text(const struct visit *v)
{
	if (!v->is_in || v->who.only_ticket != 0)
		return STR_NONE;
	return v->who.name.n > 0 ? v->who.name : v->who.address;
}

void
frame_put(struct visit *v, int status)
{
	struct page_link nav[COUNT(nav_rows)];
	struct page p = { .language = v->language, .desk = desk_name(v), .home = STR("/"),
	    .title = v->title, .body = buf_str(&v->body), .nav = nav, .n_nav = nav_fill(v, nav),
	    .who = who_text(v), .notice = v->quiet ? STR_NONE :
	    frame_said(v, visit_query(v, "said")) };
	struct buf b;

	buf_init(&b, v->a);
	page_html(&b, &p);
	v->out->status = (uint32_t)status;
	v->out->type = STR("text/html; charset=utf-8");
	v->out->body = buf_str(&b);
}

static const struct {
	int		status;
	enum page_word	title, text;
} errors[] = {
	{ 400, SAY_400, SAY_400_TEXT }, { 403, SAY_403, SAY_403_TEXT },
	{ 404, SAY_404, SAY_404_TEXT }, { 405, SAY_405, SAY_405_TEXT },
	{ 410, SAY_410, SAY_410_TEXT }, { 413, SAY_413, SAY_413_TEXT },
	{ 429, SAY_429, SAY_429_TEXT }, { 503, SAY_503, SAY_503_TEXT },
};

void
frame_error(struct visit *v, int status)
{
	size_t at = COUNT(errors) - 1;

	for (size_t i = 0; i < COUNT(errors); i++)
		if (errors[i].status == status)
			at = i;
	buf_init(&v->body, v->a);
	v->out->disposition = STR_NONE;
	v->title = visit_say(v, errors[at].title);
	put_element(v, "p", errors[at].text);
	put(v, "<p>");
	put_link(v, v->is_in || status != 410 ? STR("/") : STR("/sign-in"),
	    visit_say(v, status == 410 ? SAY_SIGN_IN : SAY_BACK));
	put(v, "</p>\n");
	frame_put(v, errors[at].status);
}
