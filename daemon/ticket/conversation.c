/* conversation: see conversation.h. */
#include "daemon/ticket/conversation.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/random.h>

#include "parsers/base/limits.h"
#include "parsers/base/sha256.h"
#include "parsers/head/threadindex.h"
#include "parsers/text/charset.h"

void
conversation_begin(struct arena *a, struct conversation *c)
{
	unsigned char r[CONVERSATION_MARK_BYTES];

	if (getrandom(r, sizeof(r), 0) != sizeof(r))
		abort();
	c->mark = sha256_hex(a, r, sizeof(r));
}

void
conversation_read(struct work *w, struct conversation *c, struct sql_ticket_messages h)
{
	struct sql_ticket_messages_row row;

	for (size_t i = 0; sql_ticket_messages_row(w->db, h, i, &row); i++) {
		struct str id = str_dup(w->a, row.message_id);

		strs_add(w->a, &c->messages, id);
		if (row.by_customer && c->asked.n == 0)
			c->asked = id;
	}
}

void
conversation_add(struct arena *a, struct conversation *c, struct str message_id,
    bool by_customer)
{
	if (message_id.n == 0)
		return;
	strs_prepend(a, &c->messages, message_id);
	if (by_customer)
		c->asked = message_id;
}

struct str
conversation_root(struct arena *a, const struct conversation *c, int64_t ticket,
    struct str domain)
{
	return str_printf(a, "docket.%" PRId64 ".%.*s@%.*s", ticket, STR_ARG(c->mark),
	    STR_ARG(domain));
}

/* Engineers' mails are a conversation of their own. */
static struct str
own_index(struct arena *a, const struct conversation *c, bool to_customer, int64_t began)
{
	unsigned char digest[SHA256_BYTES];

	sha256_of(str_printf(a, "%s %.*s", to_customer ? "customers" : "engineers",
	    STR_ARG(c->mark)), digest);
	return threadindex_new(a, began, digest);
}

void
conversation_carry(struct arena *a, struct conversation *c, const struct headers *h,
    bool opens, int64_t began)
{
	struct str index = threadindex_read(a, headers_get(h, STR("Thread-Index")));

	if (index.n == 0)
		return;
	if (opens)
		c->topic = str_utf8_cut(charset_line(a, headers_get(h, STR("Thread-Topic"))),
		    LIMIT_SUBJECT);
	else if (!threadindex_same(index, c->index.n > 0 ? c->index :
	    own_index(a, c, true, began)))
		return;
	c->index = index;
}

struct str
conversation_index(struct arena *a, const struct conversation *c, bool to_customer,
    int64_t began, int64_t us)
{
	struct str index = to_customer && c->index.n > 0 ? c->index :
	    own_index(a, c, to_customer, began);

	return threadindex_text(a, threadindex_answer(a, index, us));
}
