/* Trusts nothing: a type is bytes to compare. */
#include "parsers/mime/parttype.h"

#include "parsers/base/array.h"
#include "parsers/text/charset.h"
#include "parsers/text/transfer.h"

enum { LOOK = 100 };			/* bytes that show what a text is */

/* Parts that are text for people when nothing makes them a file. */
static const struct str not_prose[] = {
	{ "text/calendar", 13 }, { "text/x-vcalendar", 16 }, { "text/vcard", 10 },
	{ "text/x-vcard", 12 }, { "text/directory", 14 }, { "text/css", 8 }, { "text/rtf", 8 },
	{ "text/csv", 8 }, { "text/rfc822-headers", 19 }, { "text/x-amp-html", 15 },
};

bool
part_is_text(const struct part *p)
{
	for (size_t i = 0; i < COUNT(not_prose); i++)
		if (str_eq(p->type.head, not_prose[i]))
			return false;
	return p->type.head.n == 0 || str_eq(p->type.head, STR("text")) ||
	    str_starts(p->type.head, STR("text/")) ||
	    str_eq(p->type.head, STR("application/xhtml+xml")) ||
	    /* A piece of a mail (RFC 2046 section 5.2.2) is better than nothing. */
	    str_eq(p->type.head, STR("message/partial")) ||
	    /* No valid type at all: RFC 2045 section 5.2. */
	    str_chr(p->type.head, '/', 0) == SIZE_MAX;
}

/* HTML that is called plain, or nothing: no person begins a text so. */
static bool
begins_html(struct arena *a, const struct part *p)
{
	struct str start = str_trim(str_sub(transfer_decode(a,
	    transfer_of_text(p->encoding, p->body), str_sub(p->body, 0, LOOK), LOOK), 0, LOOK));

	return str_istarts(start, STR("<!doctype html")) || str_istarts(start, STR("<html"));
}

bool
part_is_html(struct arena *a, const struct part *p)
{
	return str_eq(p->type.head, STR("text/html")) || str_eq(p->type.head, STR("html")) ||
	    str_eq(p->type.head, STR("application/xhtml+xml")) || begins_html(a, p);
}

bool
part_is_enriched(const struct part *p)
{
	return str_eq(p->type.head, STR("text/enriched")) ||
	    str_eq(p->type.head, STR("text/richtext"));
}

bool
part_is_rtf(const struct part *p)
{
	return str_eq(p->type.head, STR("text/rtf")) ||
	    str_eq(p->type.head, STR("application/rtf")) ||
	    str_eq(p->type.head, STR("application/x-rtf"));
}

bool
part_is_message(const struct part *p)
{
	return str_eq(p->type.head, STR("message/rfc822")) ||
	    str_eq(p->type.head, STR("message/global"));
}

/* application/pkcs7-mime, x-pkcs7-mime, or a gateway's octet-stream. */
bool
part_is_cms(const struct part *p)
{
	return str_ends(p->type.head, STR("pkcs7-mime")) ||
	    str_ieq(param_raw(&p->type, STR("name")), STR("smime.p7m")) ||
	    str_ieq(param_raw(&p->type, STR("name")), STR("smime.p7z"));
}

bool
part_is_tnef(const struct part *p)
{
	return str_eq(p->type.head, STR("application/ms-tnef")) ||
	    str_eq(p->type.head, STR("application/vnd.ms-tnef")) ||
	    str_ieq(param_raw(&p->type, STR("name")), STR("winmail.dat"));
}

bool
part_is_status(const struct part *p)
{
	return str_eq(p->type.head, STR("message/delivery-status")) ||
	    str_eq(p->type.head, STR("message/global-delivery-status")) ||
	    str_eq(p->type.head, STR("message/feedback-report"));
}

bool
part_has_text(const struct scan *scan)
{
	for (size_t i = 0; i < scan->n_parts; i++)
		if (!scan->parts[i].has_parts && part_is_text(&scan->parts[i]) &&
		    str_trim(scan->parts[i].body).n > 0)
			return true;
	return false;
}

struct str
part_charset(const struct scan *scan)
{
	for (size_t i = 0; i < scan->n_parts; i++) {
		struct str charset = param_raw(&scan->parts[i].type, STR("charset"));

		if (charset_known(charset))
			return charset;
	}
	return STR_NONE;
}
