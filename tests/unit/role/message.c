/* Every message comes back as it was, and nothing but its own bytes is taken. */
#include "daemon/role/message.h"

#include <string.h>

#include "tests/tap.h"

typedef void pack_fn(struct buf *, const void *);
typedef int unpack_fn(struct arena *, struct str, void *);

/* The doors, with their types rubbed off. */
#define DOOR(name)							\
static void								\
name##_any_pack(struct buf *b, const void *from)			\
{									\
	name##_pack(b, from);						\
}									\
static int								\
name##_any_unpack(struct arena *a, struct str body, void *out)		\
{									\
	return name##_unpack(a, body, out);				\
}

DOOR(msg_peer)
DOOR(msg_kill)
DOOR(msg_claim)
DOOR(mail_item)
DOOR(msg_skip)
DOOR(msg_health)
DOOR(msg_stock)
DOOR(msg_stocked)
DOOR(msg_ask)
DOOR(msg_proven)
DOOR(msg_cursor)
DOOR(msg_stored)
DOOR(msg_parse)
DOOR(msg_match)
DOOR(delivery)
DOOR(mail_result)
DOOR(msg_login)
DOOR(msg_token)
DOOR(page_request)

static int64_t uids[] = { 1, 2, 1ll << 31 };

/* A slice as part of a constant. */
#define S(text)	{ text, sizeof(text) - 1 }
static struct str pairs[] = { S("view"), S("team board"), S("empty"), S("") };
static struct page_file page_files[] = {
	{ S("file"), S("a.txt"), S("text/plain"), { "a\0b\xff", 4 } },
	{ S("file"), S(""), S(""), S("") },
};

#define ROW(name, ...)	{ #name, &(const struct name){ __VA_ARGS__ }, sizeof(struct name), \
	name##_any_pack, name##_any_unpack }

static const struct {
	const char	*name;
	const void	*in;
	size_t		 size;
	pack_fn		*pack;
	unpack_fn	*unpack;
} rows[] = {
	ROW(msg_peer, ROLE_SEND, 7),
	ROW(msg_kill, 258),
	ROW(msg_claim, S("support")),
	ROW(mail_item, S("support"), 7, 1ull << 40, -5, 12, true, { "a\0b\xff", 4 }),
	ROW(msg_skip, S("support"), 1, UINT64_MAX),
	ROW(msg_health, S("support"), false, S("no answer"), true, S("check user")),
	ROW(msg_stock, S("support"), 4, 3, 1),
	ROW(msg_stocked, S("support"), 4, 9, { uids, 2 }),
	ROW(msg_ask, S("support"), 5, 3, { uids, COUNT(uids) }, { uids, 1 }, { uids, 2 }),
	ROW(msg_ask, S(""), 0, 0, { uids, 0 }, { uids, 0 }, { uids, 0 }),
	ROW(msg_proven, S("support"), 5, { uids, 1 }),
	ROW(msg_cursor, S("support"), true, 1, 2, INT64_MIN),
	ROW(msg_stored, S("support"), 1, 2, true),
	ROW(msg_parse, 9, { "\0\r\n", 3 }, { "\0\1", 2 }),
	ROW(msg_match, 9, 2, S("[x] subject")),
	ROW(delivery, NULL, 5, S("support"), S(""), S("jo@acme.example"), S("support+b-1@example.com"),
	    S("x\r\n"), 4),
	ROW(msg_login, S("support"), LOGIN_SMTP, false, 1ll << 50, S("535 no")),
	ROW(msg_token, S("support"), false, S("revoked"), S("log in"), 5, INT64_MAX, true),
	ROW(page_request, 9, true, S("/requests/12/reply"), { pairs, 2 }, { pairs, 4 },
	    { page_files, 2 }, S("token"), S("code"), S("de, en;q=0.5"), S("192.0.2.7"),
	    S("Lynx/2.9"), S("null")),
	ROW(mail_result, 5, SEND_UNKNOWN, 451, S("later"), SEND_STOPS, S("wait")),
};

static const struct {
	const char	*name;
	struct str	 body;
	unpack_fn	*unpack;
} bad[] = {
	{ "no such role", { "\x09\0\0\0\0", 5 }, msg_peer_any_unpack },
	{ "neither true nor false", { "\0\0\0\0\x02\0\0\0\0", 9 }, msg_health_any_unpack },
	{ "text that is no UTF-8", { "\x01\0\0\0\xff", 5 }, msg_claim_any_unpack },
	{ "text with a NUL", { "\x01\0\0\0\0", 5 }, msg_claim_any_unpack },
	{ "a text that is longer than all", { "\xff\xff\xff\xff", 4 }, msg_claim_any_unpack },
	{ "a name without its value", { "\0\0\0\0\0\0\0\0\0\x01\0\0\0/\x01\0\0\0\x01\0\0\0a"
	    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0" "\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 51 },
	    page_request_any_unpack },
	{ "no such outcome", { "\x01\0\0\0\0\0\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0", 22 },
	    mail_result_any_unpack },
};

static struct str
packed(struct arena *a, size_t i, const void *value)
{
	struct buf b;

	buf_init(&b, a);
	rows[i].pack(&b, value);
	return buf_str(&b);
}

static void
test_rows(struct arena *a)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str bytes = packed(a, i, rows[i].in);
		void *out = arena_alloc(a, rows[i].size), *none = arena_alloc(a, rows[i].size);
		size_t n = 0;
		struct buf b;

		memset(none, 0, rows[i].size);
		tap_int(rows[i].unpack(a, bytes, out), 0, "%s comes back", rows[i].name);
		tap_str(packed(a, i, out), bytes, "%s is the same", rows[i].name);
		while (n < bytes.n && rows[i].unpack(a, str_sub(bytes, 0, n), out) == -1)
			n++;
		tap_int((long long)n, (long long)bytes.n, "%s: cut, it is refused",
		    rows[i].name);
		buf_init(&b, a);
		buf_add(&b, bytes);
		buf_addc(&b, 'x');
		tap_int(rows[i].unpack(a, buf_str(&b), out), -1, "%s: a byte too many",
		    rows[i].name);
		tap_ok(memcmp(out, none, rows[i].size) == 0, "%s: nothing is left of it",
		    rows[i].name);
	}
}

static void
test_bad(struct arena *a)
{
	char room[256];

	for (size_t i = 0; i < COUNT(bad); i++)
		tap_int(bad[i].unpack(a, bad[i].body, room), -1, "%s", bad[i].name);
}

/* The wire is little-endian whatever the machine; the count of a list is checked. */
static void
test_bytes(struct arena *a)
{
	struct msg_ask many = { .uids = { ARENA_ARRAY(a, MSG_UIDS_MAX + 1, int64_t),
	    MSG_UIDS_MAX + 1 } }, out;
	struct buf b;

	buf_init(&b, a);
	msg_kill_pack(&b, &(struct msg_kill){ 258 });
	tap_str(buf_str(&b), (struct str){ "\x02\x01\0\0", 4 }, "a worker's index");
	buf_init(&b, a);
	msg_ask_pack(&b, &many);
	tap_int(msg_ask_unpack(a, buf_str(&b), &out), -1, "one UID too many");
}

/* What is packed without its last bytes is whole when they follow. */
static void
test_heads(struct arena *a)
{
	const struct mail_item item = { .mailbox = STR("support"), .uid = 3, .raw = STR("abc") };
	struct mail_item out;
	struct msg_letter letter;
	struct buf b;

	buf_init(&b, a);
	mail_item_pack_head(&b, &item);
	buf_adds(&b, "abc");
	tap_int(mail_item_unpack(NULL, buf_str(&b), &out), 0, "a mail in two pieces");
	tap_str(out.raw, item.raw, "its bytes");
	buf_init(&b, a);
	msg_letter_pack(&b, &(struct msg_letter){ .id = 77 });
	buf_adds(&b, "packed letter");
	tap_int(msg_letter_unpack(NULL, buf_str(&b), &letter), 0, "a letter");
	tap_str(letter.letter, STR("packed letter"), "what follows is the letter");
	tap_int((long long)message_number(buf_str(&b)), 77, "its number");
}

/* What a page's answer ends in is as long as it is. */
static void
test_answer(struct arena *a)
{
	const struct page_answer in = { 7, 303, STR("text/html"), STR("/requests"), STR(""),
	    STR("\"1\""), { pairs, 2 }, { "a\0\xff", 3 } };
	struct page_answer out;
	struct buf b;

	buf_init(&b, a);
	page_answer_pack(&b, &in);
	tap_int(page_answer_unpack(a, buf_str(&b), &out), 0, "an answer comes back");
	tap_int(out.status, 303, "its status");
	tap_int((long long)out.cookies.n, 2, "its cookies");
	tap_str(out.location, in.location, "where it leads");
	tap_str(out.body, in.body, "its body");
	tap_int(page_answer_unpack(a, str_sub(buf_str(&b), 0, 40), &out), -1, "cut, it is refused");
}

static void
test_peeks(struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	msg_stored_pack(&b, &(struct msg_stored){ STR("support"), 1, 2, true });
	tap_str(message_mailbox(buf_str(&b)), STR("support"), "whose it is");
	tap_str(message_mailbox(STR("xy")), STR(""), "nobody's");
	tap_int((long long)message_number(STR("xy")), 0, "no number");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_rows(a);
	test_bad(a);
	test_bytes(a);
	test_heads(a);
	test_answer(a);
	test_peeks(a);
	arena_free(a);
	return tap_done();
}
