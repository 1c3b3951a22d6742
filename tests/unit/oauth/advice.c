/* What an admin can do about errors of token servers. */
#include "daemon/oauth/advice.h"

#include "tests/tap.h"

/* Those that help desks' admins meet. */
static const uint32_t known[] = {
	7000215, 7000222, 7000218, 700016, 50034, 50126, 50076, 50079, 53003, 65001, 70000, 70008,
	70043, 700082, 90002, 500011, 9002313, 50173, 700027, 50020,
};

static const struct {
	unsigned	 provider;
	const char	*error, *description;
	const char	*mend;		/* part of it; NULL: nothing is known */
} rows[] = {
	{ OAUTH_MICROSOFT365, "invalid_client", "AADSTS7000222: The keys are expired.",
	  "client_secret_file" },
	{ OAUTH_MICROSOFT365, "invalid_grant", "AADSTS50173: revoked", "docketctl oauth login" },
	{ OAUTH_MICROSOFT365, "invalid_grant", "AADSTS424242: new", "docketctl oauth login" },
	{ OAUTH_GOOGLE, "invalid_grant", "Token has been expired or revoked.", "seven days" },
	{ OAUTH_GOOGLE, "unauthorized_client", "", "domain-wide delegation" },
	{ OAUTH_CUSTOM, "invalid_grant", "", "docketctl oauth login" },
	{ OAUTH_CUSTOM, "whatever", "", NULL },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct oauth o = { .provider = OAUTH_MICROSOFT365 };

	for (size_t i = 0; i < COUNT(known); i++) {
		struct answer r = { .description = str_printf(a, "AADSTS%u: text", known[i]) };
		struct advice v = advice_of(&o, &r);

		tap_ok(v.means != NULL && v.mend != NULL, "AADSTS%u", known[i]);
	}
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct answer r = { .error = str_c(rows[i].error),
		    .description = str_c(rows[i].description) };
		struct advice v;

		o.provider = rows[i].provider;
		v = advice_of(&o, &r);
		tap_ok(rows[i].mend == NULL ? v.mend == NULL : v.mend != NULL &&
		    str_find(str_c(v.mend), str_c(rows[i].mend), 0) != SIZE_MAX, "%s %s: %s",
		    rows[i].error, rows[i].description, v.mend == NULL ? "-" : v.mend);
	}
	tap_int(advice_number(STR("AADSTS: none")), 0, "no number");
	tap_int(advice_number(STR("AADSTS99999999999: none")), 0, "too large a number");
	arena_free(a);
	return tap_done();
}
