/*
 * pageprobe CONF CONNINFO: what the role read answers, without a web server before it.
 *
 * Standard input, a request a line, six texts between tabs: path; query, "name=value&…" as it
 * is, with nothing encoded; cookie of the session; cookie of the code; Accept-Language; and a
 * form, as the query is, of which everything is wrong: it is a POST that is shown once more.
 * Standard output, a line of JSON each: status, type, location, disposition, body (its
 * hexadecimal digits), and how many microseconds it took.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/calendar/zones.h"
#include "daemon/page/page.h"
#include "daemon/sys/clock.h"
#include "parsers/base/json.h"

enum { LINE_BYTES = 64 * 1024 };

static struct strs
pairs(struct arena *a, struct str text)
{
	struct strs out = { 0 };
	struct str one, name;

	while (str_split(&text, '&', &one))
		if (one.n > 0 && str_split(&one, '=', &name)) {
			strs_add(a, &out, name);
			strs_add(a, &out, one);
		}
	return out;
}

static struct str
field(struct str *rest)
{
	struct str s;

	return str_split(rest, '\t', &s) ? s : STR_NONE;
}

static void
tell(struct arena *a, const struct page_answer *out, int64_t us)
{
	struct buf b, hex;
	struct json j;

	buf_init(&hex, a);
	for (size_t i = 0; i < out->body.n; i++)
		buf_printf(&hex, "%02x", (unsigned char)out->body.p[i]);
	buf_init(&b, a);
	json_init(&j, &b, 0);
	json_open_object(&j, NULL);
	json_int(&j, "status", out->status);
	json_str(&j, "type", out->type);
	json_str(&j, "location", out->location);
	json_str(&j, "disposition", out->disposition);
	json_str(&j, "body", buf_str(&hex));
	json_int(&j, "us", us);
	json_close(&j);
	printf("%.*s\n", STR_ARG(buf_str(&b)));
	fflush(stdout);
}

static void
answer(struct page_desk *desk, struct str line)
{
	struct page_request req = { .id = 7 };
	struct page_fault *faults;
	struct page_answer out;
	struct err e;
	int64_t from;

	req.path = field(&line);
	req.query = pairs(desk->a, field(&line));
	req.session = field(&line);
	req.code = field(&line);
	req.language = field(&line);
	req.form = pairs(desk->a, field(&line));
	req.is_post = req.form.n > 0;
	faults = ARENA_ARRAY(desk->a, req.form.n, struct page_fault);
	desk->faults = faults;
	desk->n_faults = req.form.n / 2;
	for (size_t i = 0; i < desk->n_faults; i++)
		faults[i] = (struct page_fault){ req.form.v[2 * i], SAY_FAULT_VALUE };
	desk->now = clock_now();
	from = clock_now();
	if (page_answer(desk, &req, &out, &e) == -1)
		fprintf(stderr, "%s\n", e.text);
	tell(desk->a, &out, clock_now() - from);
}

static struct arena	*all;		/* until the program ends, as what the files compiled to */

int
main(int argc, char **argv)
{
	struct conf_faults faults = { 0 };
	struct page_desk desk = { .a = arena_new() };
	char *line;
	struct err e;

	all = arena_new();
	line = arena_bytes(all, LINE_BYTES);
	if (argc != 3 || conf_load(all, argv[1], &desk.conf, &faults) == -1 ||
	    db_open(argv[2], false, &desk.db, &e) == -1)
		return 1;
	desk.zones = zones_new(all);
	while (fgets(line, LINE_BYTES, stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		answer(&desk, str_c(line));
		arena_reset(desk.a);
	}
	db_close(desk.db);
	arena_free(desk.a);
	return 0;
}
