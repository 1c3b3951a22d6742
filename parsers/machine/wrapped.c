/* wrapped: see wrapped.h.  Trusts nothing; as bounded as the mail around it. */
#include "parsers/machine/wrapped.h"

#include "parsers/base/limits.h"
#include "parsers/head/msgid.h"
#include "parsers/mime/mime.h"
#include "parsers/mime/parttype.h"
#include "parsers/mime/scan.h"

enum { WRAPPED_ADDRESSES = 16 };

static struct str
first_addr(const struct addresses *list)
{
	return list->n == 0 ? STR_NONE : list->v[0].addr;
}

static void
read_addresses(struct arena *a, struct str block, const char *name, struct addresses *out)
{
	address_parse(a, headers_raw(block, str_c(name)), STR_NONE, WRAPPED_ADDRESSES, out);
}

bool
wrapped_read(struct arena *a, const struct machine_mail *m, struct wrapped *out)
{
	struct addresses path = { NULL, 0 };
	struct str charset, block;
	struct scan scan;
	struct mime mime;

	*out = (struct wrapped){ .mail = { .headers = NULL } };
	if (m->limits == NULL || m->report->original.n == 0)
		return false;
	scan_raw(a, m->limits, m->report->original, &scan);
	if (scan.over.n > 0)
		return false;
	block = scan.header;
	charset = part_charset(&scan);
	headers_read(a, block, charset, &out->headers);
	mime_read(a, m->limits, &scan, charset, false, NULL, &mime);
	read_addresses(a, block, "From", &out->from);
	read_addresses(a, block, "To", &out->to);
	read_addresses(a, block, "Reply-To", &out->reply_to);
	read_addresses(a, block, "Return-Path", &path);
	out->report = mime.report;
	out->mail = (struct machine_mail){ .headers = &out->headers, .from = &out->from,
	    .to = &out->to, .reply_to = &out->reply_to, .return_path = first_addr(&path),
	    .message_id = msgid_one(a, headers_raw(block, STR("Message-ID"))),
	    .subject = headers_get(&out->headers, STR("Subject")), .text = mime.text,
	    .report = &out->report };
	return true;
}
