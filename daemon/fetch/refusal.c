/* refusal: see refusal.h. */
#include "daemon/fetch/refusal.h"

#include "parsers/base/array.h"
#include "parsers/text/fold.h"

#define APP	"make an app password at the provider and write it to password_file"
#define ENABLE	"switch IMAP on for this mailbox at the provider"
#define OAUTH	"the provider takes no passwords any more: use OAuth, or an app password"
#define LOGIN	"check user and password_file of its imap group; the password may have changed"
#define LIMIT	"too many sessions: end other mail programs on this mailbox, or wait"
#define WAIT	"the server is at fault or busy: docket goes on by itself when it is well"
#define SUPPORT	"log in at the provider's web page: it asks something, or locked the mailbox"
#define FOLDER	"check folder in its imap group, and that the login may open it"
#define SECURE	"set tls in its imap group to implicit or starttls"

/*
 * The first that fits, folded: the exact words before what servers say of many things.  The
 * code in brackets is there in a BYE alone: libetpan takes it off all other answers.
 */
static const struct { const char *words, *mend; } rows[] = {
	{ "application-specific password", APP },
	{ "app password", APP },
	{ "app-specific password", APP },
	{ "imap access is disabled", ENABLE },
	{ "imap is disabled", ENABLE },
	{ "not enabled for imap", ENABLE },
	{ "imap4 is disabled", ENABLE },
	{ "user is authenticated but not connected", ENABLE },
	{ "basic authentication is disabled", OAUTH },
	{ "basicauthblocked", OAUTH },
	{ "authentication method is disabled", OAUTH },
	{ "web browser", SUPPORT },
	{ "webalert", SUPPORT },
	{ "account is locked", SUPPORT },
	{ "account is blocked", SUPPORT },
	{ "account is suspended", SUPPORT },
	{ "too many", LIMIT },
	{ "maximum number of connections", LIMIT },
	{ "exceeded command or bandwidth", LIMIT },
	{ "bandwidth limit", LIMIT },
	{ "[limit]", LIMIT },
	{ "[overquota]", LIMIT },
	{ "plaintext authentication disallowed", SECURE },
	{ "privacyrequired", SECURE },
	{ "temporar", WAIT },
	{ "unavailable", WAIT },
	{ "internal error", WAIT },
	{ "server error", WAIT },
	{ "try again later", WAIT },
	{ "contactadmin", SUPPORT },
	{ "the folder cannot be", FOLDER },
	{ "login", LOGIN },
	{ "authenticat", LOGIN },
	{ "credentials", LOGIN },
	{ "accepts no connection", WAIT },
};

const char *
refusal_mend(struct arena *a, struct str said)
{
	struct str folded = fold(a, said);

	for (size_t i = 0; i < COUNT(rows); i++)
		if (str_find(folded, str_c(rows[i].words), 0) != SIZE_MAX)
			return rows[i].mend;
	return "look at what the server says, and at its imap group";
}
