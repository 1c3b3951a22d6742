/* login: see login.h. */
#include "daemon/send/login.h"

#include <poll.h>

#include "daemon/send/smtp.h"
#include "daemon/sys/clock.h"

enum {
	AWAIT_MS = 12 * 1000,
	STEP_MS = 100
};

bool
login_await(const struct oauth *o, int64_t than, const atomic_bool *abort)
{
	int64_t until = clock_mono() + AWAIT_MS;
	struct arena *a = arena_new();
	struct token token;
	bool is_there;

	while (!(is_there = store_token(a, o, &token, NULL) == 0 && token.number > than) &&
	    clock_mono() < until && !atomic_load(abort)) {
		arena_reset(a);
		poll(NULL, 0, STEP_MS);
	}
	arena_free(a);
	return is_there;
}

void
login_tell(struct queue *out, uint64_t generation, struct str mailbox,
    const struct smtp_result *r)
{
	struct arena *a = arena_new();
	struct buf b;

	buf_init(&b, a);
	msg_login_pack(&b, &(struct msg_login){ .mailbox = mailbox, .service = LOGIN_SMTP,
	    .ok = !r->about_login, .number = r->token,
	    .text = r->about_login ? r->reply : STR_NONE });
	queue_put(out, MSG_LOGIN, generation, buf_str(&b), STR_NONE);
	arena_free(a);
}
