/* http: see http.h. */
#include "daemon/oauth/http.h"

#include <curl/curl.h>
#include <string.h>

enum {
	CONNECT_MS = 15 * 1000,
	WHOLE_MS = 30 * 1000,
	BODY_BYTES = 256 * 1024
};

struct post {
	CURL			*curl;
	struct buf		 body;
	bool			 too_long;
	const atomic_bool	*stop;
	char			 error[CURL_ERROR_SIZE];
};

int
http_init(struct err *e)
{
	return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? 0 :
	    err_set(e, ERR_BUG, "libcurl cannot be used");
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

static size_t
on_body(char *p, size_t size, size_t count, void *arg)
{
	struct post *post = arg;
	size_t n = size * count;

	if (post->body.n + n > BODY_BYTES) {
		post->too_long = true;
		return 0;
	}
	buf_add(&post->body, (struct str){ p, n });
	return n;
}

static int
on_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct post *post = arg;

	(void)a, (void)b, (void)c, (void)d;
	return post->stop != NULL && atomic_load(post->stop);
}

#define SET(option, value) do {						\
	CURLcode set_ = curl_easy_setopt(post->curl, (option), (value)); \
	if (set_ != CURLE_OK)						\
		return set_;						\
} while (0)

static CURLcode
set_security(struct post *post, const char *ca_file)
{
	SET(CURLOPT_PROTOCOLS_STR, "https");
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	if (ca_file != NULL) {
		SET(CURLOPT_CAINFO, ca_file);
		SET(CURLOPT_CAPATH, (char *)NULL);
	}
	return CURLE_OK;
}

static CURLcode
perform(struct post *post, const char *url, const char *ca_file, struct str form)
{
	CURLcode rc = set_security(post, ca_file);

	if (rc != CURLE_OK)
		return rc;
	SET(CURLOPT_URL, url);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_POST, 1L);
	SET(CURLOPT_POSTFIELDS, form.p);
	SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)form.n);
	SET(CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	SET(CURLOPT_TIMEOUT_MS, (long)WHOLE_MS);
	SET(CURLOPT_WRITEFUNCTION, on_body);
	SET(CURLOPT_WRITEDATA, post);
	SET(CURLOPT_NOPROGRESS, 0L);
	SET(CURLOPT_XFERINFOFUNCTION, on_progress);
	SET(CURLOPT_XFERINFODATA, post);
	SET(CURLOPT_ERRORBUFFER, post->error);
	return curl_easy_perform(post->curl);
}

int
http_post(struct arena *a, struct str url, struct str ca_file, struct str form,
    const atomic_bool *stop, struct http_answer *out, struct err *e)
{
	struct post post = { .curl = curl_easy_init(), .stop = stop };
	curl_off_t after = 0;
	long status = 0;
	CURLcode rc;

	*out = (struct http_answer){ 0 };
	if (post.curl == NULL)
		return err_set(e, ERR_RETRY, "libcurl: no memory");
	buf_init(&post.body, a);
	rc = perform(&post, str_dup(a, url).p, ca_file.n > 0 ? str_dup(a, ca_file).p : NULL,
	    form);
	curl_easy_getinfo(post.curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(post.curl, CURLINFO_RETRY_AFTER, &after);
	curl_easy_cleanup(post.curl);
	*out = (struct http_answer){ (int)status, buf_str(&post.body),
	    after > 0 && after < INT32_MAX ? (int64_t)after : 0 };
	if (rc == CURLE_OK)
		return 0;
	return err_set(e, ERR_RETRY, "%.*s: %s", STR_ARG(url), post.too_long ?
	    "the answer is too long" : post.error[0] != '\0' ? post.error :
	    curl_easy_strerror(rc));
}
