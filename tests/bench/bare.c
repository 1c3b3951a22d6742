/*
 * bare: the floor of sending: libcurl alone gives one mail again and again to a server, on one
 * kept connection, and knows nothing of queues.
 *
 *	bare PORT COUNT < MAIL
 *
 * Prints seconds, from the first mail's end (connected, and all is warm) to the last's.
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct letter {
	char	bytes[1 << 20];
	size_t	n, at;
};

static size_t
give(char *p, size_t size, size_t count, void *arg)
{
	struct letter *l = arg;
	size_t n = l->n - l->at < size * count ? l->n - l->at : size * count;

	memcpy(p, l->bytes + l->at, n);
	l->at += n;
	return n;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
send_one(CURL *curl, struct letter *l)
{
	CURLcode rc;

	l->at = 0;
	if ((rc = curl_easy_perform(curl)) != CURLE_OK) {
		fprintf(stderr, "bare: %s\n", curl_easy_strerror(rc));
		exit(1);
	}
}

int
main(int argc, char **argv)
{
	static struct letter l;
	struct curl_slist to = { .data = strdup("jo@acme.example") };
	CURL *curl = curl_easy_init();
	char url[80];
	double start;
	int count;

	if (argc != 3 || curl == NULL || (count = atoi(argv[2])) < 1)
		return 2;
	l.n = fread(l.bytes, 1, sizeof(l.bytes), stdin);
	snprintf(url, sizeof(url), "smtp://127.0.0.1:%d/example.com", atoi(argv[1]));
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(curl, CURLOPT_READDATA, &l);
	curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)l.n);
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, "support@example.com");
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, &to);
	send_one(curl, &l);
	start = now();
	for (int i = 0; i < count; i++)
		send_one(curl, &l);
	printf("%.6f\n", now() - start);
	curl_easy_cleanup(curl);
	return 0;
}
