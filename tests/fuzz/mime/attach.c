/*
 * Lines: Content-Type, Content-Disposition, Content-Transfer-Encoding,
 * Content-ID, charset; the rest is the part's body.  A file's name can be
 * shown and is no path, and a part is of one type.
 */
#include "parsers/base/limits.h"
#include "parsers/mime/attach.h"
#include "parsers/mime/inlinefile.h"
#include "parsers/mime/parttype.h"
#include "parsers/mime/scan.h"
#include "parsers/mime/tnef.h"
#include "parsers/text/charset.h"
#include "parsers/text/transfer.h"
#include "tests/fuzz/fuzz.h"

enum { MAX = 3 };

static void
check(const struct attachment *at)
{
	size_t slash = str_chr(at->name, '/', 0);

	assert(fuzz_is_line(at->name) && at->name.n <= LIMIT_NAME);
	assert(fuzz_is_line(at->type) && str_chr(at->type, '/', 0) != SIZE_MAX);
	assert(fuzz_is_line(at->content_id) && at->content_id.n <= LIMIT_MSGID);
	/* Only a name with nothing behind its slash keeps it. */
	assert(slash == SIZE_MAX || at->name.n + 4 > LIMIT_NAME ||
	    str_chr(STR("/\\"), at->name.p[at->name.n - 1], 0) != SIZE_MAX);
	assert(at->sha256.n == 64);
}

static void
check_type(struct arena *a, const struct part *p)
{
	bool text = part_is_text(p), message = part_is_message(p), status = part_is_status(p);

	(void)part_is_html(a, p);
	assert(text + message + status <= 1);
	assert(!message || !part_is_cms(p) || param_raw(&p->type, STR("name")).n > 0);
	(void)part_is_tnef(p);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct attachments list = { .a = a, .max = MAX };
	struct tnef_file packed = { .is_inline = true };
	struct inlinefile uu = { .transfer = TRANSFER_UU };
	struct part p = { .end = 1 };

	charset_init();
	transfer_init();
	param_parse(a, fuzz_line(&in), &p.type);
	p.disposition = fuzz_line(&in);
	p.encoding = fuzz_line(&in);
	p.id = fuzz_line(&in);
	list.charset = fuzz_line(&in);
	p.body = packed.bytes = uu.body = in;
	check_type(a, &p);
	uu.name = p.id;
	packed.name = charset_text(a, STR_NONE, STR_NONE, p.disposition);
	packed.type = charset_text(a, STR_NONE, STR_NONE, p.type.head);
	packed.content_id = charset_text(a, STR_NONE, STR_NONE, p.id);
	attach_part(&list, &p, false);
	attach_inlinefile(&list, &uu);
	attach_tnef(&list, &packed);
	attach_part(&list, &p, true);
	assert(list.n == MAX);
	for (size_t i = 0; i < list.n; i++)
		check(&list.v[i]);
}
