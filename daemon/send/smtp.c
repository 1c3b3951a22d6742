/*
 * smtp: see smtp.h.  libcurl 7.88 speaks the protocol; what it reports is not
 * enough to know a mail's fate, so the dialogue is watched (dialogue.h).
 *
 * Never sends what was not checked (CR or LF in an address would reach the wire
 * as commands); never keeps a login or a mail's text in what it reports.
 */
#include "daemon/send/smtp.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/oauth/bearer.h"
#include "daemon/send/blame.h"
#include "daemon/send/serverurl.h"
#include "daemon/send/sockets.h"
#include "daemon/send/upload.h"
#include "daemon/sys/clock.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"

enum {
	CHALLENGE_MAX = 1500,		/* base64 */
	CONNECT_MS = 30 * 1000,
	TIMEOUT_S = 120			/* of an endpoint that says none */
};

struct smtp {
	const struct endpoint	*endpoint;
	struct smtp_times	 times;
	const atomic_bool	*stop;
	char			 url[SERVERURL_MAX];
	char			*user;
	char			*password;
	char			*ca_file;
	int64_t			 token;		/* the number of the one that logged in; 0: none */
	char			 challenge[CHALLENGE_MAX];	/* to a token that was not taken */
	CURL			*curl;		/* NULL: nothing is open */
	struct sockets		 sockets;
	struct dialogue		 d;		/* of the mail at hand, which follows */
	struct upload		 mail;
	int64_t			 heard;		/* clock_mono(), of the last that was said */
	long			 late;	/* nothing was said for so many ms; 0: it goes on */
	bool			 is_refused;	/* plain text beyond loopback */
	char			 error[CURL_ERROR_SIZE];
};

int
smtp_init(struct err *e)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return err_set(e, ERR_BUG, "libcurl cannot be used");
	return 0;
}

static char *
copy(struct str s)
{
	char *p = s.n == 0 ? NULL : strndup(s.p, s.n);

	if (s.n > 0 && p == NULL)
		abort();
	return p;
}

struct smtp_times
smtp_times_of(const struct endpoint *ep)
{
	long answer = 1000 * (ep->timeout > 0 ? (long)ep->timeout : TIMEOUT_S);

	return (struct smtp_times){ answer < CONNECT_MS ? answer : CONNECT_MS, answer,
	    5 * answer, 10 * answer };
}

struct smtp *
smtp_new(const struct endpoint *ep, struct str password, struct str helo,
    const struct smtp_times *times, const atomic_bool *stop)
{
	struct smtp *s = calloc(1, sizeof(*s));

	if (s == NULL)
		abort();
	s->endpoint = ep;
	s->times = times != NULL ? *times : smtp_times_of(ep);
	s->stop = stop;
	s->user = copy(ep->user);
	s->password = copy(password);
	s->ca_file = copy(ep->ca_file);
	serverurl_write(s->url, ep, helo);
	sockets_init(&s->sockets);
	return s;
}

/* --- the sockets --- */

static curl_socket_t
on_open(void *arg, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct smtp *s = arg;
	int fd = -1;

	(void)purpose;
	s->is_refused |= s->endpoint->tls == TLS_NONE && !sockets_is_loopback(&a->addr);
	if (!s->is_refused)
		fd = sockets_open(&s->sockets, a->family, a->socktype, a->protocol);
	return fd == -1 ? CURL_SOCKET_BAD : fd;
}

static int
on_close(void *arg, curl_socket_t fd)
{
	return sockets_close(&((struct smtp *)arg)->sockets, fd);
}

static void
hang_up(struct smtp *s)
{
	if (s->curl != NULL)
		curl_easy_cleanup(s->curl);
	s->curl = NULL;
}

/*
 * After an error.  libcurl may think the connection sound and wait for the
 * answer to a QUIT: it shall find it closed.
 */
static void
cut(struct smtp *s)
{
	sockets_cut(&s->sockets);
	hang_up(s);
}

void
smtp_free(struct smtp *s)
{
	if (s == NULL)
		return;
	hang_up(s);
	free(s->user);
	if (s->password != NULL)
		explicit_bzero(s->password, strlen(s->password));
	free(s->password);
	free(s->ca_file);
	free(s);
}

/* --- watching --- */

static int
on_debug(CURL *curl, curl_infotype type, char *p, size_t n, void *arg)
{
	struct smtp *s = arg;

	(void)curl;
	if (type != CURLINFO_HEADER_OUT && type != CURLINFO_HEADER_IN)
		return 0;
	s->heard = clock_mono();
	if (type == CURLINFO_HEADER_IN && n > 4 && s->endpoint->oauth != NULL &&
	    str_starts((struct str){ p, n }, STR("334 ")))
		snprintf(s->challenge, sizeof(s->challenge), "%.*s", (int)n - 4, p + 4);
	if (type == CURLINFO_HEADER_OUT)
		dialogue_command(&s->d, (struct str){ p, n });
	else
		dialogue_reply(&s->d, (struct str){ p, n });
	return 0;
}

static size_t
on_read(char *p, size_t size, size_t count, void *arg)
{
	struct smtp *s = arg;
	size_t n;

	if (!upload_read(&s->mail, p, size * count, &n))
		return CURL_READFUNC_ABORT;
	s->heard = clock_mono();
	dialogue_hand_over(&s->d, upload_is_done(&s->mail));
	return n;
}

static size_t
on_output(char *p, size_t size, size_t count, void *arg)
{
	(void)p;
	(void)arg;
	return size * count;
}

/* So long the server may be silent now. */
static long
patience(const struct smtp *s)
{
	if (!sockets_are_connected(&s->sockets))
		return s->times.connect;
	return s->d.stage == DIALOGUE_END ? s->times.end : s->times.answer;
}

/* Asked about once a second, whatever is waited for. */
static int
on_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	struct smtp *s = arg;

	(void)a, (void)b, (void)c, (void)d;
	if (clock_mono() - s->heard > patience(s))
		s->late = patience(s);
	return s->late > 0 || (s->stop != NULL && atomic_load(s->stop));
}

/* --- one mail --- */

#define SET(option, value) do {						\
	CURLcode set_ = curl_easy_setopt(s->curl, (option), (value));	\
	if (set_ != CURLE_OK)						\
		return set_;						\
} while (0)

/* A new connection logs in with the newest token. */
static CURLcode
set_token(struct smtp *s)
{
	struct arena *a = arena_new();
	union { const char *in; char *out; } text;
	struct token token;
	struct err e;
	CURLcode rc;

	if (store_token(a, s->endpoint->oauth, &token, &e) == -1) {
		snprintf(s->error, sizeof(s->error), "%.*s", CURL_ERROR_SIZE - 1, e.text);
		arena_free(a);
		return CURLE_LOGIN_DENIED;
	}
	s->token = token.number;
	text.in = str_dup(a, token.text).p;
	rc = curl_easy_setopt(s->curl, CURLOPT_USERNAME, s->user);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(s->curl, CURLOPT_XOAUTH2_BEARER, text.in);
	if (rc == CURLE_OK)
		rc = curl_easy_setopt(s->curl, CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
	explicit_bzero(text.out, token.text.n);
	text.in = token.text.p;
	explicit_bzero(text.out, token.text.n);
	arena_free(a);
	return rc;
}

static CURLcode
set_security(struct smtp *s)
{
	SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	if (s->ca_file != NULL) {
		SET(CURLOPT_CAINFO, s->ca_file);
		SET(CURLOPT_CAPATH, (char *)NULL);
	}
	SET(CURLOPT_USE_SSL, (long)(s->endpoint->tls == TLS_NONE ? CURLUSESSL_NONE :
	    CURLUSESSL_ALL));
	if (s->endpoint->oauth != NULL)
		return set_token(s);
	if (s->user != NULL) {
		SET(CURLOPT_USERNAME, s->user);
		SET(CURLOPT_PASSWORD, s->password != NULL ? s->password : "");
		/* Behind TLS: what every server's password store can answer. */
		SET(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
	}
	return CURLE_OK;
}

static CURLcode
set_callbacks(struct smtp *s)
{
	SET(CURLOPT_OPENSOCKETFUNCTION, on_open);
	SET(CURLOPT_OPENSOCKETDATA, s);
	SET(CURLOPT_CLOSESOCKETFUNCTION, on_close);
	SET(CURLOPT_CLOSESOCKETDATA, s);
	SET(CURLOPT_VERBOSE, 1L);
	SET(CURLOPT_DEBUGFUNCTION, on_debug);
	SET(CURLOPT_DEBUGDATA, s);
	SET(CURLOPT_READFUNCTION, on_read);
	SET(CURLOPT_READDATA, s);
	SET(CURLOPT_WRITEFUNCTION, on_output);
	SET(CURLOPT_HEADERFUNCTION, on_output);
	SET(CURLOPT_NOPROGRESS, 0L);
	SET(CURLOPT_XFERINFOFUNCTION, on_progress);
	SET(CURLOPT_XFERINFODATA, s);
	SET(CURLOPT_ERRORBUFFER, s->error);
	return CURLE_OK;
}

static CURLcode
open_handle(struct smtp *s)
{
	CURLcode rc;

	if (s->curl == NULL && (s->curl = curl_easy_init()) == NULL)
		return CURLE_OUT_OF_MEMORY;
	if ((rc = set_security(s)) != CURLE_OK || (rc = set_callbacks(s)) != CURLE_OK)
		return rc;
	SET(CURLOPT_URL, s->url);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_UPLOAD, 1L);
	/* For on_progress() to decide, which knows how far it has come. */
	SET(CURLOPT_CONNECTTIMEOUT_MS, s->times.whole);
	SET(CURLOPT_SERVER_RESPONSE_TIMEOUT, s->times.whole / 1000);
	SET(CURLOPT_TIMEOUT_MS, s->times.whole);
	return CURLE_OK;
}

static CURLcode
perform(struct smtp *s, const char *from, struct curl_slist *recipient)
{
	/* As it was before ask(). */
	SET(CURLOPT_NOBODY, 0L);
	SET(CURLOPT_CUSTOMREQUEST, (char *)NULL);
	SET(CURLOPT_UPLOAD, 1L);
	SET(CURLOPT_MAIL_FROM, from);
	SET(CURLOPT_MAIL_RCPT, recipient);
	SET(CURLOPT_INFILESIZE_LARGE, (curl_off_t)upload_size(&s->mail));
	return curl_easy_perform(s->curl);
}

static void
begin(struct smtp *s)
{
	dialogue_begin(&s->d);
	s->heard = clock_mono();
	s->late = 0;
	s->is_refused = false;
	s->error[0] = s->challenge[0] = '\0';
}

/* *reused: the connection was open before. */
static CURLcode
attempt(struct smtp *s, struct arena *a, const struct smtp_mail *m, bool *reused)
{
	struct curl_slist recipient = { .data = arena_alloc(a, m->recipient.n + 1) };
	long connects = 0;
	CURLcode rc;

	memcpy(recipient.data, m->recipient.p, m->recipient.n);
	begin(s);
	upload_begin(&s->mail, m);
	*reused = s->curl != NULL;
	if (s->curl == NULL && (rc = open_handle(s)) != CURLE_OK)
		return rc;
	rc = perform(s, m->from.n > 0 ? str_dup(a, m->from).p : "", &recipient);
	curl_easy_getinfo(s->curl, CURLINFO_NUM_CONNECTS, &connects);
	*reused = *reused && connects == 0;
	dialogue_end(&s->d);
	return rc;
}

static bool
is_late(const struct smtp *s, CURLcode rc)
{
	return s->late > 0 || rc == CURLE_OPERATION_TIMEDOUT;
}

static struct str
explain(struct smtp *s, struct arena *a, CURLcode rc)
{
	if (s->is_refused)
		return STR("tls is none, and the host is not loopback");
	if (s->mail.is_starved)
		return STR("its files could not be read just now");
	if (s->late > 0)
		return dialogue_text(a, &s->d, str_printf(a, "nothing within %ld s",
		    s->late / 1000).p);
	return dialogue_text(a, &s->d, s->error[0] != '\0' ? s->error : curl_easy_strerror(rc));
}

/* A login that was refused, with what the server said of a token before. */
static void
explain_login(struct smtp *s, struct arena *a, struct smtp_result *out)
{
	struct str why = bearer_challenge(a, str_c(s->challenge));

	out->about_login = true;
	out->token = s->token;
	if (s->endpoint->oauth == NULL)
		return;
	/* libcurl hangs up on a challenge: no refusal follows it. */
	if (why.n > 0)
		out->reply = str_printf(a, "the token is refused (%.*s)", STR_ARG(why));
	out->about_us = true;
	out->mend = STR("docketctl doctor looks into the token");
}

static const char *
refuse(const struct smtp_mail *m)
{
	if (m->from.n > 0 && !address_is_safe(m->from))
		return "the sender's address may not go out";
	if (!address_is_safe(m->recipient))
		return "the recipient's address may not go out";
	return upload_is_lines(m->bytes) ? NULL : "the mail has lines that may not go out";
}

/* What is not the mail's fault, or its recipient's, is tried again; admins read how to mend it. */
static void
soften(const struct smtp *s, struct arena *a, struct smtp_result *out)
{
	struct verdict v = blame_find(a, s->d.stage, out->code, out->reply);

	if (out->outcome == SEND_PERMANENT) {
		out->about_sender = v.is_address;
		out->about_null = blame_names_null(a, out->reply);
	}
	if (v.blame < BLAME_SENDER)
		return;
	out->outcome = SEND_TEMPORARY;
	out->about_us = true;
	out->mend = str_c(v.mend);
}

static void
conclude(struct smtp *s, struct arena *a, CURLcode rc, struct smtp_result *out)
{
	out->outcome = dialogue_outcome(&s->d, rc == CURLE_OK);
	out->code = s->d.code;
	out->reply = explain(s, a, rc);
	if (out->outcome != SEND_OK && out->code >= 400)
		soften(s, a, out);
	out->token = s->token;
	if (rc == CURLE_LOGIN_DENIED)
		explain_login(s, a, out);
	out->server_down = is_late(s, rc) || (rc != CURLE_OK && s->d.stage == DIALOGUE_OPEN);
	if (out->outcome != SEND_OK)
		cut(s);
}

static CURLcode
ask(struct smtp *s, const char *line)
{
	CURLcode rc = open_handle(s);

	if (rc != CURLE_OK)
		return rc;
	SET(CURLOPT_UPLOAD, 0L);
	SET(CURLOPT_NOBODY, 1L);
	SET(CURLOPT_CUSTOMREQUEST, line);
	return curl_easy_perform(s->curl);
}

/*
 * An address that is no ASCII may go to a server that offers SMTPUTF8 (RFC 6531, section
 * 3.2); libcurl sends it to any, so that what is offered must be known before.  False: it
 * is not sent, and *out tells why.
 */
static bool
takes_address(struct smtp *s, struct arena *a, const struct smtp_mail *m,
    struct smtp_result *out)
{
	CURLcode rc = CURLE_OK;

	if (address_is_ascii(m->recipient) && (m->from.n == 0 || address_is_ascii(m->from)))
		return true;
	begin(s);
	if (s->curl == NULL)
		rc = ask(s, "NOOP");
	if (rc != CURLE_OK)
		conclude(s, a, rc, out);
	else if (!s->d.offers_utf8)
		out->reply = STR("not sent: the address is not in ASCII, and the mail server does "
		    "not offer SMTPUTF8 (RFC 6531), which it would need");
	return rc == CURLE_OK && s->d.offers_utf8;
}

void
smtp_send(struct smtp *s, struct arena *a, const struct smtp_mail *m,
    struct smtp_result *out)
{
	const char *refused = refuse(m);
	bool reused;
	CURLcode rc;

	*out = (struct smtp_result){ .outcome = SEND_PERMANENT, .reply = str_c(refused) };
	if (refused != NULL || !takes_address(s, a, m, out))
		return;
	rc = attempt(s, a, m, &reused);
	/* A kept connection may have been closed at any moment: then a new one at once. */
	if (rc != CURLE_OK && !is_late(s, rc) && reused && dialogue_is_unbegun(&s->d)) {
		cut(s);
		rc = attempt(s, a, m, &reused);
	}
	conclude(s, a, rc, out);
}

void
smtp_probe(struct smtp *s, struct arena *a, struct str from, struct str to,
    struct smtp_result *out)
{
	enum dialogue_stage last = to.n > 0 ? DIALOGUE_RCPT : DIALOGUE_MAIL;
	CURLcode rc;

	*out = (struct smtp_result){ .outcome = SEND_PERMANENT,
	    .reply = STR("the address may not go out") };
	if ((from.n > 0 && !address_is_safe(from)) || (to.n > 0 && !address_is_safe(to)))
		return;
	hang_up(s);
	begin(s);
	rc = ask(s, str_printf(a, "MAIL FROM:<%.*s>", STR_ARG(from)).p);
	if (rc == CURLE_OK && to.n > 0)
		rc = ask(s, str_printf(a, "RCPT TO:<%.*s>", STR_ARG(to)).p);
	conclude(s, a, rc, out);
	out->outcome = rc == CURLE_OK && s->d.stage == last && out->code / 100 == 2 ?
	    SEND_OK : SEND_TEMPORARY;
	cut(s);
}
