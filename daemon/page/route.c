/* route: see route.h. */
#include "daemon/page/route.h"

#include "daemon/page/frame.h"
#include "daemon/page/pages.h"

const struct route routes[] = {
	{ "/", ROUTE_ANYBODY, page_home, false },
	{ "/style.css", ROUTE_ANYBODY, page_style_sheet, false },
	{ "/sign-in", ROUTE_ANYBODY, page_sign_in, false },
	{ "/sign-in", ROUTE_ANYBODY, page_sign_in, true },
	{ "/in/$", ROUTE_ANYBODY, page_in, false },
	{ "/in/$", ROUTE_ANYBODY, page_in, true },
	{ "/sign-out", ROUTE_SIGNED_IN, page_sign_out, false },
	/* A ticket's link. */
	{ "/t/#/$", ROUTE_LINK, page_ticket, false },
	{ "/t/#/$/messages/#", ROUTE_LINK, page_message, false },
	{ "/t/#/$/files/#/#", ROUTE_LINK, page_download, false },
	{ "/t/#/$/code", ROUTE_LINK, page_ticket, true },
	{ "/t/#/$/confirm", ROUTE_LINK, page_ticket, true },
	{ "/t/#/$/reply", ROUTE_LINK, page_ticket, true },
	{ "/t/#/$/close", ROUTE_LINK, page_ticket, true },
	{ "/t/#/$/reopen", ROUTE_LINK, page_ticket, true },
	{ "/t/#/$/severity", ROUTE_LINK, page_ticket, true },
	/* Whoever has the address of a calendar. */
	{ "/feed/$.ics", ROUTE_ANYBODY, page_feed, false },
	/* Customers. */
	{ "/requests", ROUTE_CUSTOMER, page_requests, false },
	{ "/requests/new", ROUTE_CUSTOMER, page_new, false },
	{ "/requests/new", ROUTE_CUSTOMER, page_new, true },
	{ "/requests/#", ROUTE_CUSTOMER, page_ticket, false },
	{ "/requests/#/messages/#", ROUTE_CUSTOMER, page_message, false },
	{ "/requests/#/files/#/#", ROUTE_CUSTOMER, page_download, false },
	{ "/requests/#/reply", ROUTE_CUSTOMER, page_ticket, true },
	{ "/requests/#/close", ROUTE_CUSTOMER, page_ticket, true },
	{ "/requests/#/reopen", ROUTE_CUSTOMER, page_ticket, true },
	{ "/requests/#/severity", ROUTE_CUSTOMER, page_ticket, true },
	{ "/project", ROUTE_CUSTOMER, page_project, false },
	{ "/mine", ROUTE_CUSTOMER, page_mine, false },
	{ "/mine.json", ROUTE_CUSTOMER, page_mine_json, false },
	{ "/mine.mbox", ROUTE_CUSTOMER, page_mine_mbox, false },
	{ NULL, ROUTE_ANYBODY, NULL, false },
};

/* --- which --------------------------------------------------------------------------- */

static bool
is_number(struct str s)
{
	int64_t n;

	return s.n > 0 && s.p[0] != '0' && s.p[0] != '-' && s.p[0] != '+' && str_i64(s, &n);
}

static bool
is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9')))
			return false;
	return s.n > 0;
}

/* "$", "#", or one of them with what stands behind it: "$.ics". */
static bool
stands_for(struct str want, struct str have, struct str *arg)
{
	struct str behind = str_sub(want, 1, want.n);

	if (!str_ends(have, behind))
		return false;
	*arg = str_sub(have, 0, have.n - behind.n);
	return want.p[0] == '#' ? is_number(*arg) : is_token(*arg);
}

static bool
fits(const char *pattern, struct str path, struct str *args, size_t *n)
{
	struct str rest = str_c(pattern), want, have;

	*n = 0;
	while (str_split(&rest, '/', &want)) {
		if (!str_split(&path, '/', &have))
			return false;
		if (want.n > 0 && (want.p[0] == '#' || want.p[0] == '$')) {
			if (!stands_for(want, have, &args[(*n)++]))
				return false;
		} else if (!str_eq(want, have))
			return false;
	}
	return !str_split(&path, '/', &have);
}

const struct route *
route_find(struct str path, bool is_post, struct str *args, size_t *n, bool *other)
{
	*other = false;
	for (const struct route *r = routes; r->pattern != NULL; r++) {
		if (!fits(r->pattern, path, args, n))
			continue;
		if (r->is_post == is_post)
			return r;
		*other = true;
	}
	return NULL;
}

/* --- who ------------------------------------------------------------------------------ */

static int
look(struct visit *v, const struct route *r)
{
	return r != NULL && r->who == ROUTE_LINK ? visit_link(v) : visit_session(v);
}

static bool
is_in_as(const struct visit *v, enum route_who who)
{
	switch (who) {
	case ROUTE_ANYBODY:
		return true;
	case ROUTE_LINK:
	case ROUTE_SIGNED_IN:
		return v->is_in;
	case ROUTE_CUSTOMER:
		return v->is_in && v->who.agent == NULL && v->who.only_ticket == 0;
	case ROUTE_AGENT:
		return v->is_in && v->who.agent != NULL;
	}
	return false;
}

/* Nobody is sent to sign in; somebody else has pages of their own. */
static int
turned_away(struct visit *v, const struct route *r)
{
	if (r->who == ROUTE_LINK)
		return v->ended ? 410 : 404;
	if (!v->is_in)
		return visit_go(v, STR("/sign-in"));
	return 403;
}

int
page_answer(struct page_desk *desk, const struct page_request *req, struct page_answer *out,
    struct err *e)
{
	struct visit v = { .desk = desk, .req = req, .out = out, .a = desk->a, .db = desk->db,
	    .conf = desk->conf, .e = e };
	bool other;
	const struct route *r = route_find(req->path, req->is_post, v.args, &v.n_args, &other);
	int status;

	*out = (struct page_answer){ .id = req->id };
	buf_init(&v.body, v.a);
	status = look(&v, r);
	visit_settle(&v);
	if (status != -1)
		status = r == NULL ? other ? 405 : 404 : !is_in_as(&v, r->who) ?
		    turned_away(&v, r) : r->page(&v);
	out->status = (uint32_t)(status == -1 ? 503 : status);
	if (status == 200 && out->type.n == 0)
		frame_put(&v, 200);
	else if (status != 200 && status != 303)
		frame_error(&v, status == -1 ? 503 : status);
	return status == -1 ? -1 : 0;
}
