/* web: see web.h. */
#include "daemon/net/web.h"

#include <curl/curl.h>
#include <string.h>
#include <unistd.h>

#include "daemon/sys/privatenet.h"

enum { CONNECT_MS = 10000 };

struct posting {
	const struct web_request *request;
	CURL			*curl;
	struct curl_slist	*headers;
	struct buf		 body;
	bool			 is_cut;
	struct arena		*a;
	struct str		 refused;	/* the address that nothing was opened to */
	bool			 was_tried;	/* another was */
	char			 error[CURL_ERROR_SIZE];
};

int
web_init(struct err *e)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return err_set(e, ERR_BUG, "libcurl cannot be used");
	return 0;
}

/* More than is kept is read and thrown away. */
static size_t
on_body(char *p, size_t size, size_t count, void *arg)
{
	struct posting *post = arg;
	size_t n = size * count, room = WEB_BODY_MAX - post->body.n;

	buf_add(&post->body, (struct str){ p, n < room ? n : room });
	post->is_cut |= n > room;
	return n;
}

static int
on_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct posting *post = arg;

	(void)a, (void)b, (void)c, (void)d;
	return post->request->stop != NULL && atomic_load(post->request->stop);
}

/* The very address that is connected to, whatever the name stood for a moment ago. */
static curl_socket_t
on_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct posting *post = arg;

	if (purpose != CURLSOCKTYPE_IPCXN || (post->request->public_only &&
	    privatenet_has(&to->addr))) {
		post->refused = privatenet_text(post->a, &to->addr);
		return CURL_SOCKET_BAD;
	}
	post->was_tried = true;
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

#define SET(option, value) do {						\
	CURLcode set_ = curl_easy_setopt(post->curl, (option), (value)); \
	if (set_ != CURLE_OK)						\
		return set_;						\
} while (0)

static CURLcode
set_security(struct posting *post, struct arena *a)
{
	SET(CURLOPT_PROTOCOLS_STR, "https");
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_OPENSOCKETFUNCTION, on_socket);
	SET(CURLOPT_OPENSOCKETDATA, post);
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	if (post->request->ca_file.n > 0) {
		SET(CURLOPT_CAINFO, str_dup(a, post->request->ca_file).p);
		SET(CURLOPT_CAPATH, (char *)NULL);
	}
	return CURLE_OK;
}

static int
add_header(struct posting *post, const char *line)
{
	struct curl_slist *more = curl_slist_append(post->headers, line);

	if (more == NULL)
		return -1;
	post->headers = more;
	return 0;
}

static CURLcode
set_headers(struct posting *post, struct arena *a)
{
	const struct strs *more = post->request->headers;

	if (add_header(post, str_printf(a, "Content-Type: %s", post->request->type).p) == -1 ||
	    add_header(post, "Expect:") == -1)
		return CURLE_OUT_OF_MEMORY;
	for (size_t i = 0; more != NULL && i < more->n; i++)
		if (add_header(post, str_dup(a, more->v[i]).p) == -1)
			return CURLE_OUT_OF_MEMORY;
	SET(CURLOPT_HTTPHEADER, post->headers);
	SET(CURLOPT_USERAGENT, "docket/" DOCKET_VERSION);
	return CURLE_OK;
}

static CURLcode
set_request(struct posting *post, struct arena *a)
{
	SET(CURLOPT_URL, str_dup(a, post->request->url).p);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_POST, 1L);
	SET(CURLOPT_POSTFIELDS, post->request->body.p);
	SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->request->body.n);
	SET(CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	SET(CURLOPT_TIMEOUT_MS, post->request->whole_ms);
	SET(CURLOPT_WRITEFUNCTION, on_body);
	SET(CURLOPT_WRITEDATA, post);
	SET(CURLOPT_NOPROGRESS, 0L);
	SET(CURLOPT_XFERINFOFUNCTION, on_progress);
	SET(CURLOPT_XFERINFODATA, post);
	SET(CURLOPT_ERRORBUFFER, post->error);
	return CURLE_OK;
}

static CURLcode
perform(struct posting *post, struct arena *a)
{
	CURLcode rc = post->curl == NULL ? CURLE_OUT_OF_MEMORY : set_security(post, a);

	if (rc == CURLE_OK)
		rc = set_headers(post, a);
	if (rc == CURLE_OK)
		rc = set_request(post, a);
	return rc == CURLE_OK ? curl_easy_perform(post->curl) : rc;
}

int
web_post(struct arena *a, const struct web_request *request, struct web_answer *out,
    struct err *e)
{
	struct posting post = { .request = request, .curl = curl_easy_init(), .a = a };
	curl_off_t after = 0;
	long status = 0;
	CURLcode rc;

	buf_init(&post.body, a);
	rc = perform(&post, a);
	if (rc == CURLE_OK) {
		curl_easy_getinfo(post.curl, CURLINFO_RESPONSE_CODE, &status);
		curl_easy_getinfo(post.curl, CURLINFO_RETRY_AFTER, &after);
	} else if (post.refused.n > 0 && !post.was_tried) {
		err_set(e, ERR_CONF, "%.*s is no address of the public internet",
		    STR_ARG(post.refused));
	} else {
		err_set(e, ERR_RETRY, "%s", post.error[0] != '\0' ? post.error :
		    curl_easy_strerror(rc));
	}
	*out = (struct web_answer){ (int)status, buf_str(&post.body), post.is_cut,
	    after > 0 && after < INT32_MAX ? (int64_t)after : 0 };
	curl_slist_free_all(post.headers);
	curl_easy_cleanup(post.curl);
	return rc == CURLE_OK ? 0 : -1;
}
