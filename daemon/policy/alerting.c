/* alerting: see alerting.h. */
#include "daemon/policy/alerting.h"

#include "daemon/conf/place.h"
#include "daemon/policy/weburl.h"
#include "parsers/head/addrspec.h"

static void	read_server(struct loader *, const struct node *, void *);

static const struct key alert_keys[] = {
	KEY(struct alerting, to, "to", KEY_LOWERS, .help =
	    "addresses; else those of the agents with the role admin"),
	KEY(struct alerting, from, "from", KEY_STR, .help =
	    "in whose name; else smtp's user, or the address of the mailbox that is used"),
	KEY(struct alerting, smtp, "smtp", KEY_CUSTOM, .read = read_server, .help =
	    "group, see conf.smtp: another server; else those of the mailboxes whose "
	    "queue is not stopped"),
	KEY(struct alerting, command, "command", KEY_STR, .help =
	    "a program's absolute path: run with the text on its standard input"),
	KEY(struct alerting, webhook, "webhook", KEY_STR, .help =
	    "an address, https://…: gets all of it as JSON"),
	KEY(struct alerting, webhook_secret_file, "webhook_secret_file", KEY_PATH, .help =
	    "file of header fields that go with it, \"Name: value\" each on a line"),
	KEY(struct alerting, webhook_ca_file, "webhook_ca_file", KEY_PATH, .help =
	    "CAs that its certificate is checked against; else the system's"),
	KEY(struct alerting, every, "every", KEY_DURATION, .def = "1h", .min = 60, .help =
	    "what goes on is told again so often"),
};

static const struct section sections[] = {
	{ "alert", "docket.conf", KEYS(alert_keys),
	    "how the admins hear that mail waits, whatever hangs" },
	{ NULL },
};

const struct conf_part alerting_part = { "alert", "docket.conf", sections };

static void
read_server(struct loader *l, const struct node *n, void *base)
{
	struct alerting *al = base;

	al->has_smtp = true;
	endpoint_read_smtp(l, n, &al->smtp);
}

static void
check_webhook(struct loader *l, const struct node *n, const struct alerting *al)
{
	struct node url = node_get(n, "webhook"), secret = node_get(n, "webhook_secret_file");
	const char *why;

	if (al->webhook.n > 0 && (why = weburl_obstacle(al->webhook)) != NULL)
		conf_fault(l, &url, "webhook: %s", why);
	if (al->webhook.n == 0 && al->webhook_secret_file.n > 0)
		conf_fault(l, &secret, "webhook_secret_file without webhook: say where it goes");
}

void
alerting_read(struct loader *l, const struct node *n, struct alerting *out)
{
	struct node to = node_get(n, "to"), from = node_get(n, "from");
	struct node command = node_get(n, "command");
	const char *why;

	conf_walk(l, n, sections, out);
	for (size_t i = 0; i < out->to.n; i++)
		if (!address_is_safe(out->to.v[i]))
			conf_fault(l, &to, "%.*s is not a mail address: name@domain",
			    STR_ARG(out->to.v[i]));
	if (out->from.n > 0 && !address_is_ascii(out->from))
		conf_fault(l, &from, "%.*s is not a mail address in ASCII: name@domain",
		    STR_ARG(out->from));
	if (out->command.n > 0 && (why = place_program(l->a, out->command)) != NULL)
		conf_fault(l, &command, "%.*s: %s", STR_ARG(out->command), why);
	check_webhook(l, n, out);
}
