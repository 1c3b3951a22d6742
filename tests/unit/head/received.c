#include "parsers/head/received.h"

#include "parsers/base/array.h"
#include "tests/tap.h"

#define MX	"by mx.example.com with ESMTPS id 4F for <desk@example.com>; date"
#define R	"Received: "

static const struct row {
	const char *name, *block, *want;
} rows[] = {
	/* How servers write it. */
	{ "Postfix", R "from mail.acme.example (out.acme.example [192.0.2.77])\r\n"
	    "\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\r\n"
	    "\t(Client CN \"out.acme.example\", Issuer \"An Issuer\" (verified OK))\r\n"
	    "\tby mx.example.com (Postfix) with ESMTPS id 4F\r\n\tfor <desk@example.com>; date",
	    "192.0.2.0/24" },
	{ "… without a name", R "from x (unknown [192.0.2.77]) " MX, "192.0.2.0/24" },
	{ "… IPv6", R "from x (x.example [IPv6:2001:db8:1:2:3:4:5:6]) " MX, "2001:db8:1:2::/64" },
	{ "Exim", R "from out.acme.example ([198.51.100.9] helo=mail)\n\t" MX, "198.51.100.0/24" },
	{ "… with a port", R "from out.acme.example ([198.51.100.9]:4711) " MX, "198.51.100.0/24" },
	{ "… without a name", R "from [198.51.100.9] (port=4711 helo=[203.0.113.1]) " MX,
	    "198.51.100.0/24" },
	{ "… whose client says its address", R "from [198.51.100.9] " MX, "198.51.100.0/24" },
	{ "Sendmail", R "from mail (out.acme.example [198.51.100.9] (may be forged)) " MX,
	    "198.51.100.0/24" },
	{ "qmail", R "from unknown (HELO [203.0.113.1]) (198.51.100.9)\n  " MX, "198.51.100.0/24" },
	{ "… with an ident", R "from out.acme.example (HELO 203.0.113.1) (jo@198.51.100.9) " MX,
	    "198.51.100.0/24" },
	{ "Exchange", R "from EX1.acme.example (2001:db8:9:8::15) by\r\n mx.example.com (10.0.0.1)"
	    " with Microsoft SMTP Server id 15.2; date", "2001:db8:9:8::/64" },
	{ "Courier", R "from x (x.example [::ffff:192.0.2.4]) " MX, "192.0.2.0/24" },
	{ "Gmail's final dot", R "from x (x.example. [192.0.2.4]) by mx.example.com. with SMTPS",
	    "192.0.2.0/24" },
	{ "in capitals", "RECEIVED:FROM x (x [192.0.2.4])BY MX.Example.COM WITH SMTP",
	    "192.0.2.0/24" },
	/* Whose word it is. */
	{ "written by nobody of ours", R "from x (x [192.0.2.4]) by mx.acme.example; date", "" },
	{ "a name that begins so", R "from x (x [192.0.2.4]) by mx.example.com.evil; date", "" },
	{ "a name that ends so", R "from x (x [192.0.2.4]) by evil.mx.example.com; date", "" },
	{ "a forged one below", R "from x (x [192.0.2.4]) " MX "\n"
	    R "from y (y [203.0.113.1]) " MX, "192.0.2.0/24" },
	{ "a forged one below another's", R "from x (x [192.0.2.4]) by mx.acme.example; date\n"
	    R "from y (y [203.0.113.1]) " MX, "" },
	{ "a forged one below one without a client", R "from x by mx.acme.example; date\n"
	    R "from y (y [203.0.113.1]) " MX, "" },
	{ "… or a broken one", R "from x (x [192.0.2.4] " MX "\n" R "from y (y [203.0.113.1]) " MX,
	    "" },
	{ "written by a user of ours", R "by mx.example.com (Postfix, from userid 1000); date\n"
	    R "from y (y [203.0.113.1]) " MX, "" },
	{ "the client's name is no address", R "from [203.0.113.1] (x.example [192.0.2.4]) " MX,
	    "192.0.2.0/24" },
	{ "… nor our server", R "from by mx.example.com (x [192.0.2.4]) by mx.acme.example; date",
	    "" },
	{ "another field", "X-Received: from x (x [192.0.2.4]) " MX, "" },
	{ "a server's word in a comment", R "from x (x [192.0.2.4] by mx.example.com) by evil.example",
	    "" },
	/* Our own house. */
	{ "LMTP on the same host", R "from mx.example.com by mx.example.com with LMTP id 1\n"
	    R "from x (x [192.0.2.4]) " MX, "192.0.2.0/24" },
	{ "a socket", R "from mx.example.com ([unix socket]) by mx.example.com (Cyrus) with LMTPA\n"
	    R "from x (x [192.0.2.4]) " MX, "192.0.2.0/24" },
	{ "a filter", "Delivered-To: desk@example.com\n"
	    R "from localhost (localhost [127.0.0.1]) " MX "\n"
	    R "from mx.example.com ([::1]) by localhost (amavis, port 10024)\n\twith ESMTP; date\n"
	    R "from x (x [192.0.2.4]) " MX, "192.0.2.0/24" },
	{ "a store behind it", R "from mx.example.com (mx [10.1.2.3]) by imap.example.com; date\n"
	    R "from x (x [192.0.2.4]) " MX, "192.0.2.0/24" },
	{ "a store that names no client", R "by 2001:db8:a05:6f02:b0:50 with SMTP id x; date\n"
	    R "from x (x [192.0.2.4]) " MX, "192.0.2.0/24" },
	{ "a store that is reached from outside, too", R "from x (x [192.0.2.4]) by imap.example.com\n"
	    R "from y (y [203.0.113.1]) " MX, "" },
	{ "only private addresses", R "from a (a [10.0.0.5]) " MX "\n"
	    R "from b (b [IPv6:fd00::1]) " MX "\n" R "from c (c [100.64.7.7]) " MX "\n"
	    R "from d (d [172.31.0.1]) " MX "\n" R "from e (e [IPv6:fe80::1]) " MX, "" },
	{ "the first address outside", R "from a (a [172.32.0.5]) " MX, "172.32.0.0/24" },
	{ "… of the shared ones", R "from a (a [100.128.0.1]) " MX, "100.128.0.0/24" },
	{ "a private one in IPv6's clothes", R "from a (a [IPv6:::ffff:192.168.1.1]) " MX, "" },
	/* Raw, and one reading only. */
	{ "an encoded word", R "from =?us-ascii?q?x_=28y_=5B203=2E0=2E113=2E1=5D=29?= (x "
	    "[192.0.2.4]) " MX, "" },
	{ "an encoded word in a comment", R "from x (=?utf-8?b?W10=?= [192.0.2.4]) " MX, "" },
	{ "an encoded word as the server", R "from x (x [192.0.2.4]) by =?utf-8?q?mx?=", "" },
	{ "brackets of another charset", R "from x\033$B%\033(B (x [192.0.2.4]) " MX, "" },
	{ "two addresses", R "from x (x [192.0.2.4]) (y [203.0.113.1]) " MX, "" },
	{ "… one of them by itself", R "from x (x [192.0.2.4]) (203.0.113.1) " MX, "" },
	{ "the same twice", R "from x (x [192.0.2.4]) (192.0.2.4) " MX, "192.0.2.0/24" },
	{ "a bracket in the client's name", R "from x(y[203.0.113.1]) (x [192.0.2.4]) " MX,
	    "192.0.2.0/24" },
	{ "… that is a whole address", R "from x(y [203.0.113.1]) (x [192.0.2.4]) " MX, "" },
	{ "… that is quoted", R "from \"(\" (x [192.0.2.4]) " MX, "" },
	{ "comments in comments", R "from x (x ((a\\) b) c) [203.0.113.1]) ([192.0.2.4]) " MX,
	    "192.0.2.0/24" },
	{ "a comment without end", R "from x (x [192.0.2.4] (" MX, "" },
	{ "very deep comments", R "from x ((((((((((((x)))))))))))) ([192.0.2.4]) " MX, "" },
	/* Addresses. */
	{ "mapped and written out", R "from x ([IPv6:0:0:0:0:0:FFFF:C000:0204]) " MX, "192.0.2.0/24" },
	{ "NAT64", R "from x ([IPv6:64:ff9b::c000:204]) " MX, "192.0.2.0/24" },
	{ "6to4", R "from x ([IPv6:2002:c000:204:77::1]) " MX, "192.0.2.0/24" },
	{ "octal", R "from x ([0192.0.2.4]) " MX, "" },
	{ "too many octets", R "from x ([192.0.2.4.5]) " MX, "" },
	{ "no address", R "from x ([]) " MX, "" },
	{ "a very long one", R "from x ([IPv6:2001:0db8:0000:0000:0000:0000:0000:0000:0000:0000:0000]) "
	    MX, "" },
	{ "an empty field", R, "" },
	{ "from nobody", R "from", "" },
	{ "no fields", "", "" },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct strs own = { NULL, 0 }, nobody = { NULL, 0 };
	struct buf b;

	strs_add(a, &own, STR("other.example"));
	strs_add(a, &own, STR("mx.example.com"));
	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(received_network(a, str_printf(a, "Return-Path: <>\n%s\nFrom: jo\n",
		    rows[i].block), &own), str_c(rows[i].want), "%s", rows[i].name);
	tap_str(received_network(a, str_c(rows[0].block), &nobody), STR(""), "no server is ours");
	buf_init(&b, a);
	for (size_t i = 0; i < 20000; i++)
		buf_printf(&b, R "from a (a [10.0.0.5]) %s\n", MX);
	buf_printf(&b, R "from x (x [192.0.2.4]) %s\n", MX);
	tap_str(received_network(a, buf_str(&b), &own), STR(""), "no end of steps");
	arena_free(a);
	return tap_done();
}
