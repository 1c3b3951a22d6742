/* What token servers say. */
#include "daemon/oauth/answer.h"

#include "tests/tap.h"

static const struct {
	const char	*body;
	int		 rc;
	const char	*token, *refresh;
	int64_t		 life;
	const char	*error;
} rows[] = {
	{ "{\"access_token\":\"abc\",\"expires_in\":3599,\"refresh_token\":\"r1\"}", 0, "abc", "r1",
	  3599, "" },
	/* Old ones of Microsoft's say it as a text. */
	{ "{\"access_token\":\"abc\",\"expires_in\":\"3599\"}", 0, "abc", "", 3599, "" },
	{ "{\"access_token\":\"abc\"}", 0, "abc", "", ANSWER_LIFE, "" },
	{ "{\"access_token\":\"abc\",\"expires_in\":-5}", 0, "abc", "", 1, "" },
	{ "{\"access_token\":\"abc\",\"expires_in\":99999999999999}", 0, "abc", "", 30 * 86400, "" },
	{ "{\"error\":\"invalid_grant\"}", 0, "", "", ANSWER_LIFE, "invalid_grant" },
	/* A token with a blank or an end of line would be a second header or command. */
	{ "{\"access_token\":\"a b\"}", -1, "", "", ANSWER_LIFE, "" },
	{ "{\"access_token\":\"a\\r\\nX: y\"}", -1, "", "", ANSWER_LIFE, "" },
	{ "{\"access_token\":\"a\",\"access_token\":\"b\"}", -1, "", "", 0, "" },
	{ "{\"access_token\":7}", 0, "7", "", ANSWER_LIFE, "" },
	{ "[\"access_token\"]", -1, "", "", 0, "" },
	{ "<html>Sign in to the hotel's network</html>", -1, "", "", 0, "" },
	{ "", -1, "", "", 0, "" },
};

static void
test_lines(struct arena *a)
{
	struct answer r;

	answer_read(a, STR("{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS70008: It has "
	    "expired.\\r\\nTrace ID: 1\"}"), &r);
	tap_str(r.description, STR("AADSTS70008: It has expired."), "the first line is for people");
	tap_str(answer_line(a, STR("a\001b\t\tc\377")), STR("a b c?"), "no control byte is told");
	answer_read(a, STR("{\"device_code\":\"d\",\"user_code\":\"U-C\",\"verification_url\":\"https://x\""
	    ",\"interval\":0}"), &r);
	tap_str(r.url, STR("https://x"), "Google's name of the address");
	tap_int(r.interval, 1, "no server is asked without a pause");
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct answer r;

		tap_int(answer_read(a, str_c(rows[i].body), &r), rows[i].rc, "%s", rows[i].body);
		tap_str(r.access_token, str_c(rows[i].token), "its token");
		tap_str(r.refresh_token, str_c(rows[i].refresh), "its refresh token");
		tap_str(r.error, str_c(rows[i].error), "its error");
		tap_int(r.expires_in, rows[i].life, "its life");
	}
	test_lines(a);
	arena_free(a);
	return tap_done();
}
