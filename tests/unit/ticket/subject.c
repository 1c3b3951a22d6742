/* A subject of its own, and one that a program made of the ticket's. */
#include "daemon/ticket/subject.h"

#include "daemon/sys/clock.h"
#include "daemon/ticket/token.h"
#include "tests/tap.h"

static const struct { const char *subject, *ticket; bool same; } rows[] = {
	{ "Hum", "Hum", true }, { "Re: Hum [desk #12]", "Hum", true }, { "AW: WG: hum", "Hum", true },
	{ "Re: [desk #12] Re:  Hum", "Hum", true }, { "Re[2]: Hum", "Hum", true },
	{ "SV: Hum", "Re: Hum", true }, { "回复：Hum", "Hum", true }, { "答复: Hum", "Hum", true },
	{ "TR: RE: Hum", "Hum", true }, { "[ext] Re: Hum", "Hum", true },
	{ "URGENT: crane fell", "Hum", false }, { "Re: Hum, and now it burns", "Hum", false },
	{ "Re: URGENT: Hum", "Hum", false }, { "", "Hum", false }, { "Hum", "", false },
	{ "", "", true }, { "Re:", "", true }, { "Hum [part #x]", "Hum", false },
	{ "Re: Hu", "Hum", false },
};

static struct mailbox boxes[] = { { .subject_tag = STR("desk") }, { .subject_tag = STR("Hilfe") } };
static const struct conf conf = { .mailboxes = { boxes, COUNT(boxes) } };

static const struct { const char *subject, *want; } opened[] = {
	{ "Re: Hum [desk #12]", "Hum" }, { "AW: [DESK #12] Hum [hilfe #3]", "Hum" },
	{ "Re: Fwd: Hum [desk #12]", "Fwd: Hum" }, { "Re: Hum", "Re: Hum" },
	{ "Re: Hum [theirs #12]", "Re: Hum [theirs #12]" },
	{ "Re: Hum [desk #x]", "Re: Hum [desk #x]" }, { "Re:  Hum", "Re:  Hum" },
	{ "Re: Hum [theirs #1] [desk #2]", "Hum [theirs #1]" }, { "[desk #2]", "" }, { "", "" },
};

static const struct { const char *subject, *want; } answered[] = {
	{ "Orders", "Orders" }, { "Re: Orders", "Orders" }, { "AW: Re: Orders", "Orders" },
	{ "Fwd: Orders", "Fwd: Orders" }, { "Re: Hum [desk #12]", "Hum" },
	{ "Hum [theirs #12]", "Hum [theirs #12]" }, { "", "" }, { "Re:", "" }, { "[desk #2]", "" },
	{ "Re: Is this yours? [+*]", "Is this yours?" },
	{ "Orders [+*] of today", "Orders of today" }, { "[+*]", "" },
	{ "To support+*@example.com", "To support@example.com" },
	{ "[] stays", "[] stays" }, { "C++ [+1]", "C++ [+1]" },
};

/* For each "*" stands an address's token of each purpose. */
static void
check_answered(struct arena *a)
{
	static const struct agent ana = { .name = STR("ana") };
	static const enum token_purpose purposes[] = { TOKEN_REPLY, TOKEN_CONTROL, TOKEN_CONFIRM };
	struct token_keys *keys = NULL;
	struct err e;

	tap_int(token_keys_parse(a, STR("a 000102030405060708090a0b0c0d0e0f\n"), &keys, &e), 0,
	    "a key");
	for (size_t i = 0; i < COUNT(answered) * COUNT(purposes); i++) {
		struct token t = { .purpose = purposes[i / COUNT(answered)], .agent = &ana,
		    .ticket = 12, .serial = 3, .expires = (int64_t)86400 * 30 * SECOND_US };
		struct str detail = token_detail(a, keys, &t);
		struct str s = str_c(answered[i % COUNT(answered)].subject);
		size_t at = str_chr(s, '*', 0);

		if (at != SIZE_MAX)
			s = str_printf(a, "%.*s%.*s%.*s", STR_ARG(str_sub(s, 0, at)), STR_ARG(detail),
			    STR_ARG(str_sub(s, at + 1, SIZE_MAX)));
		tap_str(subject_to_answer(a, &conf, s),
		    str_c(answered[i % COUNT(answered)].want), "answered: %.*s", STR_ARG(s));
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_ok(subject_is_same(a, str_c(rows[i].subject), str_c(rows[i].ticket)) ==
		    rows[i].same, "%s | %s", rows[i].subject, rows[i].ticket);
	for (size_t i = 0; i < COUNT(opened); i++)
		tap_str(subject_of_new(a, &conf, str_c(opened[i].subject)), str_c(opened[i].want), "%s",
		    opened[i].subject);
	check_answered(a);
	arena_free(a);
	return tap_done();
}
