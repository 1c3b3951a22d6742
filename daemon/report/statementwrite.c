/* statementwrite: see statementwrite.h. */
#include "daemon/report/statementwrite.h"

const char *const statement_as[] = { "text", "csv", "html", "json", NULL };
const char *const statement_types[] = { "text/plain", "text/csv", "text/html", "application/json" };

void
statement_write(const struct statement *st, struct statement_files *out)
{
	*out = (struct statement_files){ { statement_text(st), statement_csv(st),
	    statement_html(st), statement_json(st) } };
}

struct str
statement_file_name(const struct statement *st, enum statement_as as)
{
	const char *ending = as == AS_TEXT ? "txt" : statement_as[as];

	if (!statement_is_draft(st))
		return str_printf(st->a, "statement-%s.%s",
		    statement_number_text(st->a, st->number).p, ending);
	return str_printf(st->a, "statement-%.*s-%s.%s", STR_ARG(st->project->key),
	    st->month_text.p, ending);
}
