/* http: see http.h. */
#include "daemon/oauth/http.h"

#include "daemon/net/web.h"

enum { WHOLE_MS = 30 * 1000 };

int
http_init(struct err *e)
{
	return web_init(e);
}

/* RFC 3986's unreserved stay as they are. */
static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c == '-' || c == '.' || c == '_' || c == '~';
}

void
http_form_add(struct buf *form, const char *name, struct str value)
{
	if (form->n > 0)
		buf_addc(form, '&');
	buf_adds(form, name);
	buf_addc(form, '=');
	for (size_t i = 0; i < value.n; i++)
		if (is_plain(value.p[i]))
			buf_addc(form, value.p[i]);
		else
			buf_printf(form, "%%%02X", (unsigned)(unsigned char)value.p[i]);
}

int
http_post(struct arena *a, struct str url, struct str ca_file, struct str form,
    const atomic_bool *stop, struct http_answer *out, struct err *e)
{
	const struct web_request request = { .url = url, .ca_file = ca_file,
	    .type = "application/x-www-form-urlencoded", .body = form, .whole_ms = WHOLE_MS,
	    .stop = stop };
	struct web_answer answer;
	struct err why;
	int rc = web_post(a, &request, &answer, &why);

	*out = (struct http_answer){ answer.status, answer.body, answer.retry_after };
	if (rc == 0 && !answer.is_cut)
		return 0;
	return err_set(e, ERR_RETRY, "%.*s: %s", STR_ARG(url), rc == 0 ?
	    "the answer is too long" : why.text);
}
