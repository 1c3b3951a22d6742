/* webhooks.conf, and bodies that could be no JSON. */
#include "daemon/policy/webhook.h"
#include "daemon/policy/weburl.h"
#include "tests/unit/policy/world.h"

#define HOOKS		"webhooks = ("
#define HOOK(more)	HOOKS " { name = \"a\"; " more " }"
#define GOOD		"url = \"https://hooks.example.com/x\"; "
#define OWN		HOOK(GOOD "body = \"own\"; ")

static const struct change refused[] = {
	{ "webhooks.conf", HOOKS, HOOK(""), "webhooks.conf:@: say where it is posted to, once" },
	{ "webhooks.conf", HOOKS, HOOK(GOOD "url_file = \"u\"; "), ":@: say where it is posted to" },
	{ "webhooks.conf", HOOKS, HOOK("url = \"http://x.example/\"; "), ":@: url: write https://" },
	{ "webhooks.conf", HOOKS, HOOK("url = \"https:///x\"; "), ":@: url: write https://" },
	{ "webhooks.conf", HOOKS, HOOK("url = \"https://u:p@x.example/\"; "), ":@: url: a login goes" },
	{ "webhooks.conf", HOOKS, HOOK("url = \"https://x.example/a b\"; "), ":@: url: write it in ASCII" },
	{ "webhooks.conf", HOOKS, HOOK("url = \"https://x.example\\\\@y/\"; "), ":@: url: write it in ASCII" },
	{ "webhooks.conf", HOOKS, HOOK("url = \"https://127.0.0.1/\"; "),
	  ":@: url: 127.0.0.1 is no address of the public internet: allow_private" },
	{ "webhooks.conf", HOOKS, HOOK("url = \"https://2130706433/\"; "), ":@: url: 2130706433 is no" },
	{ "webhooks.conf", HOOKS, HOOK("url = \"https://[fd00::1]:8443/\"; "), ":@: url: [fd00::1] is no" },
	{ "webhooks.conf", HOOKS, HOOK("url = \"https://169.254.169.254/latest\"; "), ":@: url: 169.254" },
	{ "webhooks.conf", HOOKS, HOOK("url = \"https://LocalHost:1/\"; "), ":@: url: LocalHost is no" },
	{ "webhooks.conf", HOOKS, HOOK(GOOD "escape = \"slak\"; "), "did you mean slack?" },
	{ "webhooks.conf", HOOKS, HOOK(GOOD "body = \"chat\"; "), ":@: there is no hooks/chat.json" },
	{ "webhooks.conf", HOOKS, HOOK(GOOD "body = \"../x\"; "), "webhooks.conf:@: " },
	{ "webhooks.conf", HOOKS, HOOK(GOOD "body = \"pagerduty\"; "),
	  ":@: hooks/pagerduty.json has {{key}}: say key_file" },
	{ "webhooks.conf", HOOKS, HOOK(GOOD "key_file = \"k\"; "), ":@: key_file, and hooks/json.json has no" },
	{ "webhooks.conf", HOOKS, HOOK(GOOD "timeout = \"500ms\"; "), ":@: timeout" },
	{ "webhooks.conf", HOOKS, HOOK(GOOD) ", { name = \"a\"; " GOOD "}", ":@: webhook a is there twice" },
	{ "webhooks.conf", HOOKS, HOOK(GOOD "secret = \"x\"; "), "webhooks.conf:@: " },
};

/* What hooks/own.json holds, and what is told; NULL: it is sound. */
static const struct { const char *text, *want; } bodies[] = {
	{ "{}", NULL },
	{ "{ \"id\": {{ticket.id}}, \"t\": \"{{ticket.subject}}\" }", NULL },
	{ "{ \"a\": 1{{#sla}}, \"b\": \"{{due}}\"{{/sla}} }", NULL },
	{ "[ {{#tickets}}{{id}}{{^last}},{{/last}}{{/tickets}} ]", NULL },
	{ "{ \"a\": {{#resolved}}1{{/resolved}}{{^resolved}}2{{/resolved}} }", NULL },
	{ "", "hooks/own.json:1: with all values it is no JSON: the text ends" },
	{ "{\n\"a\": \"{{text}}\",\n}", "hooks/own.json:3: with all values it is no JSON: a string" },
	{ "{\n\"a\": {{text}} }", "own.json:2: with all values it is no JSON: a value" },
	{ "{\n\"a\": 1,\n{{#sla}}\n\"b\": 2\n{{/sla}}\n}", "own.json:6: without any value it is no JSON" },
	{ "{ \"a\": {{#sla}}1{{/sla}} }", "own.json:1: without any value it is no JSON" },
	{ "{ \"a\": 1 {{^sla}}\"b\": 1{{/sla}} }", "own.json:1: without any value it is no JSON" },
	{ "{ \"a\": 1 {{#sla}}{{^text}}\"b\": 1{{/text}}{{/sla}} }",
	  "own.json:1: without any value but sla it is no JSON" },
	{ "[ {{#tickets}}{{id}},{{/tickets}} ]", "own.json:1: with all values it is no JSON" },
	{ "[ {{#tickets}}{{id}}{{/tickets}} ]", "own.json:1: with all values it is no JSON" },
	{ "{ \"a\":\n\"{{tiket.id}}\" }", "own.json:2: there is no value tiket.id (did you mean ticket.id?)" },
	{ "{ \"a\": \"{{id}}\" }", "own.json:1: there is no value id" },
	{ "{ \"a\": \"{{> facts}}\" }", "own.json:1: there are no parts here" },
	{ "{\n{{#sla}}", "own.json:2: a section is never closed" },
	{ "{ \"a\": \"\x01\" }", "own.json:1: with all values it is no JSON" },
};

static void
test_bodies(struct arena *a)
{
	struct str path = world_path(a, "webhooks.conf"), before = world_read(a, path);
	struct str text = str_printf(a, "%.*s" OWN "%s", (int)str_find(before, STR(HOOKS), 0),
	    before.p, before.p + str_find(before, STR(HOOKS), 0) + sizeof(HOOKS) - 1);

	world_write(path, text);
	for (size_t i = 0; i < COUNT(bodies); i++) {
		const struct conf *conf;
		struct conf_faults faults = { { NULL, 0 } };
		bool sound;

		world_write(world_path(a, "hooks/own.json"), str_c(bodies[i].text));
		sound = world_load(a, &conf, &faults) == 0;
		tap_int(sound, bodies[i].want == NULL, "body %zu: whether it is taken", i);
		if (bodies[i].want != NULL)
			tap_ok(world_told(&faults, bodies[i].want), "body %zu: \"%s\"", i, bodies[i].want);
		if (sound)
			world_drop(conf);
	}
	world_write(path, before);
}

static void
test_hosts(void)
{
	static const struct { const char *url, *want; } rows[] = {
		{ "https://a.example/x:y", "a.example" }, { "https://a.example:8443/x", "a.example" },
		{ "https://a.example?x=@", "a.example" }, { "https://[::1]:8/", "[::1]" },
		{ "https://a.example", "a.example" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		tap_ok(weburl_obstacle(str_c(rows[i].url)) == NULL, "%s can be posted to", rows[i].url);
		tap_str(weburl_host(str_c(rows[i].url)), str_c(rows[i].want), "its host");
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	world_open();
	world_refuses(refused, COUNT(refused));
	test_bodies(a);
	test_hosts();
	world_close();
	arena_free(a);
	return tap_done();
}
