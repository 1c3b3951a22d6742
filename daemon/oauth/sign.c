/* sign: see sign.h. */
#include "daemon/oauth/sign.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

enum { SHA1_BYTES = 20 };

/* The library does not write there. */
static gnutls_datum_t
datum(struct str s)
{
	union { const char *in; unsigned char *out; } u = { s.p };

	return (gnutls_datum_t){ u.out, (unsigned)s.n };
}

int
sign_rs256(struct arena *a, struct str pem, struct str text, struct str *out, struct err *e)
{
	const gnutls_datum_t file = datum(pem), data = datum(text);
	gnutls_datum_t signature = { NULL, 0 };
	gnutls_privkey_t key;
	int rc = gnutls_privkey_init(&key);

	if (rc < 0)
		return err_set(e, ERR_BUG, "%s", gnutls_strerror(rc));
	rc = gnutls_privkey_import_x509_raw(key, &file, GNUTLS_X509_FMT_PEM, NULL, 0);
	if (rc >= 0 && gnutls_privkey_get_pk_algorithm(key, NULL) != GNUTLS_PK_RSA)
		rc = GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM;
	if (rc >= 0)
		rc = gnutls_privkey_sign_data(key, GNUTLS_DIG_SHA256, 0, &data, &signature);
	gnutls_privkey_deinit(key);
	if (rc < 0)
		return err_set(e, ERR_CONF, "the key cannot sign: an RSA key without a "
		    "passphrase is wanted (%s)", gnutls_strerror(rc));
	*out = str_dup(a, (struct str){ (const char *)signature.data, signature.size });
	gnutls_free(signature.data);
	return 0;
}

int
sign_certificate(struct arena *a, struct str pem, struct str *thumbprint, int64_t *expires_at,
    struct err *e)
{
	const gnutls_datum_t file = datum(pem);
	unsigned char sha1[SHA1_BYTES];
	size_t n = sizeof(sha1);
	gnutls_x509_crt_t crt;
	int rc = gnutls_x509_crt_init(&crt);

	if (rc < 0)
		return err_set(e, ERR_BUG, "%s", gnutls_strerror(rc));
	rc = gnutls_x509_crt_import(crt, &file, GNUTLS_X509_FMT_PEM);
	if (rc >= 0)
		rc = gnutls_x509_crt_get_fingerprint(crt, GNUTLS_DIG_SHA1, sha1, &n);
	if (rc >= 0)
		*expires_at = (int64_t)gnutls_x509_crt_get_expiration_time(crt);
	gnutls_x509_crt_deinit(crt);
	if (rc < 0)
		return err_set(e, ERR_CONF, "no certificate is in it (%s)", gnutls_strerror(rc));
	*thumbprint = str_dup(a, (struct str){ (const char *)sha1, n });
	return 0;
}
