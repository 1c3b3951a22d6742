/* replyto: see replyto.h. */
#include "daemon/intake/replyto.h"

#include "daemon/ticket/ours.h"
#include "daemon/ticket/participant.h"
#include "parsers/base/array.h"
#include "parsers/base/wordlist.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"
#include "parsers/head/domain.h"
#include "parsers/head/mailbox.h"
#include "parsers/machine/nobody.h"

enum { REPLIES_MAX = 5 };		/* a longer list is no person's */

/*
 * What makes a form of From, when Reply-To names somebody else:
 *  - it is the account of a web server or of its forms;
 *  - a program that serves forms wrote the mail: it says so, or PHP does of the script that
 *    did (a webmail in PHP has a User-Agent besides);
 *  - it is called by the other's address, or "Jo Doe via …".
 */
static const char *const accounts[] = {
	"apache", "contact-form", "contactform", "form", "formmail", "formmailer", "forms",
	"formulaire", "formular", "formulario", "httpd", "kontaktformular", "mailform", "nginx",
	"php", "web-form", "webform", "webforms", "webserver", "website", "wordpress",
	"wwwrun", "www-data", NULL
};
static const char *const programs[] = {
	"Contact Form", "Drupal", "Formstack", "Gravity Forms", "Jotform", "Joomla", "PHPMailer",
	"PHP/", "TYPO3", "Typeform", "WPForms", "WPMailSMTP", "WordPress", "Wufoo", NULL
};
static const char *const of_forms[] = {
	"X-WPCF7-Content-Type", "X-Form-Name", "X-Form-Id", "X-Contact-Form", NULL
};
static const char *const of_scripts[] = {
	"X-PHP-Originating-Script", "X-PHP-Script", "X-PHP-Filename", NULL
};

static bool
has_any(const struct headers *h, const char *const *names)
{
	for (; *names != NULL; names++)
		if (headers_has(h, str_c(*names)))
			return true;
	return false;
}

static bool
is_by_program(const struct headers *h)
{
	struct str mailer = headers_get(h, STR("X-Mailer"));

	return wordlist_starts(mailer, programs) || has_any(h, of_forms) ||
	    (has_any(h, of_scripts) && !headers_has(h, STR("User-Agent")));
}

static bool
is_form(const struct work *w, const struct reading *r, struct address other)
{
	struct str from = r->from.addr, name = r->from.name;

	if (!address_is_safe(from) || nobody_reads(from) || ours_has(w, from))
		return true;
	if (str_eq(address_person(w->a, from), address_person(w->a, other.addr)))
		return false;
	return wordlist_ihas(mailbox_local(from), accounts) ||
	    is_by_program(&r->letter->headers) ||
	    str_ifind(name, other.addr, 0) != SIZE_MAX ||
	    str_ifind(name, STR(" via "), 0) != SIZE_MAX;
}

/* A list writes its own address there; its answers are the list's, not the author's. */
static bool
is_list(const struct letter *l)
{
	return headers_has(&l->headers, STR("List-Id")) ||
	    headers_has(&l->headers, STR("List-Post"));
}

static bool
is_usable(const struct work *w, struct str address)
{
	struct token token;

	return address_is_safe(address) && !nobody_reads(address) && !ours_has(w, address) &&
	    agents_by_address(&w->conf->agents, address) == NULL &&
	    token_read(w->core->keys, w->conf, address, w->now, &token) == TOKEN_NONE;
}

/* The first that can be answered, and the others beside it. */
static void
choose(const struct work *w, struct reading *r)
{
	const struct addresses *list = &r->letter->reply_to;
	struct addresses *too = &r->replies_too;

	for (size_t i = 0; i < list->n; i++) {
		struct address ad = { list->v[i].name, domain_key(w->a, list->v[i].addr) };

		if (!is_usable(w, ad.addr))
			continue;
		if (r->reply_to.addr.n == 0) {
			r->reply_to = ad;
			continue;
		}
		if (list->n > REPLIES_MAX || str_eq(ad.addr, r->reply_to.addr))
			continue;
		too->v = array_grow(w->a, too->v, too->n, sizeof(*too->v));
		too->v[too->n++] = ad;
	}
}

void
replyto_read(struct work *w, struct reading *r)
{
	const struct letter *l = r->letter;

	r->reply_to = r->sender = (struct address){ STR_NONE, STR_NONE };
	r->replies_too = (struct addresses){ NULL, 0 };
	r->by_form = false;
	if (r->agent != NULL || l->kind != LETTER_HUMAN || l->quarantine.n > 0)
		return;
	choose(w, r);
	if (r->reply_to.addr.n == 0)
		return;
	r->by_form = is_form(w, r, r->reply_to);
	if (!r->by_form && (is_list(l) || str_ieq(l->authres.dmarc, STR("fail")) ||
	    (str_eq(r->reply_to.addr, r->from.addr) && r->replies_too.n == 0))) {
		r->reply_to = (struct address){ STR_NONE, STR_NONE };
		r->replies_too.n = 0;
	}
}

struct address
replyto_asks(const struct reading *r)
{
	return r->by_form ? r->reply_to : r->from;
}

void
replyto_opens(struct reading *r)
{
	if (!r->by_form)
		return;
	r->sender = r->from;
	r->from = r->reply_to;
	r->reply_to = (struct address){ STR_NONE, STR_NONE };
	r->by_form = false;
}

struct str
replyto_project(const struct conf *conf, const struct reading *r, struct str other)
{
	const struct project *p = projects_by_address(&conf->projects,
	    r->reply_to.addr);

	return p != NULL ? p->key : other;
}

void
replyto_note(struct work *w, const struct reading *r, struct ticket *t)
{
	t->reply_to = str_eq(r->reply_to.addr, r->from.addr) ? STR_NONE : r->reply_to.addr;
	t->sender = r->sender.addr;
	for (size_t i = 0; i < r->replies_too.n; i++)
		ticket_add_participant(w, t, r->replies_too.v[i]);
}
