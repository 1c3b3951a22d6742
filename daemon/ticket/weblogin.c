/* weblogin: see weblogin.h.  Cookies, tokens and codes are strangers' bytes. */
#include "daemon/ticket/weblogin.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "daemon/ticket/tokentext.h"
#include "parsers/base/array.h"
#include "parsers/base/base32.h"
#include "sql.h"

_Static_assert(TOKEN_IN_LETTERS == (WEB_SECRET * 8 + 4) / 5, "a cookie's and a sign-in link's");
_Static_assert(TOKEN_LINK_LETTERS == 1 + (TOKEN_MAC * 8 + 4) / 5, "the key's, and its HMAC");

enum {
	CODE_DIGITS = 8,
	CODE_MOD = 100000000
};

/* --- what is secret --- */

struct str
web_secret(struct arena *a)
{
	uint8_t r[WEB_SECRET];
	struct buf b;

	if (getrandom(r, sizeof(r), 0) != sizeof(r))
		abort();	/* guessable ones would let anybody in */
	buf_init(&b, a);
	base32_add(&b, r, sizeof(r));
	return buf_str(&b);
}

static bool
is_letters(struct str s, size_t n)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '2' && s.p[i] <= '7')))
			return false;
	return s.n == n;
}

bool
web_is_secret(struct str s)
{
	return is_letters(s, TOKEN_IN_LETTERS);
}

void
web_hash(struct str secret, unsigned char out[SHA256_BYTES])
{
	sha256_of(secret, out);
}

struct web_hashed
web_hashed(struct str secret)
{
	struct web_hashed h;

	web_hash(secret, h.v);
	return h;
}

struct str
web_bytes(const struct web_hashed *h)
{
	return (struct str){ (const char *)h->v, sizeof(h->v) };
}

static struct str
bytes_of(const unsigned char hash[SHA256_BYTES])
{
	return (struct str){ (const char *)hash, SHA256_BYTES };
}

struct str
web_csrf(struct arena *a, struct str cookie)
{
	static const struct str purpose = STR("docket form 1");
	unsigned char mac[SHA256_BYTES];
	struct buf b;

	if (!web_is_secret(cookie))
		return STR_NONE;
	sha256_keyed(cookie, &purpose, 1, mac);
	buf_init(&b, a);
	base32_add(&b, mac, TOKEN_MAC);
	return buf_str(&b);
}

bool
web_csrf_is(struct str cookie, struct str value)
{
	struct arena *a = arena_new();
	struct str want = web_csrf(a, cookie);
	bool is = want.n > 0 && want.n == value.n && sha256_same((const unsigned char *)want.p,
	    (const unsigned char *)value.p, want.n);

	arena_free(a);
	return is;
}

/* --- links and codes: what our keys make --- */

static size_t
put_number(uint8_t *p, int64_t value)
{
	for (size_t i = 0; i < 8; i++)
		p[i] = (uint8_t)((uint64_t)value >> (56 - 8 * i));
	return 8;
}

struct str
web_in_token(struct arena *a, const struct token_keys *keys, struct str mark)
{
	const struct token_key *key = token_keys_first(keys);
	const uint8_t *p = (const uint8_t *)mark.p;
	uint8_t mac[2 * TOKEN_MAC];
	struct buf b;

	token_key_mac(key, "docket sign-in link 1", p, mark.n, STR_NONE, mac);
	token_key_mac(key, "docket sign-in link 2", p, mark.n, STR_NONE, mac + TOKEN_MAC);
	buf_init(&b, a);
	base32_add(&b, mac, sizeof(mac));
	return buf_str(&b);
}

struct str
web_link_token(struct arena *a, const struct token_keys *keys, int64_t ticket, int64_t contact,
    int64_t serial)
{
	const struct token_key *key = token_keys_first(keys);
	uint8_t p[24], mac[TOKEN_MAC];
	struct buf b;
	size_t n = 0;

	n += put_number(p + n, ticket);
	n += put_number(p + n, contact);
	n += put_number(p + n, serial);
	token_key_mac(key, "docket ticket link 1", p, n, STR_NONE, mac);
	buf_init(&b, a);
	buf_addc(&b, token_key_id(key));
	base32_add(&b, mac, sizeof(mac));
	return buf_str(&b);
}

static void
code_of(const struct token_key *key, const unsigned char token[SHA256_BYTES],
    char out[CODE_DIGITS + 1])
{
	uint8_t mac[TOKEN_MAC];
	uint64_t n = 0;

	token_key_mac(key, "docket sign-in code 1", token, SHA256_BYTES, STR_NONE, mac);
	for (size_t i = 0; i < 8; i++)
		n = n << 8 | mac[i];
	n %= CODE_MOD;
	for (size_t i = CODE_DIGITS; i-- > 0; n /= 10)
		out[i] = (char)('0' + n % 10);
	out[CODE_DIGITS] = '\0';
}

struct str
web_code(struct arena *a, const struct token_keys *keys, const unsigned char token[SHA256_BYTES])
{
	char code[CODE_DIGITS + 1];

	code_of(token_keys_first(keys), token, code);
	return str_printf(a, "%.4s %s", code, code + 4);
}

/* The digits alone; false: there are letters, or not as many as a code has. */
static bool
digits_of(struct str typed, unsigned char out[CODE_DIGITS])
{
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];

		if (c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n')
			continue;
		if (c < '0' || c > '9' || n == CODE_DIGITS)
			return false;
		out[n++] = (unsigned char)c;
	}
	return n == CODE_DIGITS;
}

bool
web_code_is(const struct token_keys *keys, const unsigned char token[SHA256_BYTES],
    struct str typed)
{
	unsigned char digits[CODE_DIGITS];
	char code[CODE_DIGITS + 1];
	bool is = false;

	if (!digits_of(typed, digits))
		return false;
	for (char id = 'a'; id <= 'z'; id++) {
		const struct token_key *key = token_key_find(keys, id);

		if (key == NULL)
			continue;
		code_of(key, token, code);
		is |= sha256_same(digits, (const unsigned char *)code, CODE_DIGITS);
	}
	return is;
}

/* --- who --- */

static bool
fill_agent(const struct conf *conf, struct web_person *out, struct str name)
{
	const struct agent *ag = agents_find(&conf->agents, name);

	if (ag == NULL || !conf->portal.agents || !strs_has(&ag->addresses, out->address))
		return false;
	out->agent = ag;
	out->name = ag->full_name.n > 0 ? ag->full_name : ag->name;
	out->language = ag->language;
	return true;
}

/* Colleagues' too, where the project says so and the configuration says that it is theirs. */
static void
fill_project(const struct conf *conf, struct web_person *out, struct str project)
{
	const struct project *p = projects_find(&conf->projects, project);

	out->project = p == NULL ? project : p->key;
	out->language = p == NULL ? STR_NONE : p->language;
	out->whole_project = p != NULL && p->portal_scope == SCOPE_PROJECT &&
	    projects_by_address(&conf->projects, out->address) == p;
}

int
web_session_find(struct db *db, struct arena *a, const struct conf *conf, struct str cookie,
    int64_t now, struct web_person *out, struct err *e)
{
	unsigned char hash[SHA256_BYTES];
	struct sql_web_session_find_row row;
	struct sql_web_session_find h;

	memset(out, 0, sizeof(*out));
	if (!web_is_secret(cookie))
		return 0;
	web_hash(cookie, hash);
	h = sql_web_session_find(db, bytes_of(hash), false, now);
	if (db_run(db, e) == -1)
		return -1;
	if (!sql_web_session_find_row(db, h, 0, &row) || !row.mine)
		return 0;
	out->address = str_dup(a, row.address);
	out->session = row.id;
	out->seen_at = row.seen_at;
	out->may_write = true;
	if (row.agent.n > 0)
		return fill_agent(conf, out, row.agent);
	if (!conf->portal.customers)
		return 0;
	out->contact = row.contact;
	out->name = str_dup(a, row.name);
	fill_project(conf, out, str_dup(a, row.project));
	return 1;
}

int
web_link_find(struct db *db, struct arena *a, const struct conf *conf, int64_t ticket,
    struct str token, struct str code, int64_t now, struct web_person *out, bool *ended,
    struct err *e)
{
	unsigned char hash[SHA256_BYTES], browser[SHA256_BYTES];
	struct sql_web_link_find_row row;
	struct sql_web_link_find h;

	memset(out, 0, sizeof(*out));
	*ended = false;
	if (!conf->portal.customers || !is_letters(token, TOKEN_LINK_LETTERS))
		return 0;
	web_hash(token, hash);
	web_hash(code, browser);
	h = sql_web_link_find(db, bytes_of(hash), bytes_of(browser),
	    (int64_t)WEB_LINK_DAYS * 86400, now);
	if (db_run(db, e) == -1)
		return -1;
	if (!sql_web_link_find_row(db, h, 0, &row) || row.named != ticket || row.spam)
		return 0;
	*ended = row.ended;
	if (row.ended)
		return 0;
	out->contact = row.contact;
	out->address = str_dup(a, row.address);
	out->name = str_dup(a, row.name);
	out->only_ticket = row.ticket;
	out->may_write = row.coded;
	fill_project(conf, out, str_dup(a, row.project));
	return 1;
}

int
web_proof_look(struct db *db, struct str token, struct str code, int64_t now,
    enum web_proof_state *out, struct err *e)
{
	unsigned char hash[SHA256_BYTES], browser[SHA256_BYTES];
	struct sql_web_proof_look_row row;
	struct sql_web_proof_look h;

	*out = WEB_PROOF_NONE;
	if (!web_is_secret(token))
		return 0;
	web_hash(token, hash);
	web_hash(code, browser);
	h = sql_web_proof_look(db, bytes_of(hash));
	if (db_run(db, e) == -1)
		return -1;
	if (!sql_web_proof_look_row(db, h, 0, &row) || row.address.n == 0)
		return 0;
	*out = row.spent ? WEB_PROOF_SPENT : row.expires_at <= now ? WEB_PROOF_LATE :
	    row.wrong >= WEB_WRONG_MAX ? WEB_PROOF_WRONG :
	    row.browser.n == SHA256_BYTES && sha256_same(browser,
	    (const unsigned char *)row.browser.p, SHA256_BYTES) ? WEB_PROOF_GOOD : WEB_PROOF_CODE;
	return 0;
}
