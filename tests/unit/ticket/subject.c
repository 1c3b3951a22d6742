/* A subject of its own, and one that a program made of the ticket's. */
#include "daemon/ticket/subject.h"

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
	arena_free(a);
	return tap_done();
}
