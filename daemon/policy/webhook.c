/* webhook: see webhook.h. */
#include "daemon/policy/webhook.h"

#include "daemon/policy/weburl.h"
#include "daemon/sys/privatenet.h"

#define QUEUE	STR("webhook:")

static const char *const escapes[] = {
	[ESCAPE_PLAIN] = "plain", [ESCAPE_SLACK] = "slack", [ESCAPE_MATTERMOST] = "mattermost",
	NULL
};

static const struct key keys[] = {
	KEY(struct webhook, name, "name", KEY_NAME, .required = true, .help =
	    "what rules call it"),
	KEY(struct webhook, url, "url", KEY_STR, .help =
	    "https://…, where it is posted to; or url_file"),
	KEY(struct webhook, url_file, "url_file", KEY_PATH, .help =
	    "the file that holds the address, where it is a secret itself (Slack's are)"),
	KEY(struct webhook, body_name, "body", KEY_NAME, .def = "json", .help =
	    "hooks/NAME.json, what is posted: json, slack, mattermost, pagerduty or your own"),
	KEY(struct webhook, escape, "escape", KEY_ENUM, .def = "plain", .names = escapes, .help =
	    "of texts, beside JSON's: \"slack\" and \"mattermost\" keep customers' words from "
	    "being links or calls to everybody"),
	KEY(struct webhook, secret_file, "secret_file", KEY_PATH, .help =
	    "the key of the signature X-Docket-Signature; without it nothing is signed"),
	KEY(struct webhook, key_file, "key_file", KEY_PATH, .help =
	    "what stands for {{key}} in the body: PagerDuty's routing key"),
	KEY(struct webhook, headers_file, "headers_file", KEY_PATH, .help =
	    "header fields that go with it, \"Authorization: Bearer …\" each on a line"),
	KEY(struct webhook, ca_file, "ca_file", KEY_PATH, .help =
	    "CAs that its certificate is checked against; else the system's"),
	KEY(struct webhook, allow_private, "allow_private", KEY_BOOL, .def = "false", .help =
	    "it may be at an address of your own network, or of this machine"),
	KEY(struct webhook, timeout, "timeout", KEY_MS, .def = "10s", .min = 1000, .max = 60000,
	    .help = "so long one try may take, connecting included"),
	KEY(struct webhook, max_rate, "max_rate", KEY_COUNT, .def = "60", .help =
	    "posts a minute at most; 0: any number"),
};

static const struct section sections[] = {
	{ "webhooks", "webhooks.conf", KEYS(keys), "where rules post to: chats, pagers, programs" },
	{ NULL },
};

static void
check_url(struct loader *l, const struct node *e, const struct webhook *h)
{
	struct node url = node_get(e, "url");
	const char *why = h->url.n == 0 ? NULL : weburl_obstacle(h->url);

	if ((h->url.n == 0) == (h->url_file.n == 0))
		conf_fault(l, &url, "say where it is posted to, once: url = \"https://…\", or "
		    "url_file where the address is a secret");
	else if (why != NULL)
		conf_fault(l, &url, "url: %s", why);
	else if (h->url.n > 0 && !h->allow_private && privatenet_is_host(weburl_host(h->url)))
		conf_fault(l, &url, "url: %.*s is no address of the public internet: allow_private "
		    "= true lets it be one of yours", STR_ARG(weburl_host(h->url)));
}

static void
check_body(struct loader *l, const struct node *e, struct webhook *h)
{
	struct node body = node_get(e, "body"), key = node_get(e, "key_file");

	if (h->body_name.n == 0 || !hookbody_load(l, &body, h->body_name, &h->body))
		return;
	if (h->body.has_key && h->key_file.n == 0)
		conf_fault(l, &body, "%.*s has {{key}}: say key_file, the file that holds it",
		    STR_ARG(h->body.file));
	else if (!h->body.has_key && h->key_file.n > 0)
		conf_fault(l, &key, "key_file, and %.*s has no {{key}}: a key of the signature is "
		    "secret_file", STR_ARG(h->body.file));
}

static void
read_one(struct loader *l, const struct node *e, struct webhook *h, const struct webhooks *before)
{
	struct node name = node_get(e, "name");

	conf_walk(l, e, &sections[0], h);
	h->queue = str_printf(l->a, "%.*s%.*s", STR_ARG(QUEUE), STR_ARG(h->name));
	if (webhooks_find(before, h->name) != NULL)
		conf_fault(l, &name, "webhook %.*s is there twice", STR_ARG(h->name));
	check_url(l, e, h);
	check_body(l, e, h);
}

static void
load(struct loader *l, void *own)
{
	struct webhooks *all = own;
	struct node list;
	size_t n;

	if (!conf_open_list(l, STR("webhooks.conf"), false, "webhooks", &list))
		return;
	n = conf_groups(l, &list);
	if (n > WEBHOOKS_MAX) {
		conf_fault(l, &list, "%zu webhooks: there can be %d", n, WEBHOOKS_MAX);
		return;
	}
	all->v = ARENA_ARRAY(l->a, n, struct webhook);
	for (size_t i = 0; i < n; i++, all->n++) {
		struct node e = node_at(&list, i);

		read_one(l, &e, &all->v[i], all);
	}
}

static struct strs
names_of(struct arena *a, const void *own)
{
	const struct webhooks *all = own;
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		strs_add(a, &out, all->v[i].name);
	return out;
}

const struct conf_part webhook_part = { "webhook", "webhooks.conf", sections, load, names_of };

const struct webhook *
webhooks_find(const struct webhooks *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, name))
			return &all->v[i];
	return NULL;
}

bool
webhook_is_queue(struct str queue)
{
	return str_starts(queue, QUEUE);
}

const struct webhook *
webhooks_of_queue(const struct webhooks *all, struct str queue)
{
	return webhook_is_queue(queue) ? webhooks_find(all, str_sub(queue, QUEUE.n, SIZE_MAX)) :
	    NULL;
}
