/* hook: see hook.h. */
#include "daemon/alert/hook.h"

#include <string.h>

#include "daemon/alert/payload.h"
#include "daemon/net/web.h"
#include "daemon/sys/file.h"

enum {
	WHOLE_MS = 20000,
	SHOWN_MAX = 200			/* bytes of its answer, for people */
};

struct hook {
	const struct alerting	*conf;
	struct str		 name;
	struct strs		 headers;	/* secret */
};

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

static int
read_headers(struct hook *h, struct arena *a, struct err *e)
{
	struct str path = h->conf->webhook_secret_file, text, line;

	if (path.n == 0)
		return 0;
	if (file_secret(a, path, &text, e) == -1)
		return -1;
	while (str_line(&text, &line)) {
		if (!is_header(line = str_trim(line)))
			return err_set(e, ERR_CONF, "%.*s: each line must be \"Name: value\", as "
			    "\"Authorization: Bearer …\"", STR_ARG(path));
		strs_add(a, &h->headers, line);
	}
	return 0;
}

int
hook_new(struct arena *a, const struct alerting *conf, struct strs *readable,
    struct hook **out, struct err *e)
{
	struct hook *h;
	size_t slash;

	*out = NULL;
	if (conf->webhook.n == 0)
		return 0;
	h = ARENA_NEW(a, struct hook);
	h->conf = conf;
	slash = str_chr(conf->webhook, '/', strlen("https://"));
	h->name = slash == SIZE_MAX ? conf->webhook :
	    str_printf(a, "%.*s/…", STR_ARG(str_sub(conf->webhook, 0, slash)));
	if (conf->webhook_ca_file.n > 0)
		strs_add(a, readable, conf->webhook_ca_file);
	*out = h;
	return read_headers(h, a, e);
}

struct str
hook_name(const struct hook *h)
{
	return h->name;
}

/* What another try may change; a redirect is an address that an admin must correct. */
static enum send_outcome
outcome_of(int status)
{
	if (status / 100 == 2)
		return SEND_OK;
	return status == 408 || status == 425 || status == 429 || status / 100 == 5 ?
	    SEND_TEMPORARY : SEND_PERMANENT;
}

enum send_outcome
hook_call(const struct hook *h, struct arena *a, const struct bulletin *b,
    const struct bulletin_text *text, struct str *reply)
{
	const struct web_request request = { .url = h->conf->webhook,
	    .ca_file = h->conf->webhook_ca_file, .type = "application/json",
	    .body = payload_write(a, b, text), .headers = &h->headers, .whole_ms = WHOLE_MS };
	struct web_answer answer;
	struct str said;
	struct err e;

	if (web_post(a, &request, &answer, &e) == -1) {
		*reply = str_dup(a, str_c(e.text));
		return SEND_TEMPORARY;
	}
	said = str_utf8_cut(answer.body, SHOWN_MAX);
	*reply = str_printf(a, "HTTP %d%s%.*s%s", answer.status, said.n > 0 ? ": " : "",
	    STR_ARG(said), answer.status / 100 == 3 ? " (a redirect is not followed: write the "
	    "address that it leads to)" : "");
	return outcome_of(answer.status);
}
