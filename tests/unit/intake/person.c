/* Who wrote a mail and what proves it, as far as no database is asked. */
#include "daemon/intake/person.h"

#include <string.h>

#include "tests/tap.h"

#define NOW	(1780000000 * INT64_C(1000000))

static struct str ana_addresses[] = { STR("ana@desk.example") },
    bo_addresses[] = { STR("bo@desk.example") };

static struct agent people[] = {
	{ .name = STR("ana"), .addresses = { ana_addresses, 1 } },
	{ .name = STR("bo"), .addresses = { bo_addresses, 1 } },
};

static struct str ours[] = { STR("support@desk.example") };

enum bearer { NO_TOKEN, ANAS, BOS, CONTACTS, ANAS_OLD, BROKEN };

static const struct {
	const char	*name, *from, *dmarc, *dmarc_from, *ambiguous;
	enum bearer	 token;
	bool		 trust;
	const char	*agent;		/* "": nobody of the team */
	bool		 proven;
} rows[] = {
	{ "a customer", "jo@a.example", "pass", "a.example", "", NO_TOKEN, true, "", false },
	{ "an agent's name alone", "ana@desk.example", "", "", "", NO_TOKEN, true, "ana", false },
	{ "in capitals", "ANA@Desk.Example", "", "", "", NO_TOKEN, true, "ana", false },
	{ "with our MX's word", "ana@desk.example", "pass", "desk.example", "", NO_TOKEN, true,
	    "ana", true },
	{ "in capitals too", "Ana@desk.example", "PASS", "DESK.example", "", NO_TOKEN, true,
	    "ana", true },
	{ "whose word is not taken", "ana@desk.example", "pass", "desk.example", "", NO_TOKEN,
	    false, "ana", false },
	{ "its word for another domain", "ana@desk.example", "pass", "evil.example", "",
	    NO_TOKEN, true, "ana", false },
	{ "it says none", "ana@desk.example", "none", "desk.example", "", NO_TOKEN, true, "ana",
	    false },
	{ "a token of theirs", "ana@desk.example", "", "", "", ANAS, false, "ana", true },
	{ "it says fail: no token helps", "ana@desk.example", "fail", "desk.example", "", ANAS,
	    true, "ana", false },
	{ "two From", "ana@desk.example", "pass", "desk.example", "two From", ANAS, true, "ana",
	    false },
	{ "another agent's token", "ana@desk.example", "", "", "", BOS, false, "ana", false },
	{ "a customer's token", "ana@desk.example", "", "", "", CONTACTS, false, "ana", false },
	{ "an old token", "ana@desk.example", "", "", "", ANAS_OLD, false, "ana", false },
	{ "a broken token", "ana@desk.example", "", "", "", BROKEN, false, "ana", false },
	{ "a customer with an agent's", "jo@a.example", "", "", "", ANAS, false, "", false },
};

static struct str
token_of(struct arena *a, const struct token_keys *keys, enum bearer who)
{
	struct token t = { .purpose = TOKEN_REPLY, .ticket = 5,
	    .agent = who == BOS ? &people[1] : who == CONTACTS ? NULL : &people[0],
	    .contact = who == CONTACTS ? 3 : 0,
	    .expires = NOW + (who == ANAS_OLD ? -5 : 5) * 86400 * INT64_C(1000000) };
	struct str address = STR("support@desk.example");

	if (who == NO_TOKEN)
		return address;
	address = token_address(a, keys, &t, ADDRESSING_PLUS, address);
	if (who == BROKEN) {
		char *p = arena_alloc(a, address.n);

		memcpy(p, address.p, address.n);
		p[str_chr(address, '@', 0) - 1] ^= 1;
		address.p = p;
	}
	return address;
}

static void
test_row(struct arena *a, struct token_keys *keys, size_t i)
{
	struct core_state core = { .keys = keys };
	struct conf conf = { .agents = { people, COUNT(people) },
	    .verify = rows[i].trust ? VERIFY_EITHER : VERIFY_TOKEN,
	    .letter = { .own_addresses = { ours, COUNT(ours) } } };
	struct work w = { .a = a, .core = &core, .conf = &conf, .now = NOW };
	struct address from = { .addr = str_c(rows[i].from) },
	    to = { .addr = token_of(a, keys, rows[i].token) };
	/* What no person wrote asks the database nothing. */
	struct letter l = { .kind = LETTER_AUTO, .from = { &from, 1 }, .to = { &to, 1 },
	    .ambiguous = str_c(rows[i].ambiguous), .authres = {
	    .dmarc = str_c(rows[i].dmarc), .dmarc_from = str_c(rows[i].dmarc_from) } };
	struct intake in = { .pending = 0 };
	struct reading r = { .in = &in, .letter = &l };

	person_ask(&w, &r);
	tap_str(r.agent == NULL ? STR_NONE : r.agent->name, str_c(rows[i].agent), "%s: who",
	    rows[i].name);
	tap_ok(person_proven(&r) == rows[i].proven, "%s: proven", rows[i].name);
}

/* Without From the Sender is asked, then the envelope. */
static void
test_author(struct arena *a, struct token_keys *keys)
{
	struct core_state core = { .keys = keys };
	struct conf conf = { 0 };
	struct work w = { .a = a, .core = &core, .conf = &conf, .now = NOW };
	struct address sender = { .name = STR("Jo"), .addr = STR("Jo@A.example") };
	struct letter l = { .kind = LETTER_AUTO, .return_path = STR("BACK@a.example") };
	struct intake in = { .pending = 0 };
	struct reading r = { .in = &in, .letter = &l };

	person_ask(&w, &r);
	tap_str(r.from.addr, STR("back@a.example"), "the envelope's sender");
	l.sender = (struct addresses){ &sender, 1 };
	person_ask(&w, &r);
	tap_str(r.from.addr, STR("jo@a.example"), "the Sender before it");
	tap_str(r.from.name, STR("Jo"), "with its name");
}

int
main(void)
{
	struct arena *a = arena_new();
	struct token_keys *keys = NULL;
	struct err e = { 0 };

	if (tap_ok(token_keys_parse(a, STR("k 00112233445566778899aabbccddeeff\n"), &keys,
	    &e) == 0, "keys %s", e.text)) {
		for (size_t i = 0; i < COUNT(rows); i++)
			test_row(a, keys, i);
		test_author(a, keys);
	}
	arena_free(a);
	return tap_done();
}
