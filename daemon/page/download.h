/* download: how files of strangers go out: to be kept, never shown. */
#ifndef DAEMON_PAGE_DOWNLOAD_H
#define DAEMON_PAGE_DOWNLOAD_H

#include "parsers/base/str.h"

/* Content-Disposition (RFC 6266) with its name twice: in ASCII, and as it is (RFC 8187). */
struct str	download_disposition(struct arena *, struct str name);
/* Its type where no browser makes anything of it, else application/octet-stream. */
struct str	download_type(struct arena *, struct str type);

#endif
