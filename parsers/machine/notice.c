/*
 * Reads hostile text: what it finds is believed by nobody further than its
 * form.  Never guesses a recipient out of the returned mail's text, only out
 * of its header.
 */
#include "parsers/machine/notice.h"

#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/base/wordlist.h"
#include "parsers/head/headers.h"
#include "parsers/head/mailbox.h"
#include "parsers/machine/machinewords.h"
#include "parsers/machine/smtpstatus.h"
#include "parsers/machine/wordings.h"
#include "parsers/text/fold.h"

enum {
	NOTICE_BYTES = 16 * 1024,	/* a notice in words is short */
	RETURNED_BYTES = 64 * 1024,
	LINE_BYTES = 200,		/* of a line, to know what it announces */
};

static bool
says(struct str folded, const char *words)
{
	return words != NULL && str_find(folded, str_c(words), 0) != SIZE_MAX;
}

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

bool
notice_is_marked(const struct machine_mail *m)
{
	for (size_t i = 0; i < bounce_formats_n; i++)
		if (bounce_formats[i].header != NULL &&
		    headers_has(m->headers, str_c(bounce_formats[i].header)))
			return true;
	return false;
}

static const struct bounce_format *
find_format(const struct machine_mail *m, struct str subject, struct str text)
{
	for (size_t i = 0; i < bounce_formats_n; i++) {
		const struct bounce_format *f = &bounce_formats[i];

		if ((f->header == NULL || headers_has(m->headers, str_c(f->header))) &&
		    (f->subject == NULL || says(subject, f->subject)) &&
		    (f->sign == NULL || says(text, f->sign)))
			return f;
	}
	return NULL;
}

/* Where the returned mail begins in `text`: at a line that says so. */
static size_t
returned_at(struct arena *a, struct str text, const struct bounce_format *format)
{
	const char *own = format == NULL ? NULL : format->returned;
	struct str rest = text, line;
	bool any_text = false;

	while (str_line(&rest, &line)) {
		struct str f = fold(a, fold_trim(str_sub(line, 0, LINE_BYTES / 2)));

		if (any_text && ((own != NULL && str_starts(f, str_c(own))) ||
		    wordlist_starts(f, bounce_returned)))
			return (size_t)(line.p - text.p);
		any_text = any_text || f.n > 0;
	}
	return text.n;
}

void
notice_read(struct arena *a, const struct machine_mail *m,
    struct str subject, struct notice *out)
{
	struct str text = str_sub(m->text, 0, RETURNED_BYTES);
	size_t cut;

	out->format = find_format(m, subject, fold(a, str_sub(text, 0, NOTICE_BYTES)));
	cut = returned_at(a, text, out->format);
	out->text = str_sub(text, 0, cut < NOTICE_BYTES ? cut : NOTICE_BYTES);
	out->folded = fold(a, out->text);
	out->returned = m->report->original.n > 0 ? m->report->original : str_sub(m->text, cut, m->text.n);
}

bool
notice_is_delay(const struct notice *n, struct str subject)
{
	return (wordlist_within(n->folded, bounce_delay_phrases) ||
	    wordlist_within(subject, bounce_delay_phrases)) &&
	    !wordlist_within(n->folded, bounce_final_phrases);
}

/* --- the recipient --- */

static bool
is_own(const struct machine_mail *m, struct str addr)
{
	const struct addresses *lists[] = { m->from, m->to };

	for (size_t k = 0; k < COUNT(lists); k++)
		for (size_t i = 0; i < lists[k]->n; i++)
			if (str_ieq(lists[k]->v[i].addr, addr))
				return true;
	return false;
}

/* "da:", but not "dda:". */
static bool
is_contact_lead(struct str before)
{
	for (size_t i = 0; bounce_contact_leads[i] != NULL; i++) {
		struct str lead = str_c(bounce_contact_leads[i]);

		if (str_ends(before, lead) && (before.n == lead.n ||
		    !is_letter(before.p[before.n - lead.n - 1])))
			return true;
	}
	return false;
}

/*
 * How sure a line names the failed address: 3 it begins the line, 2 it stands
 * behind a lead, 1 somewhere, 0 it is somebody who helps.
 */
static int
line_rank(struct arena *a, struct str line, struct str addr, const char *lead)
{
	struct str before = fold(a, fold_trim(str_sub(line, 0, (size_t)(addr.p - line.p))));
	size_t after = line.n - (size_t)(addr.p - line.p) - addr.n;

	while (before.n > 0 && str_chr(STR("<>*'\"([ -"), before.p[before.n - 1], 0) != SIZE_MAX)
		before.n--;
	if (before.n == 0)
		return after <= 3 ? 3 : 2;
	if (lead != NULL && str_ends(before, str_c(lead)))
		return 3;
	if (is_contact_lead(before))
		return 0;
	return wordlist_ends(before, bounce_leads) ? 2 : 1;
}

/* `jo@x.example <jo@y.example>`: the first is but the name of the second. */
static struct str
behind_name(struct str line, struct str addr)
{
	size_t at = (size_t)(addr.p - line.p) + addr.n, from;
	struct str more;

	while (at < line.n && str_chr(STR(" \"'"), line.p[at], 0) != SIZE_MAX)
		at++;
	if (at >= line.n || line.p[at] != '<')
		return addr;
	from = at;
	more = mailbox_next(line, &from);
	return more.p == line.p + at + 1 ? more : addr;
}

/*
 * The best named address, and how sure it is in *sure; a line such as "was not
 * delivered to:" lifts what follows.  The writer's own address counts only where
 * such a list has it.
 */
static struct str
named_recipient(struct arena *a, const struct machine_mail *m, const struct notice *n,
    int *sure)
{
	const char *lead = n->format == NULL ? NULL : n->format->lead;
	const char *intro = n->format == NULL ? NULL : n->format->intro;
	struct str rest = n->text, line, best = STR_NONE;
	int rank = 0, lift = 0;

	while (rank < 6 && str_line(&rest, &line)) {
		struct str addr, folded;
		size_t from = 0;

		while ((addr = mailbox_next(line, &from)).n > 0) {
			int r = wordlist_ihas(mailbox_local(addr), machine_daemons) ? 0 :
			    line_rank(a, line, addr, lead);

			if (r > 0 && is_own(m, addr))
				r = lift > 0 && r == 3;
			else if (r > 0)
				r += lift;
			if (r > rank) {
				rank = r;
				best = behind_name(line, addr);
			}
		}
		folded = lift > 0 ? STR_NONE : fold(a, str_sub(line, 0, LINE_BYTES));
		if (says(folded, intro) || wordlist_within(folded, bounce_intros))
			lift = 3;
	}
	*sure = rank;
	return best;
}

bool
notice_names(struct arena *a, const struct machine_mail *m, const struct notice *n)
{
	int sure;

	return named_recipient(a, m, n, &sure).n > 0 && sure >= 2;
}

struct str
notice_field(struct str text, struct str name)
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

static void
fill_recipient(struct arena *a, const struct notice *n, const struct machine_mail *m,
    struct bounce *out, struct reasons *why)
{
	const char *from = "named in the server's notice";
	int sure;

	if (out->recipient.n > 0)
		return;
	out->recipient = mailbox_bare(headers_get(m->headers, STR("X-Failed-Recipients")));
	if (out->recipient.n > 0)
		from = "X-Failed-Recipients";
	else if ((out->recipient = named_recipient(a, m, n, &sure)).n == 0) {
		out->recipient = mailbox_bare(notice_field(n->returned, STR("To:")));
		from = "To of the returned mail";
		/* What came back was written to us: it is no mail of ours. */
		if (is_own(m, out->recipient))
			out->recipient = STR_NONE;
	}
	if (out->recipient.n > 0)
		reason_add(a, why, "bounce recipient", "%.*s: %s", STR_ARG(out->recipient), from);
}

/* "(expanded from <help@x.example>)": who was written to, right behind the recipient. */
static void
fill_sent_to(const struct notice *n, struct bounce *out)
{
	static const char *const words[] = { "expanded from", "generated from", "forwarded from" };
	size_t at = str_find(n->text, out->recipient, 0), from;
	struct str near, addr;

	if (out->sent_to.n > 0 || out->recipient.n == 0 || at == SIZE_MAX)
		return;
	near = str_sub(n->text, at + out->recipient.n, LINE_BYTES);
	for (size_t i = 0; i < COUNT(words); i++) {
		if ((from = str_ifind(near, str_c(words[i]), 0)) == SIZE_MAX)
			continue;
		addr = mailbox_next(near, &from);
		if (addr.n > 0 && !str_ieq(addr, out->recipient))
			out->sent_to = addr;
		return;
	}
}

/* --- the status --- */

/* The line of `text` that byte `at` of its folded form stands in: same count of LF. */
static struct str
line_at(struct str text, struct str folded, size_t at)
{
	struct str rest = text, line = STR_NONE;
	size_t lines = 1;

	for (size_t i = 0; i < at; i++)
		lines += folded.p[i] == '\n';
	while (lines-- > 0 && str_line(&rest, &line))
		;
	return str_trim(line);
}

/* The first wording that holds, and where. */
static const struct bounce_wording *
find_wording(struct str folded, size_t *at)
{
	for (size_t i = 0; i < bounce_wordings_n; i++)
		if ((*at = str_find(folded, str_c(bounce_wordings[i].phrase), 0)) != SIZE_MAX)
			return &bounce_wordings[i];
	return NULL;
}

/* The line of the notice that `part` stands in, else nothing. */
static struct str
line_of(struct str notice, struct str part)
{
	struct str rest = notice, line;

	while (part.n > 0 && str_line(&rest, &line))
		if (part.p >= line.p && part.p < line.p + line.n)
			return str_trim(line);
	return STR_NONE;
}

static void
set_diagnostic(struct arena *a, struct bounce *out, struct str line)
{
	if (out->diagnostic.n == 0)
		out->diagnostic = str_dup(a, str_utf8_cut(line, LIMIT_DIAGNOSTIC));
}

/* What the server wrote as a code; false when it adds nothing to what is known. */
static bool
status_from_code(struct arena *a, const struct notice *n, struct bounce *out)
{
	struct str s = smtp_status_behind_code(n->text);

	if (s.n == 0)
		s = smtp_status_in(n->text);
	set_diagnostic(a, out, line_of(n->text, s));
	if (s.n == 0 || s.p[0] == '2' || (out->status.n > 0 && s.p[0] != out->status.p[0]))
		return false;
	if (out->status.n > 0 && smtp_status_is_generic(s))
		return false;
	out->status = str_dup(a, s);
	out->is_delayed = out->is_delayed && s.p[0] != '5';
	return true;
}

/* The class that the server's reply code gives, where it wrote one. */
static struct str
reply_class(const struct notice *n, const struct bounce *out)
{
	struct str class = smtp_reply_class(out->diagnostic);

	return class.n > 0 ? class : smtp_reply_class(n->text);
}

/*
 * What the words mean; late is not yet lost, so a delay's class is 4, and what a
 * server refused for now with 4xx is no 5.
 */
static const char *
status_from_words(struct arena *a, const struct notice *n, struct bounce *out)
{
	bool told = out->diagnostic.n > 0;
	struct str folded = told ? fold(a, out->diagnostic) : n->folded;
	const struct bounce_wording *w;
	size_t at;

	if ((w = find_wording(folded, &at)) == NULL)
		return NULL;
	if (!told)
		set_diagnostic(a, out, line_at(n->text, folded, at));
	out->status = str_c(w->status);
	/* Only what is temporary is tried again: what was given up so is still no 5. */
	if (out->is_delayed || wordlist_within(folded, bounce_retried_phrases) ||
	    str_starts(smtp_reply_class(out->diagnostic), STR("4")))
		out->status = str_printf(a, "4%s", w->status + 1);
	return w->phrase;
}

bool
notice_has_wording(const struct notice *n)
{
	size_t at;

	return find_wording(n->folded, &at) != NULL;
}

/*
 * Whether the notice says behind the recipient that the time for it is over.
 * OpenSMTPD sends this with the frame and the fields of a delay "for more than 0
 * seconds", and will not try again.
 */
static bool
has_expired(struct arena *a, const struct notice *n, const struct bounce *out)
{
	struct str rest = n->folded, line, recipient = fold(a, out->recipient);

	while (recipient.n > 0 && str_line(&rest, &line))
		if (str_starts(line = str_trim(line), recipient) &&
		    str_starts(str_sub(line, recipient.n, SIZE_MAX), STR(":")) &&
		    str_ends(line, STR(" expired")))
			return true;
	return false;
}

static void
fill_status(struct arena *a, const struct notice *n, struct bounce *out, struct reasons *why)
{
	const char *phrase = NULL;
	struct str cause = str_eq(out->status, STR("4.4.7")) ?
	    smtp_status_beside_expiry(n->text) : STR_NONE;

	if (cause.n > 0) {
		out->status = str_dup(a, cause);
		reason_add(a, why, "bounce status", "%.*s: why it expired, written in the notice",
		    STR_ARG(cause));
	}
	if (out->is_delayed && has_expired(a, n, out)) {
		out->is_delayed = false;
		out->status = STR("5.4.7");
		reason_add(a, why, "bounce status", "5.4.7: it is over for the recipient, the "
		    "notice says, though it calls itself a delay");
	}
	if (!smtp_status_is_generic(out->status))
		return;
	if (status_from_code(a, n, out))
		reason_add(a, why, "bounce status", "%.*s: written in the notice",
		    STR_ARG(out->status));
	/* A server that wrote 5.0.0 is not corrected from its words. */
	if (out->status.n == 0 && (phrase = status_from_words(a, n, out)) != NULL)
		reason_add(a, why, "bounce status", "%.*s: that is what \"%s\" means",
		    STR_ARG(out->status), phrase);
	if (out->status.n > 0)
		return;
	out->status = reply_class(n, out);
	out->is_delayed = out->is_delayed && !str_starts(out->status, STR("5"));
	if (out->status.n == 0 && !out->is_delayed && n->format != NULL &&
	    n->format->status != NULL)
		out->status = str_c(n->format->status);
	if (out->status.n == 0)
		out->status = out->is_delayed ? STR("4.0.0") : STR("5.0.0");
	reason_add(a, why, "bounce status", "%.*s: only its class is told",
	    STR_ARG(out->status));
}

/* --- which mail --- */

static struct str
message_id(struct str value)
{
	size_t open = str_chr(value, '<', 0), close = str_chr(value, '>', 0);

	if (open == SIZE_MAX || close == SIZE_MAX || close < open)
		return STR_NONE;
	return str_utf8_cut(str_sub(value, open + 1, close - open - 1), LIMIT_MSGID);
}

void
notice_original(struct arena *a, struct str returned, struct str notice,
    struct bounce *out, struct reasons *why)
{
	struct str in[] = { returned, notice };

	for (size_t i = 0; i < 2 && out->original_id.n == 0; i++)
		out->original_id = str_dup(a, message_id(notice_field(in[i],
		    STR("Message-ID:"))));
	reason_add(a, why, "about the mail", "%.*s", STR_ARG(out->original_id.n > 0 ?
	    out->original_id : STR("no mail that it names")));
}

void
notice_fill(struct arena *a, const struct notice *n, const struct machine_mail *m,
    struct bounce *out, struct reasons *why)
{
	if (n->format != NULL)
		reason_add(a, why, "bounce format", "%s", n->format->name);
	fill_recipient(a, n, m, out, why);
	fill_sent_to(n, out);
	fill_status(a, n, out, why);
	notice_original(a, n->returned, n->text, out, why);
}
