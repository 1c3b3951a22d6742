/* csv: see csv.h. */
#include "daemon/report/csv.h"

/* What spreadsheets would take for a formula (OWASP, CSV injection). */
static bool
is_formula(struct str s)
{
	return s.n > 0 && str_chr(STR("=+-@\t\r"), s.p[0], 0) != SIZE_MAX;
}

void
csv_text(struct buf *b, struct str field)
{
	bool quoted = false;

	for (size_t i = 0; i < field.n; i++)
		quoted |= field.p[i] == '"' || field.p[i] == ',' || field.p[i] == '\r' ||
		    field.p[i] == '\n';
	if (b->n > 0 && b->p[b->n - 1] != '\n')
		buf_addc(b, ',');
	if (quoted)
		buf_addc(b, '"');
	if (is_formula(field))
		buf_addc(b, '\'');
	for (size_t i = 0; i < field.n; i++) {
		if (field.p[i] == '"')
			buf_addc(b, '"');
		buf_addc(b, field.p[i]);
	}
	if (quoted)
		buf_addc(b, '"');
}
