/* Files in a text, and texts that only look like them. */
#include "parsers/mime/inlinefile.h"

#include "parsers/mime/attach.h"
#include "tests/tap.h"

#define FULL	"M.CHX.CHX.CHX.CHX.CHX.CHX.CHX.CHX.CHX.CHX.CHX.CHX.CHX.CHX.CHX\n"

static const struct row {
	const char	*name, *in;
	const char	*want;		/* "name=bytes|" for each file, then the text left */
} rows[] = {
	{ "no file", "Hello\n", "Hello\n" },
	{ "nothing", "", "" },
	{ "uuencode", "Hi\n\nbegin 644 cat.txt\n#0V%T\n`\nend\n\nJo\n", "cat.txt=Cat|Hi\n\n\nJo\n" },
	{ "a name with spaces", "begin 0755 a cat.txt \r\n#0V%T\r\n`\r\nend\r\n", "a cat.txt=Cat|" },
	{ "no empty line before the end", "begin 644 a\n#0V%T\nend\n", "a=Cat|" },
	{ "a space for the empty line", "begin 644 a\n#0V%T\n \nend\n", "a=Cat|" },
	{ "two", "begin 644 a\n#0V%T\n`\nend\nbegin 600 b\n#0V%T\n`\nend\nx", "a=Cat|b=Cat|x" },
	{ "a check character", "begin 644 a\n#0V%TX\n`\nend\n", "a=Cat|" },
	{ "base64", "begin-base64 644 a\nQ2F0\n====\nx\n", "a=Cat|x\n" },
	{ "yEnc", "x\n=ybegin line=128 size=3 name=a b.txt\r\n\x6d\x8b\x9e\r\n=yend size=3\r\ny",
	    "a b.txt=Cat|x\ny" },
	{ "yEnc in parts", "=ybegin part=1 total=1 line=128 size=3 name=a\n=ypart begin=1 end=3\n"
	    "\x6d\x8b=\xde\n=yend size=3 part=1 pcrc32=0\n", "a=Cat|" },
	{ "cut off on its way", "begin 644 a\n" FULL FULL FULL, "a=135 bytes|" },
	{ "cut off too soon to tell", "begin 644 a\n" FULL, "begin 644 a\n" FULL },
	{ "a sentence", "begin with this\nend\n", "begin with this\nend\n" },
	{ "a sentence with a number", "begin 644 times\nand then\nend\n",
	    "begin 644 times\nand then\nend\n" },
	{ "a program", "begin\n  x := 1;\nend\n", "begin\n  x := 1;\nend\n" },
	{ "a file with nothing in it", "begin 644 a\nend\n", "begin 644 a\nend\n" },
	{ "quoted", "> begin 644 a\n> #0V%T\n> end\n", "> begin 644 a\n> #0V%T\n> end\n" },
	{ "no mode", "begin 9 a\n#0V%T\nend\n", "begin 9 a\n#0V%T\nend\n" },
	{ "no name", "begin 644 \n#0V%T\nend\n", "begin 644 \n#0V%T\nend\n" },
	{ "one within the other", "begin 644 a\nbegin 644 b\n#0V%T\nend\n", "b=Cat|begin 644 a\n" },
	{ "yEnc without an end", "=ybegin line=1 size=1 name=a\nx\n",
	    "=ybegin line=1 size=1 name=a\nx\n" },
};

static void
test_files(struct arena *a)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str rest = str_c(rows[i].in), before;
		struct inlinefile file;
		struct buf got, text;

		buf_init(&got, a);
		buf_init(&text, a);
		while (inlinefile_next(&rest, &before, &file)) {
			struct str bytes = transfer_decode(a, file.transfer, file.body, SIZE_MAX);

			buf_add(&text, before);
			buf_add(&got, file.name);
			buf_addc(&got, '=');
			if (bytes.n > 9)
				buf_printf(&got, "%zu bytes", bytes.n);
			else
				buf_add(&got, bytes);
			buf_addc(&got, '|');
		}
		buf_add(&got, buf_str(&text));
		buf_add(&got, rest);
		tap_str(buf_str(&got), str_c(rows[i].want), "%s", rows[i].name);
	}
}

static const struct { const char *name, *in, *want; } name_rows[] = {
	{ "plain", "a.txt", "a.txt" },
	{ "a path", "/etc/passwd", "passwd" },
	{ "a path up", "..\\..\\boot.ini", "boot.ini" },
	{ "a drive", "C:\\Temp\\a.png", "a.png" },
	{ "controls", "a\x1b[2J\r\nb\x7f.txt", "a[2J b.txt" },
	{ "an override that hides the ending", "invoice\xe2\x80\xaegpj.exe", "invoicegpj.exe" },
	{ "only a slash behind it", "folder/", "folder/" },
};

static void
test_names(struct arena *a)
{
	for (size_t i = 0; i < COUNT(name_rows); i++)
		tap_str(attach_name(a, str_c(name_rows[i].in)), str_c(name_rows[i].want),
		    "name: %s", name_rows[i].name);
}

int
main(void)
{
	struct arena *a = arena_new();

	transfer_init();
	test_files(a);
	test_names(a);
	arena_free(a);
	return tap_done();
}
