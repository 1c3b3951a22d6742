/* advice: see advice.h. */
#include "daemon/oauth/advice.h"

#include "parsers/base/array.h"

#define LOGIN	"log in again: docketctl oauth login MAILBOX"
#define SECRET	"make a new client secret in the portal and write its value, not its id, to " \
		"client_secret_file"

static const struct {
	uint32_t	number;
	struct advice	advice;
} numbers[] = {
	{ 16000, { "the account that logs in is not known to this tenant",
	    "name the tenant where the mailbox is, then " LOGIN } },
	{ 50020, { "the account is another tenant's", "name the tenant where the mailbox is" } },
	{ 50034, { "there is no such user in this tenant",
	    "check user, and tenant: the directory where the mailbox is" } },
	{ 50053, { "the account is locked: too many wrong logins",
	    "wait, look at the sign-in log, then " LOGIN } },
	{ 50055, { "the user's password has ended", "set a new one, then " LOGIN } },
	{ 50057, { "the user's account is disabled", "enable it, or use another" } },
	{ 50058, { "nobody is signed in", LOGIN } },
	{ 50076, { "the login wants a second factor", LOGIN ", with the second factor" } },
	{ 50078, { "the second factor is too long ago", LOGIN ", with the second factor" } },
	{ 50079, { "the user must set up a second factor first",
	    "do so at https://aka.ms/mfasetup, then " LOGIN } },
	{ 50105, { "the user may not use this application",
	    "assign the user to it under Enterprise applications" } },
	{ 50126, { "user or password is wrong", LOGIN } },
	{ 50173, { "the login was revoked: its password was changed or its sessions ended", LOGIN } },
	{ 53000, { "conditional access wants a managed device",
	    "exempt this account from the policy, or use client-credentials" } },
	{ 53003, { "conditional access forbids this login",
	    "exempt this account or application from the policy, or use client-credentials" } },
	{ 65001, { "nobody has consented to what the application asks for",
	    "grant admin consent under API permissions, or " LOGIN } },
	{ 65004, { "the user declined to consent", LOGIN ", and accept" } },
	{ 70000, { "the refresh token is not taken any more", LOGIN } },
	{ 70008, { "the refresh token has ended: it was not used for too long", LOGIN } },
	{ 70011, { "the scope is not right",
	    "leave scope out, or for client-credentials use https://outlook.office365.com/.default" } },
	{ 70016, { "nobody has confirmed the device code yet", "confirm it" } },
	{ 70020, { "the device code has ended", LOGIN } },
	{ 70043, { "the refresh token has ended: conditional access wants a new login now and then",
	    "exempt this account from the sign-in frequency, then " LOGIN } },
	{ 90002, { "there is no such tenant", "check tenant: the directory's id, or its domain" } },
	{ 90009, { "the application asks for a token of itself", "check scope" } },
	{ 90014, { "the request lacks a field", "check client_id, scope and the secret" } },
	{ 90072, { "the account is not of this tenant", "name the tenant where the mailbox is" } },
	{ 135011, { "the device is disabled", "enable it, or log in from another" } },
	{ 240002, { "the login has ended", LOGIN } },
	{ 500011, { "the tenant knows no such resource",
	    "check scope: https://outlook.office365.com/.default for client-credentials" } },
	{ 500133, { "the assertion's time is not now", "set this machine's clock by NTP" } },
	{ 500341, { "the user's account was deleted", "use another, or restore it" } },
	{ 700003, { "the device is not known", LOGIN } },
	{ 700016, { "the tenant does not know the application",
	    "check client_id and tenant; it must be registered, or consented to, in that tenant" } },
	{ 700027, { "the certificate or its signature is not taken",
	    "upload certificate_file's certificate to the application" } },
	{ 700024, { "the assertion's time is not now", "set this machine's clock by NTP" } },
	{ 700030, { "the certificate is not the application's",
	    "upload certificate_file's certificate to the application" } },
	{ 700082, { "the refresh token has ended: it was not used for 90 days", LOGIN } },
	{ 700084, { "the refresh token has ended: a single page application's lasts a day",
	    "register the application as a public client, then " LOGIN } },
	{ 7000112, { "the application is disabled", "enable it under Enterprise applications" } },
	{ 7000215, { "the client secret is wrong", SECRET } },
	{ 7000216, { "the application must prove who it is", "set client_secret_file" } },
	{ 7000218, { "the application must prove who it is",
	    "set client_secret_file, or allow public client flows in the portal" } },
	{ 7000222, { "the client secret has ended", SECRET } },
	{ 9002313, { "the request makes no sense to the server",
	    "check client_id, scope and token_file: one of them holds what it should not" } },
	{ 9002326, { "the application is registered for a single page",
	    "register it as a public client (mobile and desktop)" } },
	{ 9002346, { "the application is for personal accounts alone",
	    "use tenant \"consumers\", or register it for organisations" } },
};

static const struct {
	const char	*error;
	int		 provider;	/* -1: any */
	struct advice	 advice;
} words[] = {
	{ "invalid_grant", OAUTH_GOOGLE, { "the refresh token has ended or was revoked",
	    "publish the application (in testing its tokens end after seven days); log in again" } },
	{ "invalid_grant", -1, { "the refresh token has ended, was used twice or was revoked",
	    LOGIN } },
	{ "invalid_client", OAUTH_GOOGLE, { "the application or its secret is not known",
	    "check client_id and client_secret_file, or key_file" } },
	{ "invalid_client", -1, { "the application or its secret is not known",
	    "check client_id and client_secret_file" } },
	{ "unauthorized_client", OAUTH_GOOGLE, {
	    "the service account may not act for the mailbox's user",
	    "add its client id with scope mail.google.com under domain-wide delegation" } },
	{ "unauthorized_client", -1, { "the application may not use this flow",
	    "allow it where the application is registered, or set another flow" } },
	{ "invalid_scope", -1, { "the scope is not right", "leave scope out, or check it" } },
	{ "access_denied", -1, { "the login was declined", LOGIN ", and accept" } },
	{ "expired_token", -1, { "the code was not entered in time", LOGIN } },
	{ "admin_policy_enforced", -1, { "the organisation's policy forbids the scope",
	    "trust the application in the admin console" } },
	{ "unsupported_grant_type", -1, { "the server does not know this flow", "set another flow" } },
	{ "invalid_request", -1, { "the request makes no sense to the server",
	    "check client_id, scope and token_file" } },
};

uint32_t
advice_number(struct str s)
{
	size_t at = str_find(s, STR("AADSTS"), 0), end;
	uint64_t n;

	if (at == SIZE_MAX)
		return 0;
	for (end = at += 6; end < s.n && s.p[end] >= '0' && s.p[end] <= '9'; end++)
		continue;
	return str_u64(str_sub(s, at, end - at), &n) && n <= UINT32_MAX ? (uint32_t)n : 0;
}

struct advice
advice_of(const struct oauth *o, const struct answer *r)
{
	uint32_t number = advice_number(r->description);

	for (size_t i = 0; number != 0 && i < COUNT(numbers); i++)
		if (numbers[i].number == number)
			return numbers[i].advice;
	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(r->error, str_c(words[i].error)) &&
		    (words[i].provider == -1 || (unsigned)words[i].provider == o->provider))
			return words[i].advice;
	return (struct advice){ NULL, NULL };
}
