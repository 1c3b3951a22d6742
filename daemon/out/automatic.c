/* automatic: see automatic.h. */
#include "daemon/out/automatic.h"

#include "parsers/base/array.h"
#include "parsers/base/sha256.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"

enum { TEXT_ALIKE = 1 };		/* so many mails for one text that followed a mail */

struct limit {
	enum tally_what	 what;
	struct str	 key;		/* empty: it does not apply */
	int64_t		 most;
	const char	*why;
};

enum { PERSON, TEXT, DOMAIN, NETWORK, LIMITS };

/* A robot's answers differ by a number, if at all. */
static struct str
text_key(struct arena *a, const struct letter *l, struct str person)
{
	unsigned char hash[SHA256_BYTES];
	struct buf b, hex;

	buf_init(&b, a);
	buf_init(&hex, a);
	for (size_t i = 0; i < l->reply_text.n; i++) {
		unsigned char c = (unsigned char)l->reply_text.p[i];

		if (c > ' ' && (c < '0' || c > '9'))
			buf_addc(&b, (char)c);
	}
	if (b.n == 0)
		return STR_NONE;
	sha256_of(buf_str(&b), hash);
	for (size_t i = 0; i < sizeof(hash) / 2; i++)
		buf_printf(&hex, "%02x", hash[i]);
	return str_printf(a, "%.*s %.*s", STR_ARG(person), STR_ARG(buf_str(&hex)));
}

/* `letter`: NULL, or what brings the mail forth; `wrote`: this address. */
static void
limits_of(struct work *w, const struct letter *letter, bool wrote, struct str address,
    bool known, struct limit v[LIMITS])
{
	const struct conf *conf = w->conf;
	struct str person = address_person(w->a, address);

	v[PERSON] = (struct limit){ TALLY_PERSON, person, conf->auto_per_hour,
	    "that address had its automatic mails of this hour" };
	v[TEXT] = (struct limit){ TALLY_TEXT, !wrote ? STR_NONE :
	    text_key(w->a, letter, person), TEXT_ALIKE,
	    "the same text of theirs was answered within the hour: it may be a robot's" };
	v[DOMAIN] = (struct limit){ TALLY_DOMAIN, known ? STR_NONE : address_domain(person),
	    conf->auto_per_hour_domain,
	    "people of that domain had their automatic mails of this hour" };
	v[NETWORK] = (struct limit){ TALLY_NETWORK, known || letter == NULL ? STR_NONE :
	    letter->network, conf->auto_per_hour_network,
	    "mails from that network had their automatic answers of this hour" };
}

void
automatic_ask(struct work *w, const struct letter *letter, struct str author)
{
	struct limit v[LIMITS];

	limits_of(w, letter, true, author, false, v);
	if (str_eq(letter->authres.dmarc, STR("pass")))
		v[NETWORK].key = STR_NONE;		/* it is as good as known */
	for (size_t i = 0; i < LIMITS; i++)
		if (v[i].key.n > 0)
			tally_want(w, v[i].what, v[i].key);
}

int
automatic_limit(struct work *w, const struct event *ev, struct str address, const char **why)
{
	bool wrote = ev->letter != NULL && str_ieq(ev->author.addr, address);
	const struct ticket *t = ev->ticket;
	struct limit v[LIMITS];
	int64_t n;

	limits_of(w, ev->letter, wrote, address, t != NULL && t->requester_known &&
	    str_ieq(t->requester_address.addr, address), v);
	*why = NULL;
	for (size_t i = 0; i < LIMITS && *why == NULL; i++) {
		if (v[i].key.n == 0)
			continue;
		if (tally_count(w, v[i].what, v[i].key, &n) == -1)
			return -1;
		if (n >= v[i].most)
			*why = v[i].why;
		if (v[i].what == TALLY_PERSON && n == 0)
			v[TEXT].key = STR_NONE;		/* it answers no mail of ours */
	}
	for (size_t i = 0; i < LIMITS && *why == NULL; i++)
		if (v[i].key.n > 0)
			tally_add(w, v[i].what, v[i].key, 1);
	return 0;
}
