/* What hides text hides it; what mail programs write for people to see does not. */
#include "parsers/markup/htmlveil.h"

#include "parsers/markup/html.h"
#include "tests/tap.h"

/* Before "#take" each; nothing of it may be taken for seen. */
static const char *const veiled[] = {
	"<span style='display:none'>", "<span style=\"DISPLAY : none !important\">",
	"<div style='dis\\70lay:none'>", "<div style='display:/**/none'>", "<div hidden>",
	"<div style='visibility:hidden'>", "<div style='visibility:collapse'>",
	"<div style='opacity:0'>", "<div style='opacity:.01'>", "<div style='font-size:0'>",
	"<div style='font-size:1px'>", "<div style='font-size:0.1em'>", "<div style='font-size:5%'>",
	"<div style='font-size:calc(1px)'>", "<div style='font:0/0 a'>", "<div style='font:1px a'>",
	"<div style='color:white'>", "<div style='color:#fff'>", "<div style='color:#FEFEFE'>",
	"<div style='color:rgb(255,255,255)'>", "<div style='color:rgba(0,0,0,0)'>",
	"<div style='color:transparent'>", "<div style='color:hsl(0,0%,100%)'>",
	"<div style='color:var(--x)'>", "<font color=white>", "<font color=#ffffff>",
	"<body text=white>", "<body bgcolor=black>", "<div style='background:#000'>",
	"<div style='background-color:black'>", "<td bgcolor=#000000>",
	"<div style='background:white url(x)'>", "<div background=x.png>",
	"<div style='height:0;overflow:hidden'>", "<div style='max-height:1px;overflow:hidden'>",
	"<div style='width:0'>", "<div style='line-height:0'>", "<div style='line-height:1px'>",
	"<div style='text-indent:-9999px'>", "<div style='margin-left:-100em'>",
	"<div style='margin:0 0 0 -900px'>", "<div style='position:absolute;left:-999px'>",
	"<div style='position:fixed'>", "<div style='clip:rect(0,0,0,0)'>",
	"<div style='clip-path:inset(100%)'>", "<div style='transform:scale(0)'>",
	"<div style='filter:opacity(0)'>", "<div style='zoom:0.01'>", "<div style='mso-hide:all'>",
	"<div style='letter-spacing:-20px'>", "<div class=preheader>", "<td height=0>",
	"<div style='&#100;isplay:none'>", "<div style='display&colon;none'>",
	"<style>.x{display:none}</style><div class=x>", "<style>div{color:#fff}</style><div>",
	"<style>*{font-size:0}</style>", "<style>@media screen{div{opacity:0}}</style><div>",
	"<style>div{position:absolute;top:-900px}", "<select><option>", "<details><p>",
	"<noframes>", "<dialog>", "<small><small>", "<svg><text>", "<object>", "<template>",
	"<datalist>", "<math>", "<div style=color:white>", "<div a=1 style=\tcolor:white >",
	"<!-- <a title=' --><div style='display:none'>", "<p title='<'><i style=\"color:white\">",
	"<textarea>", "<div style='-webkit-text-fill-color:white'>", "<custom-tag>",
};

/* The same, of what programs write. */
static const char *const open[] = {
	"<div>", "<div dir=\"ltr\">", "<html><head></head><body dir=\"auto\">",
	("<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><style><!--\n"
	"/* Font Definitions */\n@font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}\n"
	"p.MsoNormal, li.MsoNormal {margin:0cm; font-size:11.0pt; font-family:\"Calibri\",sans-serif;}\n"
	"a:link, span.MsoHyperlink {mso-style-priority:99; color:#0563C1; text-decoration:underline;}\n"
	"@page WordSection1 {size:612.0pt 792.0pt; margin:70.85pt 70.85pt 2.0cm 70.85pt;}\n"
	"div.WordSection1 {page:WordSection1;}\n--></style></head><body lang=EN-GB link=\"#0563C1\">"
	"<div class=WordSection1><p class=MsoNormal>"),
	("<div class=\"elementToProof\" style=\"font-family: Aptos, Calibri, sans-serif; font-size: "
	"12pt; color: rgb(0, 0, 0);\">"),
	"<div style=\"font-family:&quot;Segoe UI&quot;;font-size:small;color:#222222\">",
	"<body style=\"word-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;\">",
	"<div style=\"font-family: Verdana;font-size: 12.0px;\"><div>",
	"<font face=Arial size=2 color=\"#333333\">", "<table border=0 width=\"100%\"><tr><td>",
	"<div style=\"background-color:white;color:black;line-height:1.5\">",
	"<p style=\"margin:0 0 1em 0;background:#ffffff\">", "<img src=x width=1 height=1><div>",
	"<b style=\"font-weight:normal\">", "<pre style=\"font:13px monospace\">",
};

/* How much is seen: lines above what may hide. */
static const struct { const char *html; size_t want; } rows[] = {
	{ "<div>#take</div><div style='display:none'>x</div>", 5 },
	{ "<div>#take</div>text<div style='color:white'>#close</div>", 10 },
	{ "<div>#assign <font color=white>lee</font></div>", 0 },
	{ "<div>#take</div><div>#assign <font color=white>lee</font></div>", 5 },
};

static size_t
seen(struct arena *a, struct str html)
{
	return htmlveil_seen(a, html, html_text(a, html, 1000));
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(veiled); i++)
		tap_int((long long)seen(a, str_printf(a, "%s#take", veiled[i])), 0, "veiled: %s",
		    veiled[i]);
	for (size_t i = 0; i < COUNT(open); i++)
		tap_int((long long)seen(a, str_printf(a, "%s#take", open[i])), 5, "seen: %s",
		    open[i]);
	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int((long long)seen(a, str_c(rows[i].html)), (long long)rows[i].want, "%s",
		    rows[i].html);
	arena_free(a);
	return tap_done();
}
