/* What makes a copy of a personal draft: its Message-ID, and the proof in its text. */
#include "daemon/out/draft.h"
#include "daemon/out/fill.h"

#include "tests/tap.h"

#define MARK	"0123456789abcdef01234567"
#define ID	"docket.12." MARK "@desk.example"

static const struct {
	const char	*name, *id, *mark, *draft;
} ids[] = {
	{ "a draft's", ID, MARK, ID },
	{ "a copy's", "docket.12." MARK ".345@desk.example", MARK, ID },
	{ "a copy's, with a proof", "docket.12." MARK ".345+kabc@desk.example", MARK, ID },
	{ "a proof on a draft's", "docket.12." MARK "+kabc@d", "", NULL },
	{ "a proof on no number", "docket.12." MARK ".+kabc@d", "", NULL },
	{ "the proof before the number", "docket.12." MARK "+kabc.3@d", "", NULL },
	{ "a plus in the domain", "docket.12." MARK ".3@d+x", MARK, "docket.12." MARK "@d+x" },
	{ "of no ticket", "docket.0." MARK ".9@d", MARK, "docket.0." MARK "@d" },
	{ "two numbers", "docket.12." MARK ".3.4@d", "", NULL },
	{ "a copy of no number", "docket.12." MARK ".@d", "", NULL },
	{ "a copy of letters", "docket.12." MARK ".x@d", "", NULL },
	{ "a mark too short", "docket.12.0123456789abcdef.5@d", "", NULL },
	{ "a mark too long", "docket.12." MARK "0.5@d", "", NULL },
	{ "a mark in capitals", "docket.12.0123456789ABCDEF01234567.5@d", "", NULL },
	{ "no ticket", "docket.." MARK ".5@d", "", NULL },
	{ "another's", "jo." MARK ".5@d", "", NULL },
	{ "another's word", "dockets.12." MARK ".5@d", "", NULL },
	{ "nothing before", ".12." MARK ".5@d", "", NULL },
	{ "no domain", "docket.12." MARK ".5", "", NULL },
	{ "the number in the domain", "docket.12." MARK "@5.d", MARK, NULL },
	{ "empty", "", "", NULL },
};

static void
test_ids(struct arena *a)
{
	for (size_t i = 0; i < COUNT(ids); i++) {
		struct str id = str_c(ids[i].id);

		tap_str(draft_mark(id), str_c(ids[i].mark), "mark: %s", ids[i].name);
		tap_str(draft_of_copy(a, id), ids[i].draft != NULL ? str_c(ids[i].draft) : id,
		    "the draft of: %s", ids[i].name);
	}
	tap_str(draft_copy_id(a, STR(ID), 345), STR("docket.12." MARK ".345@desk.example"),
	    "a copy's Message-ID");
	tap_str(draft_detail(a, STR(ID), STR("a.take.")), STR("a.take." MARK),
	    "what a copy's proof replaces");
}

static void
test_new_ids(struct arena *a)
{
	struct str one = draft_message_id(a, 12, STR("desk.example"));
	struct str two = draft_message_id(a, 12, STR("desk.example"));

	tap_int((long long)draft_mark(one).n, 24, "a new one has a mark");
	tap_ok(!str_eq(one, two), "no two are the same");
	tap_ok(str_starts(one, STR("docket.12.")) && str_ends(one, STR("@desk.example")),
	    "a new one names its ticket");
	tap_str(draft_of_copy(a, draft_copy_id(a, one, INT64_MAX)), one, "there and back");
}

static const struct {
	const char	*name, *in, *with, *without;
} texts[] = {
	{ "no mark", "a + b %2B c", "a + b %2B c", "a + b %2B c" },
	{ "in an address", "s+" MARK "@d", "s+kproof@d", "s@d" },
	{ "in a link", "mailto:s%2B" MARK "@d?x", "mailto:s%2Bkproof@d?x", "mailto:s@d?x" },
	{ "twice", "s+" MARK "@d, s%2B" MARK "@d\n", "s+kproof@d, s%2Bkproof@d\n", "s@d, s@d\n" },
	{ "one after the other", MARK MARK, "kproofkproof", "" },
	{ "at both ends", MARK " x " MARK, "kproof x kproof", " x " },
	{ "alone", MARK, "kproof", "" },
	{ "an action", "s+a.take." MARK "@d", "s+a.take.kother@d", "s@d" },
	{ "an action with a dash", "s-a.accept-always." MARK "@d", "s-a.accept-always.kother@d",
	    "s@d" },
	{ "an action in a link", "s%2Ba.take." MARK "@d", "s%2Ba.take.kother@d", "s@d" },
	{ "one that proves nothing", "s+a.none." MARK "@d", "s@d", "s@d" },
	{ "of another kind", "s+n." MARK "@d", "s+n.kother@d", "s@d" },
	{ "in a subject", "Hum [desk #1] [+" MARK "]", "Hum [desk #1] [+kproof]", "Hum [desk #1]" },
	{ "an action in a subject", "Hum [+a.x." MARK "] y", "Hum [+a.x.kother] y", "Hum y" },
	{ "no kind", "take." MARK, "take.kproof", "take." },
	{ "half of one", "s+0123456789abcdef0123456@d", "s+0123456789abcdef0123456@d",
	    "s+0123456789abcdef0123456@d" },
	{ "empty", "", "", "" },
};

static struct str
other(const struct fill *f, struct arena *a, struct str kind)
{
	(void)f;
	return str_starts(kind, STR("a.none.")) ? STR_NONE :
	    str_printf(a, "%.*skother", STR_ARG(kind));
}

static const struct fill kproof = { STR("kproof"), other };

static void
test_fill(struct arena *a)
{
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct str in = str_c(texts[i].in);

		tap_str(fill_marks(a, in, STR(MARK), &kproof), str_c(texts[i].with),
		    "a proof: %s", texts[i].name);
		tap_str(fill_marks(a, in, STR(MARK), NULL), str_c(texts[i].without),
		    "no proof: %s", texts[i].name);
		tap_str(fill_marks(a, in, STR_NONE, &kproof), in, "no mark: %s",
		    texts[i].name);
	}
}

/* --- copies --- */

static struct str at_ana[] = { STR("ana@desk.example") }, at_bo[] = { STR("bo@desk.example") };
static struct agent people[] = {
	{ .name = STR("ana"), .full_name = STR("Ana Diaz"), .addresses = { at_ana, 1 } },
	{ .name = STR("bo"), .full_name = STR("Bo"), .addresses = { at_bo, 1 } },
};
static const struct conf conf = { .agents = { people, 2 }, .token_lifetime = 86400 };

static const struct {
	const char	*name, *address, *to;
	bool		 proves;
	int		 proven;	/* whose proof; -1: nobody's */
} copies[] = {
	{ "an agent", "ana@desk.example", "\"Ana Diaz\" <ana@desk.example>", true, 0 },
	{ "another agent", "bo@desk.example", "\"Bo\" <bo@desk.example>", true, 1 },
	{ "in capitals", "Bo@desk.example", "\"Bo\" <Bo@desk.example>", true, 1 },
	{ "an agent, not as such", "bo@desk.example", "\"Bo\" <bo@desk.example>", false, -1 },
	{ "an agent who is gone", "cy@desk.example", "cy@desk.example", true, -1 },
	{ "no agent", "ops@else.example", "ops@else.example", false, -1 },
};

static struct str
after(struct str mail, struct str what, const char *end)
{
	size_t at = str_find(mail, what, 0);
	struct str rest = at == SIZE_MAX ? STR_NONE : str_sub(mail, at + what.n, SIZE_MAX);

	return str_sub(rest, 0, str_find(rest, str_c(end), 0));
}

static void
check_proof(struct arena *a, const struct core_state *core, struct str mail, size_t i)
{
	struct str reply = after(mail, STR("\r\nReply-To: "), "\r\n");
	struct token token;
	enum token_verdict got = token_read(core->keys, &conf, reply,
	    1780300800000000 + 86400 * INT64_C(500000), &token);

	struct str id = after(mail, STR("\r\nMessage-ID: <"), ">");

	tap_ok(draft_delivery(id) == 7 && str_eq(draft_of_copy(a, id), STR(ID)),
	    "copy: %s: its Message-ID", copies[i].name);
	if (copies[i].proven == -1) {
		tap_str(id, STR("docket.12." MARK ".7@desk.example"), "copy: %s: proves nothing",
		    copies[i].name);
		tap_int(got, TOKEN_NONE, "copy: %s: proves nothing", copies[i].name);
		tap_str(reply, STR("support@desk.example"), "copy: %s: reply", copies[i].name);
	} else {
		tap_ok(got == TOKEN_GOOD && token.agent == &people[copies[i].proven] &&
		    token.ticket == 12, "copy: %s: proves who reads it", copies[i].name);
		got = token_read(core->keys, &conf, id, 1780300800000000, &token);
		tap_ok(got == TOKEN_GOOD && token.agent == &people[copies[i].proven] &&
		    token.ticket == 12, "copy: %s: so does its Message-ID", copies[i].name);
	}
}

static void
test_copies(struct arena *a, const struct core_state *core)
{
	struct draft d = { .is_personal = true, .mail = { .subject = STR("Hello"),
	    .from = { STR_NONE, STR("support@desk.example") }, .message_id = STR(ID),
	    .ticket = 12, .date = 1780300800000000, .text = STR("To support%2B" MARK "@desk.example\n"),
	    .html = STR("<p>support%2B" MARK "@desk.example</p>") } };

	for (size_t i = 0; i < COUNT(copies); i++) {
		struct copy copy = { 7, str_c(copies[i].address) };
		struct composed made = { .bytes = STR_NONE }, anew = made;
		struct body_form *form = NULL;
		struct str mail;

		d.proves = copies[i].proves;
		draft_form(a, &d, &form, NULL);
		tap_int(draft_compose(a, core, &d, form, &copy, &made, NULL), 0, "copy: %s",
		    copies[i].name);
		draft_compose(a, core, &d, form, &copy, &anew, NULL);
		mail = made.bytes;
		tap_ok(str_eq(mail, anew.bytes), "copy: %s: the same again", copies[i].name);
		tap_str(after(mail, STR("\r\nTo: "), "\r\n"), str_c(copies[i].to),
		    "copy: %s: to", copies[i].name);
		tap_ok(str_find(after(mail, STR("\r\n\r\n"), "--never--"), STR(MARK), 0) ==
		    SIZE_MAX, "copy: %s: no mark is left", copies[i].name);
		check_proof(a, core, mail, i);
	}
}

int
main(void)
{
	struct arena *a = arena_new();
	struct token_keys *keys;
	struct core_state core = { .conf = &conf };

	compose_init();
	token_keys_parse(a, STR("k 000102030405060708090a0b0c0d0e0f\n"), &keys, NULL);
	core.keys = keys;
	test_ids(a);
	test_new_ids(a);
	test_fill(a);
	test_copies(a, &core);
	arena_free(a);
	return tap_done();
}
