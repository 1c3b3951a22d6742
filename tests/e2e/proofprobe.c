/*
 * proofprobe CONF: makes tokens, and says of mails whose they are and what they prove,
 * by docket's own configuration and key, without a database.
 *
 * Standard input, a command a line:
 *	token KIND AGENT TICKET SERIAL DAYS ADDRESS
 *		KIND reply, new, control or confirm; AGENT a name, or "-" for contact 77;
 *		made DAYS ago, which may be more than it lasts
 *	mail VERIFY MAILBOX TICKET SERIAL SIZE, and then SIZE bytes
 *		as read from that mailbox over IMAP; of that ticket the first agent's tokens
 *		are good from SERIAL on
 * Standard output: the address; "AGENT LEVEL TICKET": the agent or "-", 0 nothing is
 * proven, 1 it is, 2 freshly; the ticket that a good token names, or 0.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/intake/person.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"

enum { LINE_MAX_ = 1000, CONTACT = 77 };

#define DAY_US	((int64_t)86400 * SECOND_US)

struct probe {
	struct arena		*a;		/* of all */
	struct arena		*one;		/* of a command */
	struct conf		 conf;
	struct token_keys	*keys;
};

static struct str
word(struct str *rest)
{
	struct str s;

	return str_split(rest, ' ', &s) ? s : STR_NONE;
}

static int64_t
number(struct str *rest)
{
	int64_t n;

	if (!str_i64(word(rest), &n))
		exit(2);
	return n;
}

static unsigned
which(struct str name, const char *const *names)
{
	for (unsigned i = 0; names[i] != NULL; i++)
		if (str_eq(name, str_c(names[i])))
			return i;
	exit(2);
}

static void
make_token(struct probe *p, struct str rest)
{
	static const char *const kinds[] = { "reply", "new", "control", "action", "confirm", NULL };
	struct token t = { .purpose = (enum token_purpose)which(word(&rest), kinds) };
	struct str name = word(&rest);

	t.agent = agents_find(&p->conf.agents, name);
	t.contact = t.agent == NULL ? CONTACT : 0;
	t.ticket = number(&rest);
	t.serial = number(&rest);
	t.expires = clock_now() - number(&rest) * DAY_US + p->conf.token_lifetime * SECOND_US;
	printf("%.*s\n", STR_ARG(token_address(p->one, p->keys, &t, ADDRESSING_PLUS, rest)));
}

static void
judge(struct probe *p, struct str mailbox, int64_t number_, int64_t serial, struct str raw)
{
	struct core_state core = { .keys = p->keys, .conf = &p->conf };
	struct work w = { .a = p->one, .core = &core, .conf = &p->conf, .now = clock_now() };
	struct withdrawal first = { .agent = p->conf.agents.v[0].name, .serial = serial };
	struct ticket t = { .id = number_, .withdrawn = { &first, 1 } };
	struct intake in = { .item = { .mailbox = mailbox, .uid = 1, .raw = raw } };
	struct reading r = { .in = &in, .letter = &in.job.letter };

	letter_parse(p->one, &p->conf.letter, raw, &in.job.letter);
	in.job.letter.kind = LETTER_AUTO;	/* then no database is asked */
	person_believe(&p->conf, &in);
	person_ask(&w, &r);
	person_settle(&w, &r, &t);
	printf("%.*s %d %" PRId64 "\n", STR_ARG(r.agent == NULL ? STR("-") : r.agent->name),
	    r.proof.is_fresh ? 2 : r.proof.is_proven, r.verdict == TOKEN_GOOD ? r.token.ticket : 0);
}

static void
read_mail(struct probe *p, struct str rest)
{
	static const char *const verify[] = { "token", "dmarc", "either", "both", NULL };
	struct str mailbox;
	int64_t ticket, serial, size;
	char *raw;

	p->conf.verify = (enum verify)which(word(&rest), verify);
	mailbox = word(&rest);
	ticket = number(&rest);
	serial = number(&rest);
	size = number(&rest);
	raw = arena_alloc(p->one, (size_t)size + 1);
	if (fread(raw, 1, (size_t)size, stdin) != (size_t)size)
		exit(2);
	judge(p, mailbox, ticket, serial, (struct str){ raw, (size_t)size });
}

int
main(int argc, char **argv)
{
	struct probe p = { .a = arena_new(), .one = arena_new() };
	struct conf_faults faults = { 0 };
	const struct conf *conf;
	char line[LINE_MAX_];
	struct str text;
	struct err e;

	if (argc != 2 || conf_load(p.a, argv[1], &conf, &faults) == -1 ||
	    file_secret(p.a, conf->token_key_file, &text, &e) == -1 ||
	    token_keys_parse(p.a, text, &p.keys, &e) == -1)
		return 1;
	p.conf = *conf;
	while (fgets(line, sizeof(line), stdin) != NULL) {
		struct str rest = str_trim(str_dup(p.one, str_c(line))), what = word(&rest);

		if (str_eq(what, STR("token")))
			make_token(&p, rest);
		else
			read_mail(&p, rest);
		arena_reset(p.one);
	}
	arena_free(p.one);
	return 0;
}
