/* webpost: see webpost.h. */
#include "daemon/send/webpost.h"

#include "daemon/sys/file.h"

enum { SHOWN_MAX = 200 };		/* bytes of an answer, for people */

/* A line that is no header field would be sent as one, or as the body. */
static bool
is_header(struct str line)
{
	size_t colon = str_chr(line, ':', 0);

	for (size_t i = 0; i < line.n; i++)
		if ((unsigned char)line.p[i] < ' ' || line.p[i] == 0x7f ||
		    (i < colon && line.p[i] == ' '))
			return false;
	return colon != SIZE_MAX && colon > 0;
}

int
webpost_headers(struct arena *a, struct str path, struct strs *out, struct err *e)
{
	struct str text, line;

	if (path.n == 0)
		return 0;
	if (file_secret(a, path, &text, e) == -1)
		return -1;
	while (str_line(&text, &line)) {
		if (!is_header(line = str_trim(line)))
			return err_set(e, ERR_CONF, "%.*s: each line must be \"Name: value\", as "
			    "\"Authorization: Bearer …\"", STR_ARG(path));
		strs_add(a, out, line);
	}
	return 0;
}

enum send_outcome
webpost_outcome(int status)
{
	if (status / 100 == 2)
		return SEND_OK;
	return status == 408 || status == 425 || status == 429 || status / 100 == 5 ?
	    SEND_TEMPORARY : SEND_PERMANENT;
}

/* One line, whatever the receiver's page looks like. */
static struct str
said(struct arena *a, struct str body)
{
	struct str cut = str_utf8_cut(str_trim(body), SHOWN_MAX);
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < cut.n; i++)
		buf_addc(&b, (unsigned char)cut.p[i] < ' ' ? ' ' : cut.p[i]);
	return buf_str(&b);
}

struct str
webpost_reply(struct arena *a, const struct web_answer *answer)
{
	struct str text = said(a, answer->body);

	return str_printf(a, "HTTP %d%s%.*s%s", answer->status, text.n > 0 ? ": " : "",
	    STR_ARG(text), answer->status / 100 == 3 ? " (a redirect is not followed: write the "
	    "address that it leads to)" : "");
}
