/*
 * cms: the outer shell of an S/MIME body (application/pkcs7-mime, RFC 5652 in
 * BER): what kind it is, and the mail in it when it is only signed or compressed.  No
 * signature is checked here: what is in it is as true as the rest of the mail.
 */
#ifndef PARSERS_MIME_CMS_H
#define PARSERS_MIME_CMS_H

#include "parsers/base/str.h"

enum cms_kind {
	CMS_NONE,			/* another format, or broken */
	CMS_SIGNED,			/* with a content */
	CMS_COMPRESSED,			/* RFC 3274, with a content */
	CMS_ENCRYPTED,
	CMS_OTHER			/* certificates, … */
};

/*
 * *content: of CMS_SIGNED the mail, of CMS_COMPRESSED its zlib stream; borrowed
 * from `in`, or its pieces joined in `room`, which has in.n bytes and may be
 * where `in` stands.
 */
enum cms_kind	cms_read(struct str in, char *room, struct str *content);

#endif
