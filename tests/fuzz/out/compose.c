/*
 * Whatever stands in a mail's fields ('|' between them): it is refused, or the
 * header has the fields that we write, each once, and sound lines.
 */
#include "daemon/out/compose.h"
#include "parsers/base/array.h"
#include "tests/fuzz/fuzz.h"

static const char *const fields[] = { "Date", "From", "Reply-To", "To", "Cc", "Subject",
    "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
    "X-Auto-Response-Suppress", "X-Docket-Ticket", "List-Id", "X-Docket-Project",
    "X-Docket-Reason", "X-Docket-Severity", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding" };

static void
check_lines(struct str mail)
{
	size_t column = 0;

	for (size_t i = 0; i < mail.n; i++) {
		unsigned char c = (unsigned char)mail.p[i];

		if (c == '\r') {
			assert(++i < mail.n && mail.p[i] == '\n');
			column = 0;
		} else {
			assert((c >= ' ' || c == '\t') && c < 0x7f && ++column <= 998);
		}
	}
	assert(column == 0);
}

static void
check_header(struct str mail)
{
	struct str head = str_sub(mail, 0, str_find(mail, STR("\r\n\r\n"), 0) + 2), line;
	unsigned seen = 0;

	while (str_line(&head, &line)) {
		size_t i = 0;

		assert(line.n > 0);
		if (line.p[0] == ' ' || line.p[0] == '\t')
			continue;
		while (!str_eq(str_sub(line, 0, str_chr(line, ':', 0)), str_c(fields[i])))
			assert(++i < COUNT(fields));
		assert((seen & 1u << i) == 0);
		seen |= 1u << i;
	}
}

static struct str
next(struct str *in)
{
	struct str s;

	return str_split(in, '|', &s) ? s : STR_NONE;
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct str bytes;
	struct address to[2], cc[1];
	struct mail_out m = { .to = { to, 2 }, .cc = { cc, 1 } };

	compose_init();
	m.ticket = m.date = (int64_t)in.n;
	m.automatic = in.n % 3 == 0;
	m.generated = in.n % 3 == 1;
	m.message_id = next(&in);
	m.from = (struct address){ .addr = next(&in), .name = next(&in) };
	m.reply_to = next(&in);
	to[0] = (struct address){ .addr = next(&in), .name = next(&in) };
	to[1] = (struct address){ .addr = m.from.addr, .name = m.from.name };
	cc[0] = (struct address){ .addr = m.from.addr };
	m.subject = next(&in);
	m.project = next(&in);
	m.reason = m.severity = next(&in);
	m.in_reply_to = next(&in);
	strs_add(a, &m.references, next(&in));
	strs_add(a, &m.references, m.in_reply_to);
	m.text = next(&in);
	m.html = in;
	if (compose_mail(a, &m, &bytes, NULL) == 0) {
		check_lines(bytes);
		check_header(bytes);
	}
}
