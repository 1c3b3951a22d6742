/* sheet: see sheet.h. */
#include "daemon/ctl/sheet.h"

#include <stdio.h>
#include <string.h>

#include "daemon/render/csv.h"
#include "daemon/render/text.h"
#include "parsers/base/array.h"

bool
sheet_as(const struct ctl *ctl, const char *word, enum sheet_as *as)
{
	static const char *const words[] = {
		[SHEET_TEXT] = "text", [SHEET_CSV] = "csv", [SHEET_JSON] = "json" };

	*as = ctl->json ? SHEET_JSON : SHEET_TEXT;
	for (size_t i = 0; word != NULL && i < COUNT(words); i++)
		if (strcmp(word, words[i]) == 0) {
			*as = (enum sheet_as)i;
			return true;
		}
	return word == NULL;
}

static void
print_text(struct ctl *ctl, const struct sheet *s)
{
	struct table t = { s->columns, s->n_columns, { NULL, 0 } };

	for (size_t i = 0; i < s->cells.n; i++)
		strs_add(ctl->a, &t.cells, s->cells.v[i].n == 0 ? STR("-") :
		    text_safe(ctl->a, s->cells.v[i]));
	if (t.cells.n == 0)
		puts(s->none);
	else
		ctl_print(ctl, &t);
}

static void
print_csv(struct ctl *ctl, const struct sheet *s)
{
	struct buf b;

	buf_init(&b, ctl->a);
	for (size_t i = 0; i < s->n_columns; i++)
		buf_printf(&b, "%s%s", s->keys[i], i + 1 < s->n_columns ? "," : "\r\n");
	for (size_t i = 0; i < s->cells.n; i++) {
		csv_text(&b, s->cells.v[i]);
		if ((i + 1) % s->n_columns == 0)
			csv_end(&b);
	}
	fwrite(b.p, 1, b.n, stdout);
}

static void
print_json(struct ctl *ctl, const struct sheet *s)
{
	struct json j = ctl_json_new(ctl);

	json_open_array(&j, NULL);
	for (size_t i = 0; i < s->cells.n; i++) {
		size_t column = i % s->n_columns;
		int64_t n;

		if (column == 0)
			json_open_object(&j, NULL);
		if (s->columns[column].right && str_i64(s->cells.v[i], &n))
			json_int(&j, s->keys[column], n);
		else
			json_str_or_null(&j, s->keys[column], s->cells.v[i]);
		if (column + 1 == s->n_columns)
			json_close(&j);
	}
	json_close(&j);
	ctl_json_print(ctl, &j);
}

void
sheet_print(struct ctl *ctl, const struct sheet *s, enum sheet_as as)
{
	if (as == SHEET_CSV)
		print_csv(ctl, s);
	else if (as == SHEET_JSON)
		print_json(ctl, s);
	else
		print_text(ctl, s);
}
