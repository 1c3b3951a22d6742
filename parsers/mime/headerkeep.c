/* headerkeep: see headerkeep.h.  Trusts nothing; each byte is looked at once. */
#include "parsers/mime/headerkeep.h"

#include "parsers/base/array.h"

static const struct str fields[] = {
	{ "From", 4 }, { "Sender", 6 }, { "Reply-To", 8 }, { "To", 2 }, { "Cc", 2 },
	{ "Subject", 7 }, { "Date", 4 }, { "Message-ID", 10 }, { "In-Reply-To", 11 },
	{ "References", 10 }, { "Content-Type", 12 }, { "Content-Transfer-Encoding", 25 },
};

bool
headerkeep_tells(struct str name)
{
	for (size_t i = 0; i < COUNT(fields); i++)
		if (str_ieq(name, fields[i]))
			return true;
	return false;
}

void
headerkeep_add(struct buf *to, struct str bytes)
{
	struct str rest = bytes, line;

	for (bool first = true; str_split(&rest, '\n', &line) && (line.n > 0 || rest.n > 0);
	    first = false) {
		if (!first && line.n > 0 && line.p[0] != ' ' && line.p[0] != '\t')
			buf_addc(to, ' ');
		buf_add(to, line);
		buf_addc(to, '\n');
	}
}

bool
headerkeep_cut(struct rawheader *h, const struct limits *l)
{
	size_t most = l->header_bytes / 8 < l->header_line ? l->header_bytes / 8 : l->header_line;
	size_t end = h->bytes.n < most ? h->bytes.n : most;

	if (end < h->bytes.n && !str_ieq(h->name, STR("Subject")))
		while (end > 0 && h->bytes.p[end - 1] != '\n')
			end--;
	h->bytes.n = end;
	if (h->bytes.p + end <= h->value.p)
		return false;
	h->value = str_trim((struct str){ h->value.p,
	    (size_t)(h->bytes.p + end - h->value.p) });
	return h->value.n > 0;
}

struct str
headerkeep_join(struct arena *a, struct str kept, struct str told, size_t most)
{
	struct str rest = kept;
	struct rawheader h;
	struct buf b;
	size_t n = 0;

	while (rawheader_next(&rest, &h) && n + h.bytes.n + told.n <= most)
		n += h.bytes.n;
	buf_init(&b, a);
	buf_add(&b, str_sub(kept, 0, n));
	buf_add(&b, told);
	return buf_str(&b);
}
