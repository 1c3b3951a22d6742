/* The group portal of docket.conf: where it may be reached, and what it must not say. */
#include "tests/unit/policy/world.h"

#define PORTAL(more)	"portal = { " more " };"
#define URL		"url = \"https://desk.example.com\"; "
#define SOCKET		"socket = \"/run/docket/web.sock\"; "
#define HTTP		"protocol = \"http\"; "

static const struct change refused[] = {
	{ "docket.conf", NULL, PORTAL(SOCKET), "docket.conf:@: portal lacks url" },
	{ "docket.conf", NULL, PORTAL(URL), "docket.conf:@: portal has neither a socket nor listen" },
	{ "docket.conf", NULL, PORTAL(URL HTTP SOCKET "listen = \"127.0.0.1:1\";"),
	  "docket.conf:@: portal has both a socket and listen" },
	{ "docket.conf", NULL, PORTAL(URL "listen = \"127.0.0.1:8080\";"),
	  "docket.conf:@: listen is for protocol = \"http\"" },
	{ "docket.conf", NULL, PORTAL(URL HTTP "listen = \"0.0.0.0:8080\";"),
	  "docket.conf:@: listen \"0.0.0.0:8080\" is not this machine's own" },
	{ "docket.conf", NULL, PORTAL(URL HTTP "listen = \"[::]:8080\";"), ":@: listen" },
	{ "docket.conf", NULL, PORTAL(URL HTTP "listen = \"::1:8080\";"), ":@: listen" },
	{ "docket.conf", NULL, PORTAL(URL HTTP "listen = \"[127.0.0.1]:8080\";"), ":@: listen" },
	{ "docket.conf", NULL, PORTAL(URL HTTP "listen = \"127.0.0.1\";"), ":@: listen" },
	{ "docket.conf", NULL, PORTAL(URL HTTP "listen = \"127.0.0.1:0\";"), ":@: listen" },
	{ "docket.conf", NULL, PORTAL(URL HTTP "listen = \"127.0.0.1:65536\";"), ":@: listen" },
	{ "docket.conf", NULL, PORTAL(URL HTTP "listen = \"desk.example.com:80\";"), ":@: listen" },
	{ "docket.conf", NULL, PORTAL(URL HTTP "socket_group = \"www\"; listen = \"127.0.0.1:1\";"),
	  ":@: socket_group without socket" },
	{ "docket.conf", NULL, PORTAL("url = \"https://desk.example.com/\"; " SOCKET),
	  ":@: url \"https://desk.example.com/\": write it without the /" },
	{ "docket.conf", NULL, PORTAL("url = \"https://desk.example.com/desk\"; " SOCKET),
	  "and nothing behind it" },
	{ "docket.conf", NULL, PORTAL("url = \"https://\"; " SOCKET), ":@: url" },
	{ "docket.conf", NULL, PORTAL("url = \"desk.example.com\"; " SOCKET), ":@: url" },
	{ "docket.conf", NULL, PORTAL("url = \"https://a@b\"; " SOCKET), ":@: url" },
	{ "docket.conf", NULL, PORTAL("url = \"https://a b\"; " SOCKET), ":@: url" },
	{ "docket.conf", NULL, PORTAL("url = \"https://[::1\"; " SOCKET), ":@: url" },
	{ "docket.conf", NULL, PORTAL("url = \"https://a:b\"; " SOCKET), ":@: url" },
	{ "docket.conf", NULL, PORTAL("url = \"https://a:65536\"; " SOCKET), ":@: url" },
	{ "docket.conf", NULL, PORTAL("url = \"http://desk.example.com\"; " SOCKET),
	  "write https://: cookies and links" },
	{ "docket.conf", NULL, PORTAL("url = \"http://127.0.0.1.example.com\"; " SOCKET),
	  "write https://: cookies and links" },
	{ "docket.conf", NULL, PORTAL(URL SOCKET "protocol = \"fcgi\";"), "did you mean scgi?" },
	{ "docket.conf", NULL, PORTAL(URL SOCKET "customers = false; agents = false;"),
	  ":@: a portal for neither customers nor agents" },
	{ "docket.conf", NULL, PORTAL(URL SOCKET "upload = \"40MB\";"),
	  ":@: upload is more than a mail may have" },
	{ "docket.conf", NULL, PORTAL(URL SOCKET "upload = \"1KB\";"), ":@: upload" },
	{ "docket.conf", NULL, PORTAL(URL SOCKET "session = \"0s\";"), ":@: session" },
	{ "docket.conf", NULL, PORTAL(URL SOCKET "connections = 1;"), ":@: connections" },
	{ "docket.conf", NULL, PORTAL(URL SOCKET "database = \"password=x\";"),
	  ":@: a password does not belong here" },
	{ "docket.conf", NULL, PORTAL(URL SOCKET "sesion = \"1d\";"), "did you mean session?" },
};

static const struct change accepted[] = {
	{ "docket.conf", NULL, PORTAL(URL SOCKET), "" },
	{ "docket.conf", NULL, PORTAL(URL SOCKET "socket_group = \"www-data\"; agents = false;"), "" },
	{ "docket.conf", NULL, PORTAL(URL HTTP SOCKET), "" },
	{ "docket.conf", NULL, PORTAL(URL HTTP "listen = \"[::1]:8080\";"), "" },
	{ "docket.conf", NULL, PORTAL("url = \"http://localhost:8080\"; " HTTP
	  "listen = \"127.3.2.1:8080\";"), "" },
	{ "docket.conf", NULL, PORTAL("url = \"https://[2001:db8::1]:8443\"; " SOCKET), "" },
	{ "docket.conf", NULL, PORTAL(URL SOCKET "upload = \"37MB\";"), "" },
};

static void
test_values(struct arena *a)
{
	const struct conf *conf = NULL;
	struct conf_faults faults = { { NULL, 0 } };
	struct str path = world_path(a, "docket.conf"), before = world_read(a, path);

	tap_ok(world_load(a, &conf, &faults) == 0 && !conf->portal.on, "the sample has none");
	world_drop(conf);
	world_write(path, str_printf(a, "%s" PORTAL(URL "socket = \"web.sock\"; session = \"2h\"; "
	    "customers = false;"), before.p));
	if (world_load(a, &conf, &faults) == 0) {
		tap_ok(conf->portal.on, "there is a portal");
		tap_str(conf->portal.url, STR("https://desk.example.com"), "its address");
		tap_str(conf->portal.socket, world_path(a, "web.sock"), "its socket, beside the file");
		tap_int(conf->portal.protocol, PORTAL_SCGI, "scgi by default");
		tap_int(conf->portal.session, 7200, "its sessions");
		tap_int(conf->portal.customers, false, "not for customers");
		tap_int(conf->portal.agents, true, "for agents");
		world_drop(conf);
	} else
		tap_ok(false, "a portal is read: %s", faults.lines.v[0].p);
	world_write(path, before);
}

int
main(void)
{
	struct arena *a = arena_new();

	world_open();
	test_values(a);
	world_refuses(refused, COUNT(refused));
	world_accepts(accepted, COUNT(accepted));
	world_close();
	arena_free(a);
	return tap_done();
}
