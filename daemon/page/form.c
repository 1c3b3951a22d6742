/* form: see form.h. */
#include "daemon/page/form.h"

#include "daemon/page/put.h"
#include "daemon/render/text.h"

/* A form's number is in it: a page may have several with fields of one name. */
static void
put_id(struct visit *v, const char *kind, struct str name)
{
	buf_printf(&v->body, "%s%d-", kind, v->forms);
	put_text(v, name);
}

/* --- what was wrong with it --- */

static const struct page_fault *
fault_of(const struct visit *v, struct str name)
{
	for (size_t i = 0; i < v->desk->n_faults; i++)
		if (str_eq(v->desk->faults[i].field, name))
			return &v->desk->faults[i];
	return NULL;
}

static bool
is_posted(const struct visit *v, const struct form *f)
{
	return v->desk->n_faults > 0 && str_eq(v->req->path, f->action);
}

static void
put_faults(struct visit *v, const struct form *f)
{
	bool files = false;

	if (!is_posted(v, f))
		return;
	put(v, "<div class=\"faults\" role=\"alert\">\n");
	put_element(v, "p", SAY_FAULTS);
	put(v, "<ul>\n");
	for (size_t i = 0; i < f->n; i++) {
		const struct page_fault *fault = fault_of(v, f->v[i].name);

		files |= f->v[i].kind == FORM_FILES && v->req->files.n > 0;
		if (fault == NULL || f->v[i].label.n == 0)
			continue;
		put(v, "<li><a href=\"#");
		put_id(v, "f", f->v[i].name);
		put(v, "\">");
		put_text(v, visit_say_of(v, fault->what, f->v[i].label));
		put(v, "</a></li>\n");
	}
	if (fault_of(v, STR_NONE) != NULL)
		put_element(v, "li", fault_of(v, STR_NONE)->what);
	if (files)
		put_element(v, "li", SAY_FILES_AGAIN);
	put(v, "</ul></div>\n");
}

/* --- its fields --- */

static void
put_attribute(struct visit *v, const char *name, struct str value)
{
	buf_printf(&v->body, " %s=\"", name);
	put_text(v, value);
	put(v, "\"");
}

static void
put_hidden(struct visit *v, struct str name, struct str value)
{
	put(v, "<input type=\"hidden\"");
	put_attribute(v, "name", name);
	put_attribute(v, "value", value);
	put(v, ">\n");
}

static void
put_options(struct visit *v, const struct form_field *f, struct str value)
{
	for (size_t i = 0; i < f->values.n; i++) {
		put(v, "<option");
		put_attribute(v, "value", f->values.v[i]);
		put(v, str_eq(f->values.v[i], value) ? " selected>" : ">");
		put_text(v, i < f->shown.n ? f->shown.v[i] : f->values.v[i]);
		put(v, "</option>\n");
	}
	put(v, "</select>");
}

static void
put_common(struct visit *v, const struct form_field *f)
{
	bool wrong = fault_of(v, f->name) != NULL;

	put(v, " id=\"");
	put_id(v, "f", f->name);
	put(v, "\"");
	put_attribute(v, "name", f->name);
	if (f->needed)
		put(v, " required");
	if (f->most > 0)
		buf_printf(&v->body, " maxlength=\"%zu\"", f->most);
	if (wrong)
		put(v, " aria-invalid=\"true\"");
	if (f->hint.n > 0) {
		put(v, " aria-describedby=\"");
		put_id(v, "h", f->name);
		put(v, "\"");
	}
}

/* What opens each, its attributes come behind. */
static const struct {
	const char *opens, *more;
} kinds[] = {
	[FORM_LINE] = { "<input type=\"text\"", " autocomplete=\"off\"" },
	[FORM_AREA] = { "<textarea rows=\"8\"", " autocomplete=\"off\"" },
	[FORM_CHOICE] = { "<select", "" },
	[FORM_FILES] = { "<input type=\"file\"", " multiple" },
	[FORM_ADDRESS] = { "<input type=\"email\"", " autocomplete=\"email\"" },
	[FORM_CODE] = { "<input type=\"text\"",
	    " inputmode=\"numeric\" autocomplete=\"one-time-code\"" },
	[FORM_HIDDEN] = { "", "" },
};

static void
put_control(struct visit *v, const struct form_field *f, struct str value)
{
	put(v, kinds[f->kind].opens);
	put_common(v, f);
	put(v, kinds[f->kind].more);
	if (f->kind == FORM_LINE || f->kind == FORM_ADDRESS || f->kind == FORM_CODE)
		put_attribute(v, "value", value);
	put(v, ">");
	if (f->kind == FORM_CHOICE)
		put_options(v, f, value);
	if (f->kind == FORM_AREA) {
		put(v, "\n");		/* which a browser drops */
		put_area(v, value);
		put(v, "</textarea>");
	}
}

static void
put_field(struct visit *v, const struct form_field *f, struct str value)
{
	if (f->kind == FORM_HIDDEN) {
		put_hidden(v, f->name, value);
		return;
	}
	put(v, "<p class=\"field\"><label for=\"");
	put_id(v, "f", f->name);
	put(v, "\">");
	put_text(v, f->label);
	if (f->needed) {
		put(v, " <small>(");
		put_word(v, SAY_NEEDED);
		put(v, ")</small>");
	}
	put(v, "</label><br>\n");
	put_control(v, f, value);
	if (f->hint.n > 0) {
		put(v, "<br>\n<small id=\"");
		put_id(v, "h", f->name);
		put(v, "\">");
		put_text(v, f->hint);
		put(v, "</small>");
	}
	put(v, "</p>\n");
}

struct form_field
form_files(const struct visit *v)
{
	return (struct form_field){ .kind = FORM_FILES, .name = STR("file"),
	    .label = visit_say(v, SAY_FILES), .hint = visit_say_of(v, SAY_FILES_MAX,
	    text_size(v->a, (int64_t)v->conf->portal.upload)) };
}

void
form_put(struct visit *v, const struct form *f)
{
	struct str cookie = v->who.only_ticket != 0 ? v->req->code : v->req->session;
	bool files = false;

	for (size_t i = 0; i < f->n; i++)
		files |= f->v[i].kind == FORM_FILES;
	v->forms++;
	put_faults(v, f);
	put(v, "<form method=\"post\"");
	put_attribute(v, "action", f->action);
	put(v, files ? " enctype=\"multipart/form-data\">\n" : ">\n");
	if (!f->anybody) {
		put_hidden(v, STR("csrf"), web_csrf(v->a, cookie));
		put_hidden(v, STR("form"), web_secret(v->a));
	}
	if (f->back.n > 0)
		put_hidden(v, STR("back"), f->back);
	for (size_t i = 0; i < f->n; i++)
		put_field(v, &f->v[i], is_posted(v, f) && f->v[i].kind != FORM_HIDDEN ?
		    visit_form(v, f->v[i].name) : f->v[i].value);
	put(v, f->second ? "<p><button class=\"second\">" : "<p><button>");
	put_text(v, f->button);
	put(v, "</button></p>\n</form>\n");
}
