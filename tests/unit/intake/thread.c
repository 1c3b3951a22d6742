/* Which conversation a mail belongs to, as far as no database is asked. */
#include "daemon/intake/thread.h"

#include "tests/tap.h"

static struct mailbox boxes[] = {
	{ .name = STR("support"), .subject_tag = STR("ACME") },
	{ .name = STR("plain") },
	{ .name = STR("sales"), .subject_tag = STR("Sales") },
};

static const struct {
	const char	*subject;
	int64_t		 want;
} tags[] = {
	{ "", 0 }, { "no tag", 0 },
	{ "Re: [ACME #12] printer", 12 }, { "printer [acme #12]", 12 },
	{ "[Sales #7] offer", 7 },
	{ "[ACME #12] [ACME #13]", 13 },	/* a ticket that came of the mail to another */
	{ "[Sales #7] [ACME #12]", 12 }, { "[ACME #12] [Sales #7]", 7 },
	{ "ACME #12]", 0 }, { "[ACME #12", 0 }, { "[ACME#12]", 0 }, { "[ACME 12]", 0 },
	{ "[ACME #]", 0 }, { "[ACME #0]", 0 }, { "[ACME #-3]", 0 }, { "[ACME #12x]", 0 },
	{ "[ACME #99999999999999999999]", 0 },
	{ "[Other #12]", 0 }, { "[MYACME #12]", 0 },
	{ "ACME is slow [ACME #4]", 4 }, { "[ACME #x] and [ACME #5]", 5 },
};

static const struct {
	const char		*name;
	enum letter_kind	 kind;
	enum token_verdict	 verdict;
	int64_t			 tagged;
	int64_t			 want;
	enum thread_how		 how;
} finds[] = {
	{ "nothing", LETTER_HUMAN, TOKEN_NONE, 0, 0, THREAD_NONE },
	{ "a tag", LETTER_HUMAN, TOKEN_NONE, 12, 12, THREAD_TAG },
	{ "a token", LETTER_HUMAN, TOKEN_GOOD, 0, 5, THREAD_TOKEN },
	{ "a token before a tag", LETTER_HUMAN, TOKEN_GOOD, 12, 5, THREAD_TOKEN },
	{ "a forged token", LETTER_HUMAN, TOKEN_FORGED, 12, 12, THREAD_TAG },
	{ "an old token", LETTER_HUMAN, TOKEN_EXPIRED, 0, 0, THREAD_NONE },
	{ "a bounce heeds no token", LETTER_BOUNCE, TOKEN_GOOD, 12, 0, THREAD_NONE },
	{ "nor does a complaint", LETTER_COMPLAINT, TOKEN_GOOD, 12, 0, THREAD_NONE },
};

static struct str named[] = { STR("first@x") }, strange[] = { STR("other@x") };

static const struct {
	const char		*name;
	enum letter_kind	 kind;
	struct strs		 in_reply_to, references;
	enum thread_how		 how;
	int64_t			 want;		/* 3: as it was */
} batches[] = {
	{ "answers it", LETTER_HUMAN, { named, 1 }, { 0 }, THREAD_NONE, 8 },
	{ "refers to it", LETTER_HUMAN, { 0 }, { named, 1 }, THREAD_NONE, 8 },
	{ "its tag gives way", LETTER_HUMAN, { named, 1 }, { 0 }, THREAD_TAG, 8 },
	{ "its token does not", LETTER_HUMAN, { named, 1 }, { 0 }, THREAD_TOKEN, 3 },
	{ "nor what is known", LETTER_HUMAN, { named, 1 }, { 0 }, THREAD_REFERENCE, 3 },
	{ "another mail's", LETTER_HUMAN, { strange, 1 }, { strange, 1 }, THREAD_NONE, 3 },
	{ "a bounce", LETTER_BOUNCE, { named, 1 }, { 0 }, THREAD_NONE, 3 },
};

static void
test_tags(struct arena *a)
{
	struct conf conf = { .mailboxes = { boxes, COUNT(boxes) } };
	struct work w = { .a = a, .conf = &conf };

	for (size_t i = 0; i < COUNT(tags); i++) {
		struct letter l = { .kind = LETTER_HUMAN, .subject = str_c(tags[i].subject) };
		struct reading r = { .letter = &l };

		thread_ask(&w, &r);
		tap_int(r.tagged, tags[i].want, "tag in '%s'", tags[i].subject);
	}
}

static void
test_finds(struct arena *a)
{
	struct work w = { .a = a };

	for (size_t i = 0; i < COUNT(finds); i++) {
		struct letter l = { .kind = finds[i].kind };
		struct reading r = { .letter = &l, .verdict = finds[i].verdict,
		    .token = { .ticket = 5 }, .tagged = finds[i].tagged };

		thread_learn(&w, &r);
		tap_int(r.ticket, finds[i].want, "%s: ticket", finds[i].name);
		tap_int(r.how, finds[i].how, "%s: how", finds[i].name);
	}
}

static void
test_batch(void)
{
	struct letter first = { .message_id = STR("first@x") }, none = { .kind = LETTER_HUMAN };
	const struct reading earlier[] = { { .letter = &first, .ticket = 8 },
	    { .letter = &none, .ticket = 9 } };

	for (size_t i = 0; i < COUNT(batches); i++) {
		struct letter l = { .kind = batches[i].kind,
		    .in_reply_to = batches[i].in_reply_to,
		    .references = batches[i].references };
		struct reading r = { .letter = &l, .ticket = 3, .how = batches[i].how };

		thread_in_batch(&r, earlier, COUNT(earlier));
		tap_int(r.ticket, batches[i].want, "after a mail of one batch: %s",
		    batches[i].name);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_tags(a);
	test_finds(a);
	test_batch();
	arena_free(a);
	return tap_done();
}
