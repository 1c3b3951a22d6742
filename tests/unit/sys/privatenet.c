#include "daemon/sys/privatenet.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "tests/tap.h"

static const struct { const char *address; bool is_private; } rows[] = {
	{ "0.0.0.0", true }, { "10.255.255.255", true }, { "11.0.0.0", false }, { "9.255.255.255", false },
	{ "100.63.255.255", false }, { "100.64.0.0", true }, { "100.127.255.255", true }, { "100.128.0.0", false },
	{ "126.255.255.255", false }, { "127.0.0.1", true }, { "127.255.255.255", true }, { "128.0.0.0", false },
	{ "169.253.255.255", false }, { "169.254.169.254", true }, { "169.255.0.0", false },
	{ "172.15.255.255", false }, { "172.16.0.0", true }, { "172.31.255.255", true }, { "172.32.0.0", false },
	{ "192.0.0.8", true }, { "192.0.2.1", true }, { "192.0.3.0", false }, { "192.88.99.1", true },
	{ "192.167.255.255", false }, { "192.168.0.1", true }, { "192.169.0.0", false },
	{ "198.17.255.255", false }, { "198.18.0.1", true }, { "198.19.255.255", true }, { "198.20.0.0", false },
	{ "198.51.100.7", true }, { "203.0.113.1", true }, { "203.0.114.0", false },
	{ "223.255.255.255", false }, { "224.0.0.1", true }, { "240.0.0.1", true }, { "255.255.255.255", true },
	{ "8.8.8.8", false }, { "1.1.1.1", false },
	{ "::", true }, { "::1", true }, { "::ffff:127.0.0.1", true }, { "::ffff:8.8.8.8", false },
	{ "::127.0.0.1", true }, { "64:ff9b::a9fe:a9fe", true }, { "64:ff9b::808:808", false },
	{ "64:ff9b:1::808:808", true }, { "100::1", true }, { "2001::1", true }, { "2001:1ff::1", true },
	{ "2001:200::1", false }, { "2001:db8::1", true }, { "2002:7f00:1::1", true },
	{ "2002:808:808::1", false }, { "2a00:1450:4003::200e", false }, { "2606:4700::1111", false },
	{ "3fff:fff::1", true }, { "3fff:1000::1", false }, { "4000::1", true }, { "fc00::1", true },
	{ "fdff::1", true }, { "fe80::1", true }, { "fec0::1", true }, { "ff02::1", true },
};

static bool
has(struct arena *a, const char *text, struct str *told)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	const struct sockaddr *at = (const struct sockaddr *)&four;

	if (inet_pton(AF_INET, text, &four.sin_addr) != 1) {
		inet_pton(AF_INET6, text, &six.sin6_addr);
		at = (const struct sockaddr *)&six;
	}
	*told = privatenet_text(a, at);
	return privatenet_has(at);
}

int
main(void)
{
	static const struct { const char *host; bool want; } hosts[] = {
		{ "localhost", true }, { "LOCALHOST", true }, { "a.localhost", true }, { "mylocalhost", false },
		{ "127.1", true }, { "0x7f.1", true }, { "2130706433", true }, { "0177.0.0.1", true },
		{ "[::1]", true }, { "[fe80::1]", true }, { "[2606:4700::1111]", false }, { "8.8.8.8", false },
		{ "10.example.com", false }, { "", false }, { "a.example", false },
	};
	struct arena *a = arena_new();
	const struct sockaddr local = { .sa_family = AF_UNIX };
	struct str told;

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int(has(a, rows[i].address, &told), rows[i].is_private, "%s", rows[i].address);
	has(a, "192.168.0.1", &told);
	tap_str(told, STR("192.168.0.1"), "as people write it");
	has(a, "fd00::1", &told);
	tap_str(told, STR("fd00::1"), "as people write it");
	tap_ok(privatenet_has(&local), "what is no network's is not the internet's");
	for (size_t i = 0; i < COUNT(hosts); i++)
		tap_int(privatenet_is_host(str_c(hosts[i].host)), hosts[i].want, "host %s", hosts[i].host);
	arena_free(a);
	return tap_done();
}
