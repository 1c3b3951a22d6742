/* statementhtml: a statement as a page; see statementwrite.h. */
#include "daemon/report/statementwrite.h"

#include <inttypes.h>

#include "daemon/policy/wording.h"
#include "daemon/render/text.h"
#include "daemon/report/statementwords.h"

static const char style[] =
	":root{color-scheme:light dark;--ink:#1b1f24;--dim:#57606a;--line:#d0d7de;--back:#fff;"
	"--band:#f3f5f8}\n"
	"@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--dim:#9aa4af;--line:#3d444d;"
	"--back:#0d1117;--band:#1a2029}}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;max-width:62rem;padding:1.5rem;background:var(--back);color:var(--ink);"
	"font:15px/1.45 system-ui,sans-serif;overflow-wrap:anywhere}\n"
	"h1{font-size:1.5rem;margin:0 0 .3rem}h2{font-size:1.05rem;margin:2rem 0 .4rem}\n"
	"p{margin:.2rem 0}.dim{color:var(--dim)}.mark{color:var(--dim);font-size:.87em}\n"
	".draft{border:2px dashed var(--dim);padding:.4rem .8rem;margin:.8rem 0}\n"
	"table{border-collapse:collapse;width:100%;margin-top:1.2rem}\n"
	"th,td{text-align:left;vertical-align:top;padding:.32rem .5rem;border-bottom:1px solid "
	"var(--line)}\n"
	"thead th{color:var(--dim);font-weight:600;font-size:.87em}\n"
	".n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}\n"
	".d{white-space:nowrap}.w{overflow-wrap:break-word;min-width:4.5rem}.t th{background:var(--band)}.s td{font-weight:600}\n"
	"tfoot td{font-weight:700;border-bottom:0;border-top:2px solid var(--ink)}\n"
	"tr{break-inside:avoid}\n"
	"@media screen and (max-width:44rem){body{padding:1rem}.l thead{display:none}"
	".l table,.l tbody,.l tfoot,.l th,.l td{display:block}"
	".l tr{display:block;border-bottom:1px solid var(--line);padding:.35rem 0}"
	".l th,.l td{border:0;padding:.1rem .5rem}"
	".l td[data-h]{display:flex;justify-content:space-between;gap:1rem;text-align:right}"
	".l td[data-h]::before{content:attr(data-h);color:var(--dim);font-weight:400;"
	"text-align:left}.l td:empty,.l .e{display:none}"
	".l tfoot tr{border-top:2px solid var(--ink)}.l tfoot td{border:0}}\n"
	"@media print{:root{--ink:#000;--dim:#444;--line:#bbb;--back:#fff;--band:#f3f5f8}"
	"body{padding:0;max-width:none;font-size:10pt}thead{display:table-header-group}"
	"h2{break-after:avoid}@page{margin:15mm}}\n";

struct page {
	struct buf		 b;
	const struct statement	*st;
};

static struct str
word(const struct page *p, enum statement_word w)
{
	return statement_word(w, p->st->language);
}

/* What people wrote: one line, without what no reader sees. */
static void
add(struct page *p, struct str s)
{
	static const struct { char c; const char *as; } rows[] = {
		{ '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" },
		{ '\'', "&#39;" },
	};

	s = text_safe(p->st->a, s);
	for (size_t i = 0; i < s.n; i++) {
		const char *as = NULL;

		for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++)
			if (s.p[i] == rows[k].c)
				as = rows[k].as;
		if (as != NULL)
			buf_adds(&p->b, as);
		else
			buf_addc(&p->b, s.p[i]);
	}
}

static void
raw(struct page *p, const char *html)
{
	buf_adds(&p->b, html);
}

/* A cell with its column's name for phones, and its figure for programs. */
static void
figure(struct page *p, enum statement_word name, int64_t value, struct str shown)
{
	raw(p, "<td class=\"n\" data-h=\"");
	add(p, word(p, name));
	buf_printf(&p->b, "\" data-v=\"%" PRId64 "\">", value);
	add(p, shown);
	raw(p, "</td>");
}

static void
cell(struct page *p, const char *class, enum statement_word name, struct str shown)
{
	buf_printf(&p->b, "<td class=\"%s\" data-h=\"", class);
	add(p, word(p, name));
	raw(p, "\">");
	add(p, shown);
	raw(p, "</td>");
}

static void
heading(struct page *p, const char *class, enum statement_word name)
{
	buf_printf(&p->b, "<th scope=\"col\" class=\"%s\">", class);
	add(p, word(p, name));
	raw(p, "</th>");
}

static void
paragraph(struct page *p, const char *class, struct str text)
{
	buf_printf(&p->b, "<p class=\"%s\">", class);
	add(p, text);
	raw(p, "</p>\n");
}

/* --- head ------------------------------------------------------------------------- */

static struct str
title(const struct page *p)
{
	const struct statement *st = p->st;

	return str_printf(st->a, "%.*s %.*s", STR_ARG(word(p, statement_is_credit(st) ?
	    WORD_CREDIT : WORD_STATEMENT)), STR_ARG(statement_is_draft(st) ?
	    word(p, WORD_DRAFT) : statement_number_text(st->a, st->number)));
}

static struct str
whom(const struct page *p)
{
	return p->st->project->name.n > 0 ? p->st->project->name : p->st->project->key;
}

static void
add_about(struct page *p)
{
	const struct statement *st = p->st;
	struct arena *a = st->a;

	paragraph(p, "", str_printf(a, "%.*s %s (%.*s – %.*s, %.*s)", STR_ARG(word(p, WORD_MONTH)),
	    st->month_text.p, STR_ARG(statement_day(st, st->since)),
	    STR_ARG(statement_day(st, st->until - 1)), STR_ARG(st->zone_name)));
	if (st->closed_at != 0)
		paragraph(p, "dim", str_printf(a, "%.*s: %.*s", STR_ARG(word(p, WORD_CLOSED)),
		    STR_ARG(zone_text(a, st->zone, st->closed_at))));
	if (statement_is_credit(st))
		paragraph(p, "", str_printf(a, "%.*s %.*s. %.*s: %.*s",
		    STR_ARG(word(p, WORD_TAKES_BACK)),
		    STR_ARG(statement_number_text(a, st->credits)), STR_ARG(word(p, WORD_WHY)),
		    STR_ARG(st->reason)));
	if (statement_is_draft(st))
		paragraph(p, "draft", word(p, WORD_IS_DRAFT));
	paragraph(p, "dim", word(p, WORD_NO_INVOICE));
}

static void
add_head(struct page *p)
{
	buf_printf(&p->b, "<!DOCTYPE html>\n<html lang=\"%.*s\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	    "style-src 'unsafe-inline'\">\n<title>", STR_ARG(p->st->language));
	add(p, title(p));
	raw(p, " · ");
	add(p, whom(p));
	buf_printf(&p->b, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n<h1>", style);
	add(p, title(p));
	raw(p, "</h1>\n<p><strong>");
	add(p, whom(p));
	raw(p, "</strong></p>\n");
	add_about(p);
}

/* --- lines ------------------------------------------------------------------------- */

static void
add_marks(struct page *p, const struct billed_line *l)
{
	struct arena *a = p->st->a;
	struct strs v = { 0 };

	if (l->late)
		strs_add(a, &v, word(p, WORD_LATE));
	if (!l->billable)
		strs_add(a, &v, word(p, WORD_NOT_BILLABLE));
	if (l->prepaid != 0)
		strs_add(a, &v, str_printf(a, "%.*s %s", STR_ARG(word(p, WORD_IN_PREPAID)),
		    figure_time(a, l->prepaid).p));
	if (v.n == 0)
		return;
	raw(p, " <span class=\"mark\">[");
	add(p, strs_join(a, &v, ", "));
	raw(p, "]</span>");
}

static void
add_line(struct page *p, const struct billed_line *l)
{
	const struct statement *st = p->st;
	struct arena *a = st->a;

	raw(p, "<tr>");
	cell(p, "d", WORD_DATE, statement_day(st, l->at));
	cell(p, "w", WORD_WHO, statement_who(st, l));
	cell(p, "w", WORD_SERVICE, statement_service(st, l));
	raw(p, "<td>");
	add(p, l->text);
	add_marks(p, l);
	raw(p, "</td>");
	figure(p, WORD_WORKED, l->raw, figure_time(a, l->raw));
	figure(p, WORD_BILLED, l->billed, figure_time(a, l->billed));
	figure(p, WORD_RATE, l->rate, figure_rate(a, l->rate, st->digits, figure_point(st->language)));
	figure(p, WORD_AMOUNT, l->amount, statement_money(st, l->amount));
	raw(p, "</tr>\n");
}

static void
add_sum(struct page *p, const char *class, struct str name, int64_t worked, int64_t billed,
    int64_t amount)
{
	struct arena *a = p->st->a;

	buf_printf(&p->b, "<tr class=\"%s\"><td colspan=\"4\">", class);
	add(p, name);
	raw(p, "</td>");
	figure(p, WORD_WORKED, worked, figure_time(a, worked));
	figure(p, WORD_BILLED, billed, figure_time(a, billed));
	raw(p, "<td class=\"e\"></td>");
	figure(p, WORD_AMOUNT, amount, statement_money(p->st, amount));
	raw(p, "</tr>\n");
}

static void
add_ticket(struct page *p, const struct billed_ticket *t)
{
	buf_printf(&p->b, "<tbody>\n<tr class=\"t\"><th colspan=\"8\" scope=\"rowgroup\">#%" PRId64 " ",
	    t->number);
	add(p, t->subject.n > 0 ? t->subject : word(p, WORD_ERASED));
	raw(p, "</th></tr>\n");
	for (size_t i = 0; i < t->n; i++)
		add_line(p, &p->st->lines[t->first + i]);
	if (t->n > 1)
		add_sum(p, "s", word(p, WORD_SUBTOTAL), t->raw, t->billed, t->amount);
	raw(p, "</tbody>\n");
}

static void
add_table(struct page *p)
{
	const struct statement *st = p->st;

	raw(p, "<div class=\"l\">\n<table>\n<thead><tr>");
	heading(p, "d", WORD_DATE);
	heading(p, "w", WORD_WHO);
	heading(p, "w", WORD_SERVICE);
	heading(p, "", WORD_TEXT);
	heading(p, "n", WORD_WORKED);
	heading(p, "n", WORD_BILLED);
	heading(p, "n", WORD_RATE);
	heading(p, "n", WORD_AMOUNT);
	raw(p, "</tr></thead>\n");
	for (size_t i = 0; i < st->n_tickets; i++)
		add_ticket(p, &st->tickets[i]);
	raw(p, "<tfoot>\n");
	add_sum(p, "sum", str_printf(st->a, "%.*s (%.*s)", STR_ARG(word(p, WORD_TOTAL)),
	    STR_ARG(st->currency)), st->raw, st->billed, st->total);
	raw(p, "</tfoot>\n</table>\n</div>\n");
}

/* --- below them ---------------------------------------------------------------------- */

static void
add_prepaid(struct page *p)
{
	const struct prepaid *h = &p->st->prepaid;
	struct arena *a = p->st->a;

	if (!h->is_any)
		return;
	raw(p, "<h2>");
	add(p, word(p, WORD_PREPAID));
	raw(p, "</h2>\n");
	paragraph(p, "", str_printf(a, "%.*s %s, %.*s %s, %.*s %s", STR_ARG(word(p, WORD_BEFORE)),
	    figure_time(a, h->before).p, STR_ARG(word(p, WORD_USED)), figure_time(a, h->used).p,
	    STR_ARG(word(p, WORD_LEFT)), figure_time(a, h->before - h->used).p));
}

static void
add_promise(struct page *p, const struct group *g)
{
	const struct statement *st = p->st;
	struct arena *a = st->a;

	raw(p, "<tr>");
	cell(p, "", WORD_CLOCK, wording(WORDING_CLOCK, g->clock, st->language));
	cell(p, "", WORD_SEVERITY, wording(WORDING_SEVERITY, g->severity, st->language));
	figure(p, WORD_MET, g->met, str_printf(a, "%" PRId64, g->met));
	figure(p, WORD_BREACHED, g->breached, str_printf(a, "%" PRId64, g->breached));
	figure(p, WORD_OPEN, g->open, str_printf(a, "%" PRId64, g->open));
	raw(p, "<td class=\"n\">");
	add(p, str_printf(a, "%.*s %%", STR_ARG(compliance_percent(a, g->met, g->breached, "–"))));
	raw(p, "</td></tr>\n");
}

static void
add_promises(struct page *p)
{
	const struct compliance *r = p->st->kept;
	bool moves = false;

	if (r == NULL)
		return;
	raw(p, "<h2>");
	add(p, word(p, WORD_PROMISES));
	raw(p, "</h2>\n<div class=\"l\">\n<table>\n<thead><tr>");
	heading(p, "", WORD_CLOCK);
	heading(p, "", WORD_SEVERITY);
	heading(p, "n", WORD_MET);
	heading(p, "n", WORD_BREACHED);
	heading(p, "n", WORD_OPEN);
	raw(p, "<th scope=\"col\" class=\"n\">%</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < r->n; i++) {
		moves |= !r->v[i].of->closed;
		add_promise(p, &r->v[i]);
	}
	raw(p, "</tbody>\n</table>\n</div>\n");
	if (moves)
		paragraph(p, "dim", word(p, WORD_MOVES));
}

struct str
statement_html(const struct statement *st)
{
	struct page p = { .st = st };

	buf_init(&p.b, st->a);
	buf_reserve(&p.b, 4096 + 768 * st->n);
	add_head(&p);
	if (st->n == 0)
		paragraph(&p, "", word(&p, WORD_NOTHING));
	else
		add_table(&p);
	if (st->apart != 0)
		paragraph(&p, "dim", str_printf(st->a, "%.*s %.*s %.*s.", STR_ARG(word(&p,
		    WORD_APART)), STR_ARG(statement_money(st, -st->apart)), STR_ARG(st->currency)));
	add_prepaid(&p);
	add_promises(&p);
	raw(&p, "</main>\n</body>\n</html>\n");
	return buf_str(&p.b);
}
