/*
 * golden FOLDER: each NAME.eml there must give the letter in NAME.json, with
 * the built-in fields and mx.desk.example as the trusted server.
 * golden --write FOLDER writes the .json files anew: read the diff before you
 * commit it.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parsers/base/limits.h"
#include "parsers/base/wire.h"
#include "parsers/field/field.h"
#include "parsers/letter/letter.h"
#include "parsers/letter/letterjson.h"
#include "parsers/letter/letterwire.h"
#include "parsers/mime/mime.h"
#include "tests/tap.h"

enum { FILE_MAX = 1 << 20 };

static struct str
read_file(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	char *p = arena_alloc(a, FILE_MAX);
	size_t n;

	if (f == NULL)
		return STR_NONE;
	n = fread(p, 1, FILE_MAX, f);
	fclose(f);
	return (struct str){ p, n };
}

static void
write_file(const char *path, struct str s)
{
	FILE *f = fopen(path, "wb");

	if (f == NULL || fwrite(s.p, 1, s.n, f) != s.n || fclose(f) != 0) {
		perror(path);
		exit(1);
	}
}

/* As docketctl parse prints it: over the wire and back. */
static struct str
parse(struct arena *a, const struct letter_conf *conf, struct str raw)
{
	struct letter letter, back;
	struct wire w;
	struct buf b;

	letter_parse(a, conf, raw, &letter);
	buf_init(&b, a);
	letter_pack(&b, &letter);
	w = (struct wire){ .in = buf_str(&b) };
	if (letter_unpack(a, &w, &back) == -1 || wire_end(&w) == -1)
		return STR("refused by letter_unpack");
	return letter_json(a, &back);
}

static void
check(struct arena *a, const struct letter_conf *conf, const char *folder, struct str name,
    bool write)
{
	struct str stem = str_sub(name, 0, name.n - 4), got, json;

	got = parse(a, conf, read_file(a, str_printf(a, "%s/%.*s", folder, STR_ARG(name)).p));
	json = str_printf(a, "%s/%.*s.json", folder, STR_ARG(stem));
	if (write)
		write_file(json.p, got);
	tap_str(got, read_file(a, json.p), "%.*s", STR_ARG(stem));
}

static int
is_mail(const struct dirent *e)
{
	return str_ends(str_c(e->d_name), STR(".eml"));
}

int
main(int argc, char **argv)
{
	bool write = argc == 3 && strcmp(argv[1], "--write") == 0;
	const char *folder = argc > 1 ? argv[argc - 1] : ".";
	struct letter_conf conf = { .limits = LIMITS_DEFAULT };
	struct field_defs fields = { NULL, 0 };
	struct arena *a = arena_new();
	struct dirent **list;
	int n = scandir(folder, &list, is_mail, alphasort);

	mime_init();
	field_builtins(a, &fields);
	conf.fields = &fields;
	strs_add(a, &conf.authserv_ids, STR("mx.desk.example"));
	for (int i = 0; i < n; i++) {
		check(a, &conf, folder, str_c(list[i]->d_name), write);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	tap_ok(n > 0, "there are mails");
	arena_free(a);
	return tap_done();
}
