/* ask: see ask.h. */
#include "daemon/web/ask.h"

#include "parsers/http/cookie.h"
#include "parsers/http/head.h"

enum { WORD_MAX = 16 };			/* letters of a word of ours in a path */

/* "null" is what our own Referrer-Policy makes of it, and what a page in a frame sends. */
static bool
is_ours(const struct portal *portal, const struct http_request *r)
{
	struct str site = r->site;

	if (r->origin.n > 0 && !str_eq(r->origin, STR("null")) && !str_ieq(r->origin, portal->url))
		return false;
	return site.n == 0 || str_eq(site, STR("same-origin")) || str_eq(site, STR("none"));
}

static void
take_files(struct arena *a, const struct http_form *form, struct page_files *out)
{
	*out = (struct page_files){ ARENA_ARRAY(a, form->n_files, struct page_file), form->n_files };
	for (size_t i = 0; i < form->n_files; i++)
		out->v[i] = (struct page_file){ form->files[i].field, form->files[i].name,
		    form->files[i].type, form->files[i].bytes };
}

int
ask_make(struct arena *a, const struct portal *portal, uint64_t id, const struct http_request *r,
    const struct http_form *form, struct page_request *out)
{
	*out = (struct page_request){
		.id = id, .is_post = r->method == HTTP_POST, .path = r->path, .query = r->query,
		.form = form->pairs, .session = http_cookie(r->cookies, PORTAL_COOKIE),
		.code = http_cookie(r->cookies, PORTAL_COOKIE_CODE), .language = r->language,
		.address = r->address, .origin = r->origin, .program = r->agent,
	};
	take_files(a, form, &out->files);
	return out->is_post && !is_ours(portal, r) ? HTTP_FORBIDDEN : 0;
}

/* Small letters and dashes, or a number: all that routes are made of. */
static bool
is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '.')
			return false;
	}
	return s.n <= WORD_MAX;
}

struct str
ask_masked(struct arena *a, struct str path)
{
	struct str rest = str_sub(path, 1, SIZE_MAX), piece;
	struct buf b;

	buf_init(&b, a);
	buf_addc(&b, '/');
	while (str_split(&rest, '/', &piece)) {
		buf_add(&b, is_plain(piece) ? piece : STR("…"));
		if (rest.p != NULL)
			buf_addc(&b, '/');
	}
	return buf_str(&b);
}
