/*
 * Reads hostile text: a report is believed by nobody further than its form
 * (what it mutes is the daemon's question, promises.md S15).
 */
#include "parsers/machine/bounce.h"

#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/head/mailbox.h"
#include "parsers/machine/smtpstatus.h"

/* Lines of one per-recipient group (RFC 3464 section 2.3), unfolded. */
struct group {
	struct str	final;
	struct str	original;
	struct str	action;
	struct str	status;
	struct str	diagnostic;
	bool		any;
};

/* The address in the world's terms: Final-Recipient may be a server's own name. */
static struct str
group_recipient(const struct group *g)
{
	struct str final = mailbox_bare(g->final), original = mailbox_bare(g->original);
	size_t at = str_chr(final, '@', 0);

	if (original.n > 0 && (at == SIZE_MAX || str_chr(final, '.', at) == SIZE_MAX))
		return original;
	return final;
}

/* Who was written to, when an alias or a forward led on. */
static struct str
group_sent_to(const struct group *g)
{
	struct str original = mailbox_bare(g->original);

	return str_ieq(original, group_recipient(g)) ? STR_NONE : original;
}

static void
group_field(struct arena *a, struct group *g, struct str field)
{
	struct str name, value = field;
	static const struct { const char *name; size_t at; } rows[] = {
		{ "Final-Recipient", offsetof(struct group, final) },
		{ "Original-Recipient", offsetof(struct group, original) },
		{ "Action", offsetof(struct group, action) },
		{ "Status", offsetof(struct group, status) },
		{ "Diagnostic-Code", offsetof(struct group, diagnostic) },
	};

	if (!str_split(&value, ':', &name))
		return;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str *slot = (struct str *)(void *)((char *)g + rows[i].at);

		if (str_ieq(str_trim(name), str_c(rows[i].name)) && slot->n == 0) {
			*slot = str_dup(a, str_trim(value));
			g->any = true;
		}
	}
}

/* Cuts one group of fields, ended by a blank line, off *rest. */
static bool
next_group(struct arena *a, struct str *rest, struct group *g)
{
	struct str line;
	struct buf field;
	bool any = false;

	*g = (struct group){ .any = false };
	buf_init(&field, a);
	while (str_line(rest, &line)) {
		if (str_trim(line).n == 0) {
			if (any)
				break;
			continue;
		}
		any = true;
		if (line.p[0] != ' ' && line.p[0] != '\t') {
			group_field(a, g, buf_str(&field));
			buf_init(&field, a);
		} else {
			buf_addc(&field, ' ');
		}
		buf_add(&field, str_trim(line));
	}
	group_field(a, g, buf_str(&field));
	return any;
}

static enum bounce_outcome
group_outcome(const struct group *g)
{
	static const struct { const char *action; enum bounce_outcome outcome; } rows[] = {
		{ "failed", BOUNCE_FAILED }, { "failure", BOUNCE_FAILED },
		{ "delayed", BOUNCE_DELAYED }, { "deliverable", BOUNCE_DELIVERED },
		{ "delivered", BOUNCE_DELIVERED }, { "relayed", BOUNCE_DELIVERED },
		{ "expanded", BOUNCE_DELIVERED },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_istarts(g->action, str_c(rows[i].action)))
			return rows[i].outcome;
	if (g->status.n > 0 && g->status.p[0] == '2')
		return BOUNCE_DELIVERED;
	if (g->status.n > 0 && g->status.p[0] == '4')
		return BOUNCE_DELAYED;
	return g->final.n > 0 || g->status.n > 0 ? BOUNCE_FAILED : BOUNCE_NO;
}

/*
 * What the remote server said right behind its reply code is nearest to the
 * truth; then the status field, unless it says nothing ("5.0.0").
 */
static struct str
group_status(const struct group *g)
{
	struct str field = smtp_status_in(g->status);
	struct str said = smtp_status_behind_code(g->diagnostic), more;

	if (smtp_status_is_generic(said))
		said = smtp_status_is_generic(field) ? smtp_status_in(g->diagnostic) : STR_NONE;
	if (said.n == 0 || smtp_status_is_generic(said) || said.p[0] == '2')
		said = field.n > 0 ? field : said;
	more = str_eq(said, STR("4.4.7")) ? smtp_status_beside_expiry(g->diagnostic) : STR_NONE;
	return more.n > 0 ? more : said;
}

enum bounce_outcome
bounce_status(struct arena *a, struct str status, struct bounce *out)
{
	enum bounce_outcome best = BOUNCE_NO;
	struct group g;

	while (next_group(a, &status, &g)) {
		enum bounce_outcome o = group_outcome(&g);

		if (!g.any || o == BOUNCE_NO || (best != BOUNCE_NO && o >= best))
			continue;
		best = o;
		out->recipient = group_recipient(&g);
		out->sent_to = group_sent_to(&g);
		out->status = group_status(&g);
		out->diagnostic = str_utf8_cut(g.diagnostic, LIMIT_DIAGNOSTIC);
		out->is_delayed = o == BOUNCE_DELAYED;
	}
	return best;
}
