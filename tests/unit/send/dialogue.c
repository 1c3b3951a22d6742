/* What each dialogue with a server means for its mail. */
#include "daemon/send/dialogue.h"

#include "parsers/base/array.h"
#include "tests/tap.h"

/*
 * "C: " is a command of ours, "B" a part of the mail, "E" its last; all else is
 * an answer.
 */
static const struct {
	const char		*name;
	const char		*said[12];
	bool			 ok;		/* the connection served to the end */
	enum send_outcome	 want;
	uint32_t		 code;
	const char		*text;
	bool			 unbegun;
} rows[] = {
	{ "nothing", { NULL }, false, SEND_TEMPORARY, 0, "no connection: gone", true },
	{ "taken", { "220 hello", "C: EHLO us", "250 ok", "C: MAIL FROM:<a@x>", "250 ok",
	    "C: RCPT TO:<b@x>", "250 ok", "C: DATA", "354 go on", "E", "250 2.0.0 taken" },
	    true, SEND_OK, 250, "250 2.0.0 taken", false },
	{ "taken by another 25x", { "C: MAIL FROM:<a@x>", "E", "251 forwards" }, true, SEND_OK,
	    251, "251 forwards", false },
	{ "taken, then the line broke", { "C: DATA", "354", "E", "250 taken" }, false,
	    SEND_UNKNOWN, 250, "250 taken", false },
	{ "no answer to the mail", { "C: DATA", "354 go on", "B", "E" }, false, SEND_UNKNOWN, 0,
	    "no answer to the mail: gone", false },
	{ "broke off in it", { "C: DATA", "354 go on", "B" }, false, SEND_TEMPORARY, 0,
	    "broke off in the mail: gone", false },
	{ "refused in the middle", { "C: DATA", "354 go on", "B", "552 too big" }, false,
	    SEND_PERMANENT, 552, "552 too big", false },
	{ "no such user", { "C: MAIL FROM:<a@x>", "250 ok", "C: RCPT TO:<b@x>",
	    "550-5.1.1 no", "550 such user" }, false, SEND_PERMANENT, 550,
	    "550-5.1.1 no such user", false },
	{ "half a refusal", { "C: RCPT TO:<b@x>", "550-5.1.1 no" }, false, SEND_TEMPORARY, 0,
	    "no answer to RCPT: gone", false },
	{ "later", { "C: RCPT TO:<b@x>", "451 greylisted" }, false, SEND_TEMPORARY, 451,
	    "451 greylisted", false },
	{ "later, after all of it", { "C: DATA", "354 go on", "E", "451 disk full" }, false,
	    SEND_TEMPORARY, 451, "451 disk full", false },
	{ "login wanted", { "C: MAIL FROM:<a@x>", "530 log in" }, false,
	    SEND_PERMANENT, 530, "530 log in", false },
	{ "refused before the mail", { "554 not you" }, false, SEND_TEMPORARY, 554,
	    "554 not you", false },
	{ "closing", { "C: MAIL FROM:<a@x>", "421 idle too long" }, false, SEND_TEMPORARY, 421,
	    "421 idle too long", true },
	{ "an answer to DATA is none to the mail", { "C: DATA", "354 go on" }, false,
	    SEND_TEMPORARY, 0, "no answer to DATA: gone", false },
	{ "after QUIT nothing counts", { "C: DATA", "E", "250 taken", "C: QUIT",
	    "500 what?" }, true, SEND_OK, 250, "250 taken", false },
	{ "no code at all", { "C: DATA", "354", "E", "hello?" }, false, SEND_UNKNOWN, 0,
	    "no answer to the mail: gone", false },
	{ "one line, printable", { "C: RCPT TO:<b@x>", "550 \x1b[2J\x80 b" }, false,
	    SEND_PERMANENT, 550, "550  [2J? b", false },
};

/* What a connection's server offers, whatever mail it is. */
static const struct {
	const char	*name;
	const char	*said[8];
	bool		 want;
} offers[] = {
	{ "nothing", { "220 hello", "C: EHLO us", "250 ok" }, false },
	{ "in the middle", { "220 hello", "C: EHLO us", "250-hello", "250-SMTPUTF8", "250 SIZE" },
	    true },
	{ "at last", { "C: EHLO us", "250-hello", "250 smtputf8" }, true },
	{ "before TLS only", { "C: EHLO us", "250 SMTPUTF8", "C: STARTTLS", "220 go",
	    "C: EHLO us", "250 ok" }, false },
	{ "a longer word", { "C: EHLO us", "250 SMTPUTF8X" }, false },
	{ "in a refusal", { "C: EHLO us", "550 SMTPUTF8" }, false },
	{ "in an answer to MAIL", { "C: EHLO us", "250 ok", "C: MAIL FROM:<>", "250 SMTPUTF8" },
	    false },
};

static void
hear(struct dialogue *d, const char *said)
{
	struct str s = str_c(said);

	if (str_starts(s, STR("C: ")))
		dialogue_command(d, str_sub(s, 3, SIZE_MAX));
	else if (str_eq(s, STR("B")) || str_eq(s, STR("E")))
		dialogue_hand_over(d, str_eq(s, STR("E")));
	else
		dialogue_reply(d, s);
}

static void
test_long(struct arena *a)
{
	struct dialogue d = { .stage = DIALOGUE_RCPT };
	struct buf b;

	buf_init(&b, a);
	for (int i = 0; i < 1000; i++)
		buf_adds(&b, "long ");
	dialogue_reply(&d, str_printf(a, "550-%.*s", STR_ARG(buf_str(&b))));
	dialogue_reply(&d, str_printf(a, "550 %.*s", STR_ARG(buf_str(&b))));
	tap_ok(dialogue_text(a, &d, "gone").n <= DIALOGUE_REPLY_MAX, "a long reply is cut");
	tap_int(d.code, 550, "and has its code");
}

static void
test_offers(void)
{
	for (size_t i = 0; i < COUNT(offers); i++) {
		struct dialogue d = { 0 };

		for (size_t k = 0; k < COUNT(offers[i].said) && offers[i].said[k] != NULL; k++)
			hear(&d, offers[i].said[k]);
		tap_ok(d.offers_utf8 == offers[i].want, "SMTPUTF8: %s", offers[i].name);
		dialogue_begin(&d);
		tap_ok(d.offers_utf8 == offers[i].want, "SMTPUTF8: %s, the next mail",
		    offers[i].name);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct dialogue d = { .code = 0 };

		for (size_t k = 0; k < COUNT(rows[i].said) && rows[i].said[k] != NULL; k++)
			hear(&d, rows[i].said[k]);
		tap_ok(dialogue_is_unbegun(&d) == rows[i].unbegun, "%s: begun", rows[i].name);
		dialogue_end(&d);
		tap_int(dialogue_outcome(&d, rows[i].ok), rows[i].want, "%s: fate",
		    rows[i].name);
		tap_int(d.code, rows[i].code, "%s: code", rows[i].name);
		tap_str(dialogue_text(a, &d, "gone"), str_c(rows[i].text), "%s: text",
		    rows[i].name);
	}
	test_long(a);
	arena_free(a);
	test_offers();
	return tap_done();
}
