/* The first byte says which message: refused, or the same bytes when packed again. */
#include "daemon/role/message.h"
#include "tests/fuzz/fuzz.h"

#define CASE(type, name)						\
	case type: {							\
		struct name m;						\
									\
		if (name##_unpack(a, in, &m) == -1)			\
			return;						\
		name##_pack(&b, &m);					\
		break;							\
	}

void
fuzz_one(struct arena *a, struct str in)
{
	unsigned char type = in.n == 0 ? 0 : (unsigned char)in.p[0];
	struct buf b;

	buf_init(&b, a);
	in = str_sub(in, 1, SIZE_MAX);
	message_mailbox(in);
	message_number(in);
	switch (type) {
	CASE(MSG_PEER, msg_peer)
	CASE(MSG_KILL_PARSER, msg_kill)
	CASE(MSG_CLAIM, msg_claim)
	CASE(MSG_MAIL, mail_item)
	CASE(MSG_SKIP, msg_skip)
	CASE(MSG_HEALTH, msg_health)
	CASE(MSG_STOCK, msg_stock)
	CASE(MSG_ASK, msg_ask)
	CASE(MSG_CURSOR, msg_cursor)
	CASE(MSG_STORED, msg_stored)
	CASE(MSG_STOCKED, msg_stocked)
	CASE(MSG_PROVEN, msg_proven)
	CASE(MSG_PARSE, msg_parse)
	CASE(MSG_LETTER, msg_letter)
	CASE(MSG_MATCH, msg_match)
	CASE(MSG_MATCHED, msg_matched)
	CASE(MSG_FILES, msg_files)
	CASE(MSG_FILE, msg_file)
	CASE(MSG_SEND, delivery)
	CASE(MSG_SENT, mail_result)
	CASE(MSG_LOGIN, msg_login)
	CASE(MSG_TOKEN, msg_token)
	CASE(MSG_PAGE, page_request)
	CASE(MSG_ANSWER, page_answer)
	default:
		return;
	}
	assert(str_eq(buf_str(&b), in));
}
