/* hook: see hook.h. */
#include "daemon/alert/hook.h"

#include <string.h>

#include "daemon/alert/payload.h"
#include "daemon/send/webpost.h"

enum { WHOLE_MS = 20000 };

struct hook {
	const struct alerting	*conf;
	struct str		 name;
	struct strs		 headers;	/* secret */
};

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
	return webpost_headers(a, conf->webhook_secret_file, &h->headers, e);
}

struct str
hook_name(const struct hook *h)
{
	return h->name;
}

enum send_outcome
hook_call(const struct hook *h, struct arena *a, const struct bulletin *b,
    const struct bulletin_text *text, struct str *reply)
{
	const struct web_request request = { .url = h->conf->webhook,
	    .ca_file = h->conf->webhook_ca_file, .type = "application/json",
	    .body = payload_write(a, b, text), .headers = &h->headers, .whole_ms = WHOLE_MS };
	struct web_answer answer;
	struct err e;

	if (web_post(a, &request, &answer, &e) == -1) {
		*reply = str_dup(a, str_c(e.text));
		return SEND_TEMPORARY;
	}
	*reply = webpost_reply(a, &answer);
	return webpost_outcome(answer.status);
}
