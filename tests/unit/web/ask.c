/* Which forms are ours, which cookies are handed on, and what the log has of a path. */
#include "daemon/web/ask.h"
#include "tests/tap.h"

static const struct portal portal = { .url = { "https://desk.example.com", 24 } };

static const struct {
	const char	*origin, *site;
	int		 want;
} forms[] = {
	{ "", "", 0 }, { "https://desk.example.com", "same-origin", 0 }, { "null", "same-origin", 0 },
	{ "null", "", 0 }, { "https://DESK.example.com", "", 0 }, { "", "none", 0 },
	{ "http://desk.example.com", "", 403 }, { "https://desk.example.com:444", "", 403 },
	{ "https://evil.example", "", 403 }, { "https://desk.example.com.evil.example", "", 403 },
	{ "", "cross-site", 403 }, { "", "same-site", 403 }, { "null", "cross-site", 403 },
	{ "https://desk.example.com", "cross-site", 403 }, { "", "x", 403 },
};

static const struct {
	const char	*path, *want;
} paths[] = {
	{ "/", "/" }, { "/requests/12", "/requests/12" }, { "/requests/12/reply", "/requests/12/reply" },
	{ "/t/42/abcdefghijklmnopqrstuvwxyza", "/t/42/…" },
	{ "/t/42/abcdefghijklmnopqrstuvwxyza/reply", "/t/42/…/reply" },
	{ "/in/SECRET", "/in/…" }, { "/requests/", "/requests/" }, { "/Jo Doe", "/…" },
	{ "/style.css", "/style.css" },
};

int
main(void)
{
	struct arena *a = arena_new();
	const struct http_form none = { .n_files = 0 };
	struct page_request q;

	for (size_t i = 0; i < COUNT(forms); i++) {
		struct http_request r = { .method = HTTP_POST, .path = STR("/x"),
		    .origin = str_c(forms[i].origin), .site = str_c(forms[i].site) };

		tap_int(ask_make(a, &portal, 1, &r, &none, &q), forms[i].want, "origin \"%s\", site \"%s\"",
		    forms[i].origin, forms[i].site);
		r.method = HTTP_GET;
		tap_int(ask_make(a, &portal, 1, &r, &none, &q), 0, "reading is for all");
	}
	ask_make(a, &portal, 7, &(struct http_request){ .method = HTTP_POST, .path = STR("/x"),
	    .cookies = STR("x=1; __Host-docket=abc; __Host-docket-code=def") }, &none, &q);
	tap_ok(q.is_post && q.id == 7, "a form");
	tap_str(q.session, STR("abc"), "its session");
	tap_str(q.code, STR("def"), "its code");
	for (size_t i = 0; i < COUNT(paths); i++)
		tap_str(ask_masked(a, str_c(paths[i].path)), str_c(paths[i].want), "%s", paths[i].path);
	arena_free(a);
	return tap_done();
}
