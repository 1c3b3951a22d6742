/* What strangers call their files, as a header field may have it; and what they say they are. */
#include "daemon/page/download.h"

#include "tests/tap.h"

static const struct {
	const char *name, *want;
} names[] = {
	{ "log.txt", "attachment; filename=\"log.txt\"; filename*=UTF-8''log.txt" },
	{ "a b (1).txt", "attachment; filename=\"a b (1).txt\"; filename*=UTF-8''a%20b%20%281%29.txt" },
	{ "größe.pdf", "attachment; filename=\"gr____e.pdf\"; filename*=UTF-8''gr%C3%B6%C3%9Fe.pdf" },
	{ "x\"; filename=evil.exe", "attachment; filename=\"x__ filename_evil.exe\"; "
	    "filename*=UTF-8''x%22%3B%20filename%3Devil.exe" },
	{ "a\r\nSet-Cookie: x=1", "attachment; filename=\"a__Set-Cookie_ x_1\"; "
	    "filename*=UTF-8''a__Set-Cookie%3A%20x%3D1" },
	{ "../../etc/passwd", "attachment; filename=\"passwd\"; filename*=UTF-8''passwd" },
	{ "C:\\temp\\x.log", "attachment; filename=\"x.log\"; filename*=UTF-8''x.log" },
	{ ".htaccess", "attachment; filename=\"htaccess\"; filename*=UTF-8''htaccess" },
	{ "...", "attachment; filename=\"file\"; filename*=UTF-8''file" },
	{ "", "attachment; filename=\"file\"; filename*=UTF-8''file" },
	{ "dir/", "attachment; filename=\"file\"; filename*=UTF-8''file" },
	{ "\xff\xfe", "attachment; filename=\"__\"; filename*=UTF-8''__" },
	{ "a\\\"b", "attachment; filename=\"_b\"; filename*=UTF-8''%22b" },
	{ "%0d%0a", "attachment; filename=\"_0d_0a\"; filename*=UTF-8''%250d%250a" },
};

static const struct {
	const char *type, *want;
} types[] = {
	{ "image/png", "image/png" }, { "IMAGE/PNG", "image/png" }, { " text/plain ", "text/plain" },
	{ "application/pdf", "application/pdf" },
	{ "text/html", "application/octet-stream" }, { "image/svg+xml", "application/octet-stream" },
	{ "application/xhtml+xml", "application/octet-stream" },
	{ "text/xml", "application/octet-stream" }, { "application/xml", "application/octet-stream" },
	{ "text/javascript", "application/octet-stream" },
	{ "application/x-shockwave-flash", "application/octet-stream" },
	{ "text/plain; charset=utf-7", "application/octet-stream" },
	{ "image/png\r\nX: y", "application/octet-stream" },
	{ "multipart/related", "application/octet-stream" },
	{ "", "application/octet-stream" }, { "nonsense", "application/octet-stream" },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(names); i++)
		tap_str(download_disposition(a, str_c(names[i].name)), str_c(names[i].want),
		    "name %zu", i);
	for (size_t i = 0; i < COUNT(types); i++)
		tap_str(download_type(a, str_c(types[i].type)), str_c(types[i].want), "type '%s'",
		    types[i].type);
	arena_free(a);
	return tap_done();
}
