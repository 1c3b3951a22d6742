/* hookcall: see hookcall.h. */
#include "daemon/send/hookcall.h"

#include <inttypes.h>

#include "daemon/policy/weburl.h"
#include "daemon/send/blot.h"
#include "daemon/send/webpost.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "daemon/sys/log.h"
#include "parsers/base/json.h"
#include "parsers/base/sha256.h"

#define CHECK	"docketctl check tells what is wrong with its files; then reload docketd"
#define AWAY	"see whether the receiver runs, and answers under its name with a certificate that " \
		"ca_file or the system knows"
#define FULL	"the receiver takes no more for now: it goes on by itself; a lower max_rate helps"
#define PRIVATE	"allow_private = true of the webhook lets it be at an address of your own network"

struct hookcall {
	const struct webhook	*conf;
	struct str		 url;		/* secret, perhaps */
	struct str		 secret, key;	/* secret; empty: none */
	struct strs		 headers;	/* secret */
	struct strs		 secrets;	/* all that is sent and told to nobody else */
	struct err		 fault;		/* of its files; no kind: none */
};

static int
read_url(struct hookcall *h, struct arena *a, struct err *e)
{
	const char *why;

	h->url = h->conf->url;
	if (h->conf->url_file.n == 0)
		return 0;
	if (file_secret(a, h->conf->url_file, &h->url, e) == -1)
		return -1;
	if ((why = weburl_obstacle(h->url)) != NULL)
		return err_set(e, ERR_CONF, "%.*s: %s", STR_ARG(h->conf->url_file), why);
	return 0;
}

static int
read_secret(struct arena *a, struct str path, struct str *out, struct err *e)
{
	return path.n == 0 ? 0 : file_secret(a, path, out, e);
}

/* Of the address what stands behind the host, and of a header field its value. */
static void
know_secrets(struct hookcall *h, struct arena *a)
{
	blot_add(a, &h->secrets, h->key);
	blot_add(a, &h->secrets, h->secret);
	for (size_t i = 0; i < h->headers.n; i++)
		blot_add(a, &h->secrets, str_trim(str_sub(h->headers.v[i],
		    str_chr(h->headers.v[i], ':', 0) + 1, SIZE_MAX)));
	if (h->conf->url_file.n > 0)
		blot_add(a, &h->secrets, str_sub(h->url, str_chr(h->url, '/',
		    STR("https://").n), SIZE_MAX));
}

struct hookcall *
hookcall_new(struct arena *a, const struct webhook *conf, struct strs *readable)
{
	struct hookcall *h = ARENA_NEW(a, struct hookcall);

	h->conf = conf;
	if (conf->ca_file.n > 0)
		strs_add(a, readable, conf->ca_file);
	if (read_url(h, a, &h->fault) == -1 ||
	    read_secret(a, conf->secret_file, &h->secret, &h->fault) == -1 ||
	    read_secret(a, conf->key_file, &h->key, &h->fault) == -1 ||
	    webpost_headers(a, conf->headers_file, &h->headers, &h->fault) == -1)
		log_error("a webhook cannot be used", { "webhook", LOG_S(conf->name) },
		    { "error", LOG_C(h->fault.text) });
	know_secrets(h, a);
	return h;
}

/* "t=…,v1=…" */
static struct str
signature(struct arena *a, struct str key, int64_t seconds, struct str body)
{
	struct str time = str_printf(a, "%" PRId64, seconds);
	const struct str pieces[] = { time, STR("."), body };
	unsigned char mac[SHA256_BYTES];

	sha256_keyed(key, pieces, COUNT(pieces), mac);
	return str_printf(a, "t=%.*s,v1=%.*s", STR_ARG(time),
	    STR_ARG(sha256_hex(a, mac, sizeof(mac))));
}

/* The key of the receiver stands only in what goes out: for the escape of HOOKBODY_KEY. */
static struct str
with_key(const struct hookcall *h, struct arena *a, struct str body)
{
	struct str mark = STR("\\u0001");
	struct buf b;
	size_t at;

	buf_init(&b, a);
	while ((at = str_chr(body, '\\', 0)) != SIZE_MAX) {
		bool is_mark = str_starts(str_sub(body, at, SIZE_MAX), mark);
		size_t n = is_mark ? mark.n : 2;

		buf_add(&b, str_sub(body, 0, is_mark ? at : at + 2));
		if (is_mark)
			json_escape(&b, h->key);
		body = str_sub(body, at + n, SIZE_MAX);
	}
	buf_add(&b, body);
	return buf_str(&b);
}

static struct strs
headers(const struct hookcall *h, struct arena *a, const struct delivery *d, struct str body)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < h->headers.n; i++)
		strs_add(a, &out, h->headers.v[i]);
	strs_add(a, &out, str_printf(a, "X-Docket-Delivery: %.*s", STR_ARG(d->envelope_from)));
	if (h->secret.n > 0)
		strs_add(a, &out, str_printf(a, "X-Docket-Signature: %.*s", STR_ARG(
		    signature(a, h->secret, clock_now() / SECOND_US, body))));
	return out;
}

/* Where nobody answered, or nobody takes anything for now, the others fare the same. */
static void
judge(const struct hookcall *h, struct arena *a, struct web_answer *answer,
    struct smtp_result *r)
{
	answer->body = blot_out(a, answer->body, &h->secrets);
	r->code = answer->status == 503 ? 429 : (uint32_t)answer->status;	/* busy */
	r->outcome = webpost_outcome(answer->status);
	r->reply = webpost_reply(a, answer);
	if (answer->status == 429 || answer->status == 503) {
		r->server_down = true;
		r->mend = STR(FULL);
	}
}

void
hookcall_send(const struct hookcall *h, struct arena *a, const struct delivery *d,
    const atomic_bool *stop, struct smtp_result *r)
{
	struct str body = with_key(h, a, d->bytes);
	struct strs more = headers(h, a, d, body);
	const struct web_request request = { .url = h->url, .ca_file = h->conf->ca_file,
	    .type = "application/json", .body = body, .headers = &more,
	    .whole_ms = (long)h->conf->timeout, .public_only = !h->conf->allow_private,
	    .stop = stop };
	struct web_answer answer;
	struct err e;

	*r = (struct smtp_result){ .outcome = SEND_TEMPORARY };
	if (h->fault.kind != ERR_NONE) {
		r->about_us = true;
		r->reply = str_c(h->fault.text);
		r->mend = STR(CHECK);
	} else if (web_post(a, &request, &answer, &e) == 0) {
		judge(h, a, &answer, r);
	} else if (e.kind == ERR_CONF) {
		r->outcome = SEND_PERMANENT;
		r->reply = str_printf(a, "%s: " PRIVATE, e.text);
	} else {
		r->server_down = true;
		r->reply = str_dup(a, str_c(e.text));
		r->mend = STR(AWAY);
	}
}
