/*
 * Reads hostile text: a report is believed by nobody further than its form
 * (what it mutes is the daemon's question, promises.md S15).  Never guesses a
 * recipient out of the returned mail's text, only out of its header.
 */
#include "parsers/bounce.h"

#include "parsers/fold.h"
#include "parsers/headers.h"
#include "parsers/machinewords.h"
#include "parsers/smtpstatus.h"
#include "parsers/wordlist.h"

enum {
	NOTICE_BYTES = 16 * 1024,	/* a notice in words is short */
	RETURNED_BYTES = 64 * 1024,
	DIAGNOSTIC_BYTES = 500,
};

/* Lines of one per-recipient group (RFC 3464 section 2.3), unfolded. */
struct group {
	struct str	final;
	struct str	original;
	struct str	action;
	struct str	status;
	struct str	diagnostic;
	bool		any;
};

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_addr_char(char c)
{
	return (unsigned char)c > ' ' && c != 127 &&
	    str_chr(STR("<>()[]\",;:\\"), c, 0) == SIZE_MAX;
}

/* The address around the '@' at `at`, or STR_NONE. */
static struct str
addr_around(struct str s, size_t at)
{
	size_t from = at, to = at + 1;
	struct str addr;

	while (from > 0 && is_addr_char(s.p[from - 1]) && s.p[from - 1] != '@' && at - from < 64)
		from--;
	while (to < s.n && (is_alnum(s.p[to]) || s.p[to] == '.' || s.p[to] == '-' ||
	    s.p[to] == '_'))
		to++;
	while (to > at + 1 && !is_alnum(s.p[to - 1]))
		to--;
	while (from < at && (s.p[from] == '*' || s.p[from] == '\'' || s.p[from] == '`' ||
	    s.p[from] == '='))
		from++;
	if (from == at || to == at + 1)
		return STR_NONE;
	addr = str_sub(s, from, to - from);
	return addr.n <= LIMIT_ADDRESS ? addr : STR_NONE;
}

/* The next address at or after *from, which then stands behind it. */
static struct str
addr_next(struct str s, size_t *from)
{
	size_t at;

	while ((at = str_chr(s, '@', *from)) != SIZE_MAX) {
		struct str addr = addr_around(s, at);

		*from = at + 1;
		if (addr.n > 0)
			return addr;
	}
	return STR_NONE;
}

/* Something@domain without blanks: also a quoted or an encoded local part. */
static bool
is_whole_addr(struct str s)
{
	size_t at = str_chr(s, '@', 0);

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '<' || s.p[i] == '>')
			return false;
	return at != SIZE_MAX && at > 0 && at + 1 < s.n && s.n <= LIMIT_ADDRESS;
}

/* "rfc822; jo@x.example" or "<jo@x.example>" as jo@x.example. */
static struct str
bare(struct str s)
{
	size_t at = str_chr(s, ';', 0), from = 0;

	if (at != SIZE_MAX)
		s = str_sub(s, at + 1, s.n);
	s = str_trim(s);
	if (str_starts(s, STR("<")) && str_ends(s, STR(">")))
		s = str_sub(s, 1, s.n - 2);
	return is_whole_addr(s) ? s : addr_next(s, &from);
}

/* The address in the world's terms: Final-Recipient may be a server's own name. */
static struct str
group_recipient(const struct group *g)
{
	struct str final = bare(g->final), original = bare(g->original);
	size_t at = str_chr(final, '@', 0);

	if (original.n > 0 && (at == SIZE_MAX || str_chr(final, '.', at) == SIZE_MAX))
		return original;
	return final;
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
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
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

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
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
		said = field.n > 0 ? field : said.n > 0 ? said : smtp_reply_class(g->diagnostic);
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
		out->status = group_status(&g);
		out->diagnostic = str_utf8_cut(g.diagnostic, DIAGNOSTIC_BYTES);
		out->is_delayed = o == BOUNCE_DELAYED;
	}
	return best;
}

/* Where the returned mail begins in `text`: at a line that says so. */
static size_t
returned_at(struct arena *a, struct str text)
{
	struct str rest = text, line;
	bool any_text = false;

	while (str_line(&rest, &line)) {
		struct str f = fold(a, fold_trim(str_sub(line, 0, 100)));

		for (size_t i = 0; any_text && machine_returned[i] != NULL; i++)
			if (str_starts(f, str_c(machine_returned[i])))
				return (size_t)(line.p - text.p);
		any_text = any_text || f.n > 0;
	}
	return text.n;
}

/* Addresses that cannot have failed. */
static bool
is_own(const struct letter *l, struct str addr)
{
	struct str local = str_sub(addr, 0, str_chr(addr, '@', 0));

	for (size_t i = 0; i < l->from.n; i++)
		if (str_ieq(l->from.v[i].addr, addr))
			return true;
	for (size_t i = 0; i < l->to.n; i++)
		if (str_ieq(l->to.v[i].addr, addr))
			return true;
	for (size_t i = 0; machine_daemons[i] != NULL; i++)
		if (str_ieq(local, str_c(machine_daemons[i])))
			return true;
	return false;
}

/*
 * How sure a line names the failed address: 3 it begins the line, 2 it stands
 * behind a lead, 1 somewhere, 0 it is somebody who helps.
 */
static int
line_rank(struct arena *a, struct str line, struct str addr)
{
	struct str before = fold(a, fold_trim(str_sub(line, 0, (size_t)(addr.p - line.p))));
	size_t after = line.n - (size_t)(addr.p - line.p) - addr.n;

	while (before.n > 0 && str_chr(STR("<*'\"([ -"), before.p[before.n - 1], 0) != SIZE_MAX)
		before.n--;
	if (before.n == 0)
		return after <= 3 ? 3 : 2;
	if (wordlist_ends(before, machine_contact_leads))
		return 0;
	return wordlist_ends(before, machine_recipient_leads) ? 2 : 1;
}

/* The best named address; a line such as "was not delivered to:" lifts what follows. */
static struct str
notice_recipient(struct arena *a, const struct letter *l, struct str notice)
{
	struct str rest = notice, line, best = STR_NONE;
	int rank = 0, lift = 0;

	while (rank < 6 && str_line(&rest, &line)) {
		size_t from = 0;
		struct str addr;

		while ((addr = addr_next(line, &from)).n > 0) {
			int r = is_own(l, addr) ? 0 : line_rank(a, line, addr);

			r += r > 0 ? lift : 0;
			if (r > rank) {
				rank = r;
				best = addr;
			}
		}
		if (lift == 0 && wordlist_within(fold(a, str_sub(line, 0, 200)),
		    machine_recipient_intros))
			lift = 3;
	}
	return best;
}

/* A field of the returned mail's header, wherever that stands in `text`. */
static struct str
returned_field(struct str text, struct str name)
{
	struct str rest = str_sub(text, 0, RETURNED_BYTES), line, value;

	while (str_line(&rest, &line)) {
		line = str_trim(line);
		if (!str_istarts(line, name))
			continue;
		value = str_trim(str_sub(line, name.n, line.n));
		/* folded right behind its name */
		if (value.n == 0 && rest.n > 0 && (rest.p[0] == ' ' || rest.p[0] == '\t') &&
		    str_line(&rest, &line))
			value = str_trim(line);
		if (value.n > 0)
			return value;
	}
	return STR_NONE;
}

static struct str
phrase_status(struct arena *a, struct str notice)
{
	struct str f = fold(a, notice);

	for (size_t i = 0; i < machine_statuses_n; i++)
		if (str_find(f, str_c(machine_statuses[i].phrase), 0) != SIZE_MAX)
			return str_c(machine_statuses[i].status);
	return STR_NONE;
}

/* The line of the notice that the status stands in, else nothing. */
static struct str
line_of(struct str notice, struct str part)
{
	struct str rest = notice, line;

	while (part.n > 0 && str_line(&rest, &line))
		if (part.p >= line.p && part.p < line.p + line.n)
			return str_utf8_cut(str_trim(line), DIAGNOSTIC_BYTES);
	return STR_NONE;
}

static void
words_status(struct arena *a, struct str notice, struct bounce *out)
{
	struct str s = smtp_status_behind_code(notice);

	if (!smtp_status_is_generic(out->status))
		return;
	if (s.n == 0)
		s = smtp_status_in(notice);
	if (out->diagnostic.n == 0)
		out->diagnostic = str_dup(a, line_of(notice, s));
	if (s.n == 0 || s.p[0] == '2')
		s = out->status.n == 0 ? phrase_status(a, notice) : STR_NONE;
	if (s.n == 0)
		s = smtp_reply_class(notice);
	if (s.n > 0 && (out->status.n == 0 || s.p[0] == out->status.p[0]))
		out->status = str_dup(a, s);
}

static struct str
message_id(struct str value)
{
	size_t open = str_chr(value, '<', 0), close = str_chr(value, '>', 0);

	if (open == SIZE_MAX || close == SIZE_MAX || close < open)
		return STR_NONE;
	return str_utf8_cut(str_sub(value, open + 1, close - open - 1), LIMIT_MSGID);
}

void
bounce_words(struct arena *a, const struct report *r, const struct letter *l,
    struct bounce *out)
{
	size_t cut = returned_at(a, str_sub(l->text, 0, RETURNED_BYTES));
	struct str notice = str_sub(l->text, 0, cut < NOTICE_BYTES ? cut : NOTICE_BYTES);
	struct str returned = r->original.n > 0 ? r->original : str_sub(l->text, cut, l->text.n);

	if (out->recipient.n == 0)
		out->recipient = bare(headers_get(&l->headers, STR("X-Failed-Recipients")));
	if (out->recipient.n == 0)
		out->recipient = notice_recipient(a, l, notice);
	if (out->recipient.n == 0)
		out->recipient = bare(returned_field(returned, STR("To:")));
	words_status(a, notice, out);
	out->original_id = str_dup(a, message_id(returned_field(returned, STR("Message-ID:"))));
	if (out->status.n == 0)
		out->status = out->is_delayed ? STR("4.0.0") : STR("5.0.0");
}
