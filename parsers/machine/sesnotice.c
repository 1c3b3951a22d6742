/*
 * Looks only for the keys that it needs, each behind the one that holds it:
 * the JSON may be cut off, or folded by a mail server in the middle of a text.
 */
#include "parsers/machine/sesnotice.h"

#include "parsers/base/array.h"
#include "parsers/base/limits.h"

/* Quotes that were escaped for SNS stand bare again; line ends and blanks go. */
static struct str
unescaped(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == '"')
			continue;
		if (s.p[i] != '\n' && s.p[i] != '\r')
			buf_addc(&b, s.p[i]);
	}
	return buf_str(&b);
}

/* The text value of the first `key` in s, or STR_NONE. */
static struct str
value_of(struct arena *a, struct str s, const char *key)
{
	struct str name = str_printf(a, "\"%s\"", key), rest;
	size_t at = str_find(s, name, 0), end;

	if (at == SIZE_MAX)
		return STR_NONE;
	rest = str_trim(str_sub(s, at + name.n, s.n));
	if (!str_starts(rest, STR(":")))
		return STR_NONE;
	rest = str_trim(str_sub(rest, 1, rest.n));
	if (!str_starts(rest, STR("\"")))
		return STR_NONE;
	end = str_chr(rest, '"', 1);
	return end == SIZE_MAX ? STR_NONE : str_sub(rest, 1, end - 1);
}

/* What stands behind `key`, so that keys within it are found first. */
static struct str
behind(struct arena *a, struct str s, const char *key)
{
	size_t at = str_find(s, str_printf(a, "\"%s\"", key), 0);

	return at == SIZE_MAX ? STR_NONE : str_sub(s, at, s.n);
}

/* The Message-ID that we gave it: SES's own stands right within "mail". */
static struct str
original_id(struct arena *a, struct str json)
{
	struct str id = value_of(a, behind(a, json, "commonHeaders"), "messageId");

	if (id.n == 0) {
		size_t at = str_ifind(json, STR("\"name\":\"Message-ID\""), 0);

		id = at == SIZE_MAX ? STR_NONE : value_of(a, str_sub(json, at, json.n), "value");
	}
	if (str_starts(id, STR("<")) && str_ends(id, STR(">")))
		id = str_sub(id, 1, id.n - 2);
	return str_utf8_cut(id, LIMIT_MSGID);
}

/* What SES calls a bounce, where the remote server's own words are not passed on. */
static struct str
status_of_type(struct arena *a, struct str json)
{
	static const struct { const char *type, *detail; } rows[] = {
		{ "NoEmail", "1.1" }, { "MailboxFull", "2.2" }, { "MessageTooLarge", "3.4" },
		{ "ContentRejected", "7.1" }, { "AttachmentRejected", "7.1" },
	};
	struct str type = value_of(a, json, "bounceType"), sub = value_of(a, json, "bounceSubType");
	const char *class = str_eq(type, STR("Transient")) ? "4" : "5";

	if (type.n == 0)
		return STR_NONE;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_eq(sub, str_c(rows[i].type)))
			return str_printf(a, "%s.%s", class, rows[i].detail);
	return str_printf(a, "%s.0.0", class);
}

enum ses_kind
ses_read(struct arena *a, struct str text, struct bounce *out)
{
	static const struct { const char *name, *holder; enum ses_kind kind; } rows[] = {
		{ "Bounce", "bouncedRecipients", SES_BOUNCE },
		{ "DeliveryDelay", "delayedRecipients", SES_DELAY },
		{ "Complaint", "complainedRecipients", SES_COMPLAINT },
		{ "Delivery", "delivery", SES_DELIVERY },
	};
	struct str json, type, who;

	if (str_find(text, STR("otificationType"), 0) == SIZE_MAX &&
	    str_find(text, STR("eventType"), 0) == SIZE_MAX)
		return SES_NONE;
	json = unescaped(a, text);
	if ((type = value_of(a, json, "notificationType")).n == 0)
		type = value_of(a, json, "eventType");
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (!str_eq(type, str_c(rows[i].name)))
			continue;
		who = behind(a, json, rows[i].holder);
		out->recipient = str_utf8_cut(value_of(a, who, "emailAddress"), LIMIT_ADDRESS);
		out->status = value_of(a, who, "status");
		if (out->status.n == 0)
			out->status = status_of_type(a, json);
		out->diagnostic = str_utf8_cut(value_of(a, who, "diagnosticCode"),
		    LIMIT_DIAGNOSTIC);
		out->original_id = original_id(a, json);
		out->is_delayed = rows[i].kind == SES_DELAY;
		return rows[i].kind;
	}
	return SES_NONE;
}
