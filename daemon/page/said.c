/* said: see said.h. */
#include "daemon/page/said.h"

#include <inttypes.h>

#include "daemon/page/put.h"
#include "daemon/render/text.h"
#include "daemon/ticket/tokentext.h"

enum {
	TEXT_MAX = 5000,		/* bytes of a message among others */
	QUOTE_MAX = 2000,
	PAGE_TEXT = 14 * 1024		/* … of all of them: a page is for phones, too */
};

void
said_ask(struct visit *v, struct said *s, int64_t since, int64_t before, int64_t most)
{
	s->entries = sql_page_entries(v->db, &(struct sql_page_entries_in){
	    .contact = visit_contact(v), .project = visit_whole(v), .one = visit_one(v),
	    .ticket = s->ticket, .since = since, .before = before, .most = most });
	s->files = sql_page_files(v->db, &(struct sql_page_files_in){
	    .contact = visit_contact(v), .project = visit_whole(v), .one = visit_one(v),
	    .ticket = s->ticket, .since = since, .before = before });
}

struct str
said_name(const struct visit *v, struct str name)
{
	return name.n > 0 && str_chr(name, '@', 0) == SIZE_MAX ? name :
	    visit_say(v, SAY_SOMEBODY);
}

static struct str
author(const struct visit *v, const struct sql_page_entries_row *row)
{
	const struct agent *ag = row->by_agent ?
	    agents_find(&v->conf->agents, row->author) : NULL;

	if (row->by_agent)
		return ag != NULL && ag->full_name.n > 0 ? ag->full_name :
		    visit_say(v, SAY_SUPPORT);
	return row->is_own ? visit_say(v, SAY_YOU) : said_name(v, row->name);
}

/* What stands in the whole of a mail beside what is new in it. */
static struct str
quoted(const struct sql_page_entries_row *row)
{
	struct str new = str_trim(row->text), whole = str_trim(row->whole);
	size_t at = new.n == 0 ? 0 : str_find(whole, new, 0);

	return at != 0 ? STR_NONE : str_trim(str_sub(whole, new.n, SIZE_MAX));
}

static void
put_more(struct visit *v, int64_t entry)
{
	put(v, "<p>");
	put_link(v, str_printf(v->a, "%.*s/messages/%" PRId64, STR_ARG(v->base), entry),
	    visit_say(v, SAY_WHOLE));
	put(v, "</p>\n");
}

static struct str
blanked(const struct visit *v, struct str text)
{
	size_t n;

	return token_blank(v->a, text, &n);
}

static void
put_texts(struct visit *v, const struct sql_page_entries_row *row, bool whole)
{
	struct str text = blanked(v, str_trim(row->text)), quote = blanked(v, quoted(row));
	struct str some = whole ? text : str_utf8_cut(text, TEXT_MAX);
	struct str part = whole ? quote : str_utf8_cut(quote, QUOTE_MAX);

	put(v, "<div class=\"said\" dir=\"auto\">");
	if (text.n == 0)
		put_word(v, SAY_NO_TEXT);
	else
		put_lines(v, some);
	put(v, "</div>\n");
	if (part.n > 0) {
		put(v, "<details><summary>");
		put_word(v, SAY_QUOTED);
		put(v, "</summary>\n<div class=\"said\" dir=\"auto\">");
		put_lines(v, part);
		put(v, "</div></details>\n");
	}
	if (some.n < text.n || part.n < quote.n)
		put_more(v, row->id);
}

static void
put_file(struct visit *v, const struct sql_page_files_row *f)
{
	struct str name = f->name.n > 0 ? f->name : str_printf(v->a, "%" PRId64, f->n);

	put(v, "<li>");
	if (f->is_kept)
		put_link(v, str_printf(v->a, "%.*s/files/%" PRId64 "/%" PRId64,
		    STR_ARG(v->base), f->entry, f->n + 1), name);
	else
		put_text(v, name);
	put(v, " <small>(");
	put_text(v, text_size(v->a, f->size));
	if (!f->is_kept) {
		put(v, ", ");
		put_word(v, SAY_NOT_KEPT);
	}
	put(v, ")</small></li>\n");
}

static void
put_files(struct visit *v, const struct said *s, int64_t entry)
{
	struct sql_page_files_row f;
	bool any = false;

	for (size_t i = 0; sql_page_files_row(v->db, s->files, i, &f); i++) {
		if (f.entry != entry)
			continue;
		if (!any)
			put(v, "<ul class=\"files\">\n");
		any = true;
		put_file(v, &f);
	}
	if (any)
		put(v, "</ul>\n");
}

static void
put_entry(struct visit *v, const struct said *s, const struct sql_page_entries_row *row,
    bool whole)
{
	buf_printf(&v->body, "<article class=\"entry%s\" id=\"m%" PRId64 "\">\n<h3><bdi>",
	    row->by_agent ? " ours" : "", row->id);
	put_text(v, author(v, row));
	put(v, "</bdi> <small>");
	put_time(v, row->at);
	put(v, "</small></h3>\n");
	put_texts(v, row, whole);
	put_files(v, s, row->id);
	put(v, "</article>\n");
}

static size_t
shown_of(const struct sql_page_entries_row *row)
{
	return (row->text.n < TEXT_MAX ? row->text.n : TEXT_MAX) +
	    (row->whole.n < QUOTE_MAX ? row->whole.n : QUOTE_MAX);
}

size_t
said_fits(struct visit *v, const struct said *s)
{
	struct sql_page_entries_row row;
	size_t n = 0, size = 0;

	for (; sql_page_entries_row(v->db, s->entries, n, &row); n++) {
		size += shown_of(&row);
		if (n > 0 && size > PAGE_TEXT)
			break;
	}
	return n;
}

int64_t
said_before(struct visit *v, const struct said *s, size_t n)
{
	struct sql_page_entries_row row;

	return n > 0 && n < sql_page_entries_count(v->db, s->entries) &&
	    sql_page_entries_row(v->db, s->entries, n - 1, &row) ? row.id : 0;
}

void
said_put(struct visit *v, const struct said *s, size_t n, bool whole)
{
	struct sql_page_entries_row row;

	for (; n > 0; n--)
		if (sql_page_entries_row(v->db, s->entries, n - 1, &row))
			put_entry(v, s, &row, whole);
}
