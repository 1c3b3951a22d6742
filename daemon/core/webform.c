/* webform: see webform.h. */
#include "daemon/core/webform.h"

#include <string.h>

#include "daemon/ticket/work.h"

enum { BACK_MAX = 500 };

struct str
webform_field(const struct web_post *p, struct str name)
{
	const struct strs *form = &p->req->form;

	for (size_t i = 0; i + 1 < form->n; i += 2)
		if (str_eq(form->v[i], name))
			return form->v[i + 1];
	return STR_NONE;
}

void
webform_cookie(struct web_post *p, struct str name, struct str value, int64_t seconds)
{
	strs_add(p->a, &p->cookies, str_printf(p->a, "%.*s=%.*s; Path=/; Max-Age=%lld; Secure; "
	    "HttpOnly; SameSite=Lax", STR_ARG(name), STR_ARG(value),
	    (long long)(value.n == 0 ? 0 : seconds)));
}

/* A path of ours, and nothing that a browser takes for another's. */
static bool
is_back(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x7f ||
		    strchr("\\\"<>", s.p[i]) != NULL)
			return false;
	return s.n > 0 && s.n <= BACK_MAX && s.p[0] == '/' && (s.n == 1 || s.p[1] != '/');
}

/* Where the form stood: as it says, else where its ticket is. */
struct str
webform_back(const struct web_post *p)
{
	struct str back = webform_field(p, STR("back"));
	size_t end = str_chr(p->req->path, '?', 0);

	if (is_back(back))
		return back;
	if (p->form == NULL || p->ticket == 0)
		return STR("/");
	for (end = p->req->path.n; end > 0 && p->req->path.p[end - 1] != '/';)
		end--;
	return str_sub(p->req->path, 0, end - 1);
}

/* Of this cookie's owner: another's number is another form's. */
struct str
webform_hash(struct web_post *p)
{
	unsigned char *hash = ARENA_ARRAY(p->a, SHA256_BYTES, unsigned char);
	struct str number = webform_field(p, STR("form"));

	sha256_of(str_printf(p->a, "%.*s\n%.*s\n%.*s", STR_ARG(p->cookie), STR_ARG(p->req->path),
	    STR_ARG(number)), hash);
	return (struct str){ (const char *)hash, SHA256_BYTES };
}

struct sql_web_form_add
webform_note(struct web_post *p, struct work *w)
{
	return sql_web_form_add(w->db, webform_hash(p), w->now, webform_back(p));
}
