/* payload: see payload.h. */
#include "daemon/alert/payload.h"

#include <unistd.h>

#include "daemon/sys/clock.h"
#include "daemon/ticket/condition.h"
#include "parsers/base/json.h"

enum { TEXT_MAX = 30000 };		/* chats refuse longer ones */

static void
put_time(struct json *j, struct arena *a, const char *key, int64_t us)
{
	json_str_or_null(j, key, us == 0 ? STR_NONE : clock_rfc3339(a, us));
}

static void
put_troubles(struct json *j, struct arena *a, const char *key, const struct troubles *all)
{
	json_open_array(j, key);
	for (size_t i = 0; i < all->n; i++) {
		const struct trouble *t = &all->v[i];

		json_open_object(j, NULL);
		json_str(j, "kind", t->kind);
		json_str_or_null(j, "mailbox", t->mailbox);
		json_str(j, "text", t->text);
		json_str(j, "mend", t->mend);
		put_time(j, a, "since", t->since);
		put_time(j, a, "until", t->until);
		put_time(j, a, "retry_at", t->retry_at);
		json_int(j, "count", t->count);
		json_bool(j, "new", t->is_new);
		json_str(j, "command", str_c(condition_command(t->kind)));
		json_close(j);
	}
	json_close(j);
}

struct str
payload_write(struct arena *a, const struct bulletin *b, const struct bulletin_text *text)
{
	char host[256] = "";
	struct json j;
	struct buf out;

	gethostname(host, sizeof(host) - 1);
	buf_init(&out, a);
	json_init(&j, &out, 0);
	json_open_object(&j, NULL);
	json_str(&j, "text", str_utf8_cut(str_printf(a, "%.*s\n\n%.*s", STR_ARG(text->subject),
	    STR_ARG(text->text)), TEXT_MAX));
	json_str(&j, "subject", text->subject);
	json_str(&j, "host", str_dup(a, str_c(host)));
	put_time(&j, a, "at", b->at);
	json_bool(&j, "test", b->is_test);
	put_troubles(&j, a, "open", &b->open);
	put_troubles(&j, a, "well", &b->well);
	json_close(&j);
	return buf_str(&out);
}
