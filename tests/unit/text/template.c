#include <jansson.h>
#include <stdlib.h>

#include "parsers/text/template.h"
#include "tests/tap.h"

/* Test cases of the Mustache specification: JSON data as a view. */
static struct view *
view_of(struct arena *a, json_t *j)
{
	struct view *v = view_object(a);
	const char *key;
	json_t *item;
	size_t i;

	if (json_is_object(j)) {
		json_object_foreach(j, key, item)
			view_add(a, v, str_dup(a, str_c(key)), view_of(a, item));
		return v;
	}
	v->kind = json_is_array(j) ? VIEW_LIST : VIEW_HTML;
	json_array_foreach(j, i, item)
		view_add(a, v, STR_NONE, view_of(a, item));
	if (json_is_string(j))
		v->text = str_dup(a, str_c(json_string_value(j)));
	else if (json_is_integer(j))
		v->text = str_printf(a, "%lld", (long long)json_integer_value(j));
	else if (json_is_real(j))
		v->text = str_printf(a, "%g", json_real_value(j));
	else if (json_is_true(j))
		v->text = STR("true");
	return v;
}

/* The specification leaves open how a quote is written. */
static struct str
quotes_alike(struct arena *a, struct str s)
{
	struct buf b;
	size_t at;

	buf_init(&b, a);
	for (; (at = str_find(s, STR("&#39;"), 0)) != SIZE_MAX; s = str_sub(s, at + 5, s.n)) {
		buf_add(&b, str_sub(s, 0, at));
		buf_addc(&b, '\'');
	}
	buf_add(&b, s);
	return buf_str(&b);
}

static struct partials
partials_of(struct arena *a, json_t *j)
{
	struct partials out = { .v = ARENA_ARRAY(a, json_object_size(j), struct partial) };
	const char *key;
	json_t *item;

	json_object_foreach(j, key, item)
		out.v[out.n++] = (struct partial){ str_dup(a, str_c(key)),
		    str_dup(a, str_c(json_string_value(item))) };
	return out;
}

static void
run_case(struct arena *a, const char *file, const json_t *test)
{
	const char *name = json_string_value(json_object_get(test, "name"));
	struct str source = str_c(json_string_value(json_object_get(test, "template"))), out;
	struct partials partials = partials_of(a, json_object_get(test, "partials"));
	struct err e = { ERR_NONE, "" };

	tap_int(template_render(a, source, &partials, view_of(a, json_object_get(test, "data")),
	    true, &out, &e), 0, "%s: %s: renders %s", file, name, e.text);
	tap_str(quotes_alike(a, out),
	    str_c(json_string_value(json_object_get(test, "expected"))), "%s: %s", file, name);
}

static void
test_specification(struct arena *a)
{
	static const char *const files[] = {
		"comments", "delimiters", "interpolation", "inverted", "partials", "sections",
	};
	const char *root = getenv("DOCKET_SOURCE");

	for (size_t i = 0; i < COUNT(files); i++) {
		struct str path = str_printf(a, "%s/../shared/mustache/%s.json",
		    root == NULL ? "." : root, files[i]);
		json_t *j = json_load_file(path.p, 0, NULL), *test;
		size_t k;

		if (j == NULL) {
			tap_skip("the Mustache specification is not beside the source");
			continue;
		}
		json_array_foreach(json_object_get(j, "tests"), k, test)
			run_case(a, files[i], test);
		json_decref(j);
	}
}

static struct view *
sample(struct arena *a)
{
	struct view *v = view_object(a), *ticket, *list, *entry;

	ticket = view_add(a, v, STR("ticket"), view_object(a));
	view_text(a, ticket, "id", STR("12"));
	view_text(a, ticket, "subject", STR("{{ticket.id}} <b> \"x\" & 'y'"));
	entry = view_add(a, v, STR("entry"), view_object(a));
	view_html(a, entry, "html", STR("<p>{{ticket.id}}</p>"));
	list = view_add(a, v, STR("needs"), view_list(a));
	for (int i = 1; i <= 2; i++) {
		struct view *need = view_add(a, list, STR_NONE, view_object(a));

		view_text(a, need, "field", str_printf(a, "f%d", i));
	}
	view_text(a, v, "reason", STR(""));
	return v;
}

static void
test_render(struct arena *a)
{
	static const struct { const char *in; bool html; const char *want; } rows[] = {
		{ "", false, "" },
		{ "[desk #{{ticket.id}}]", false, "[desk #12]" },
		{ "{{ticket.subject}}", false, "{{ticket.id}} <b> \"x\" & 'y'" },
		{ "{{ticket.subject}}", true,
		  "{{ticket.id}} &lt;b&gt; &quot;x&quot; &amp; &#39;y&#39;" },
		{ "{{{ticket.subject}}}", true,
		  "{{ticket.id}} &lt;b&gt; &quot;x&quot; &amp; &#39;y&#39;" },
		{ "{{{entry.html}}}{{&entry.html}}", true,
		  "<p>{{ticket.id}}</p><p>{{ticket.id}}</p>" },
		{ "{{entry.html}}", true, "&lt;p&gt;{{ticket.id}}&lt;/p&gt;" },
		{ "a\n{{#needs}}\n- {{field}} of {{ticket.id}}\n{{/needs}}\nb\n", false,
		  "a\n- f1 of 12\n- f2 of 12\nb\n" },
		{ "{{#reason}}no{{/reason}}{{^reason}}none{{/reason}}", false, "none" },
		{ "{{missing}}{{ticket.missing.deep}}{{ticket}}{{needs}}.", false, "." },
		{ "{{#ticket}}{{id}}{{/ticket}}{{id}}", false, "12" },
		{ "{{! {{nothing }}x", false, "x" },
		{ "\xc3\xa9{{ticket.id}}\xff", false, "\xc3\xa9" "12\xff" },
	};
	struct view *view = sample(a);
	struct str out;

	for (size_t i = 0; i < COUNT(rows); i++) {
		tap_int(template_render(a, str_c(rows[i].in), NULL, view, rows[i].html, &out,
		    NULL),
		    0, "renders row %zu", i);
		tap_str(out, str_c(rows[i].want), "row %zu%s", i, rows[i].html ? " in HTML" : "");
	}
}

/* A value stays within the quotes where it stands, whatever it is. */
static void
test_json(struct arena *a)
{
	static const struct { const char *in, *value, *want; } rows[] = {
		{ "\"{{v}}\"", "say \"no\"\\\n{{v}}\x01", "\"say \\\"no\\\"\\\\\\n{{v}}\\u0001\"" },
		{ "\"{{{v}}} {{&v}}\"", "\"<&", "\"\\\"<& \\\"<&\"" },
		{ "{{#v}}\"{{.}}\"{{/v}}", "\"", "\"\\\"\"" },
		{ "\"{{v}}\"", "a\xff", "\"a\xef\xbf\xbd\"" },
		{ "\"{{h}}{{{h}}}\"", "x", "\"<p>\\\"</p><p>\\\"</p>\"" },
	};
	struct str out;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct view *view = view_object(a);

		view_text(a, view, "v", str_c(rows[i].value));
		view_html(a, view, "h", STR("<p>\"</p>"));
		tap_int(template_render(a, str_c(rows[i].in), NULL, view, TEMPLATE_JSON, &out, NULL),
		    0, "renders JSON row %zu", i);
		tap_str(out, str_c(rows[i].want), "JSON row %zu", i);
	}
}

static void
test_faults(struct arena *a)
{
	static const struct { const char *in, *says; } rows[] = {
		{ "a\n{{x", "line 2: a tag is not closed" },
		{ "{{#a}}\n{{#b}}\n", "line 2: a section is never closed: \"b\"" },
		{ "{{#a}}\n{{/b}}", "line 2: sections cross: the open one is \"a\"" },
		{ "\n\n{{/a}}", "line 3: nothing to close by the name \"a\"" },
		{ "{{}}", "line 1: a tag without a proper name" },
		{ "{{a b}}", "a proper name \"a b\"" }, { "{{a..b}}", "proper name" },
		{ "{{.a}}", "proper name" }, { "{{> }}", "proper name" },
		{ "{{{a}}", "not closed" }, { "{{=<%=}}", "pair of delimiters" },
		{ "{{= =}}", "pair of delimiters" }, { "{{=a=b c=}}", "pair of delimiters" },
	};
	struct err e;
	struct buf deep;
	struct str out;

	for (size_t i = 0; i < COUNT(rows); i++) {
		tap_int(template_check(str_c(rows[i].in), NULL, &e), -1, "refused: %s", rows[i].says);
		tap_ok(str_find(str_c(e.text), str_c(rows[i].says), 0) != SIZE_MAX,
		    "\"%s\" says \"%s\"", e.text, rows[i].says);
		tap_int(template_render(a, str_c(rows[i].in), NULL, view_object(a), true, &out,
		    &e), -1, "not rendered: %s", rows[i].says);
	}
	buf_init(&deep, a);
	for (int i = 0; i < 33; i++)
		buf_adds(&deep, "{{#a}}");
	for (int i = 0; i < 33; i++)
		buf_adds(&deep, "{{/a}}");
	tap_int(template_check(buf_str(&deep), NULL, &e), -1, "refused: 33 sections deep");
}

/* Beyond the specification: what is refused, and where recursion ends. */
static void
test_partials(struct arena *a)
{
	struct partial v[] = {
		{ STR("need"), STR("{{field}}\n") },
		{ STR("all"), STR("{{#needs}}\n{{> need}}\n{{/needs}}\n") },
		{ STR("self"), STR("x{{> self}}") },
		{ STR("two"), STR("{{> self}}{{> two}}") },
		{ STR("broken"), STR("{{#a}}") },
		{ STR("need"), STR("not this one") },
	};
	const struct partials partials = { v, COUNT(v) };
	static const struct { const char *in, *want, *says; } rows[] = {
		{ "a\n  {{> all}}\nb {{> need}}.", "a\n  f1\n  f2\nb \n.", NULL },
		{ "{{#needs}}{{> need}}{{/needs}}", "f1\nf2\n", NULL },
		{ "{{#reason}}{{> self}}{{/reason}}ok", "ok", NULL },
		{ "{{> self}}", "", "without end: \"self\"" },
		{ "{{> two}}", "", "without end" },
		{ "{{> broken}}", "", "never closed" },
	};
	struct view *view = sample(a);
	struct str out;
	struct err e;

	for (size_t i = 0; i < COUNT(rows); i++) {
		bool bad = rows[i].says != NULL;

		tap_int(template_render(a, str_c(rows[i].in), &partials, view, false, &out, &e),
		    bad ? -1 : 0, "partial row %zu", i);
		tap_str(out, str_c(rows[i].want), "partial row %zu: what came out", i);
		if (bad)
			tap_ok(str_find(str_c(e.text), str_c(rows[i].says), 0) != SIZE_MAX,
			    "\"%s\" says \"%s\"", e.text, rows[i].says);
	}
	tap_int(template_check(STR("{{> need}}"), &partials, &e), 0, "a known partial");
	tap_int(template_check(STR("\n{{> ned}}"), &partials, &e), -1, "an unknown one");
	tap_str(str_c(e.text), STR("line 2: there is no partial \"ned\""), "says which");
	tap_int(template_check(STR("{{> all}}"), &partials, &e), 0, "one in another");
	tap_int(template_check(STR("{{#x}}{{> self}}{{/x}}"), &partials, &e), -1, "one in itself");
	tap_ok(str_find(str_c(e.text), STR("take each other in"), 0) != SIZE_MAX, "says so: %s",
	    e.text);
	tap_int(template_check(STR("{{> two}}"), &partials, &e), -1, "two that never end");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_specification(a);
	test_render(a);
	test_json(a);
	test_faults(a);
	test_partials(a);
	arena_free(a);
	return tap_done();
}
