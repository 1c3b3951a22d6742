/*
 * compliancecsv: a report of how promises were kept, as CSV (RFC 4180), in UTF-8; what a spreadsheet
 * would reckon stands behind a '.
 */
#ifndef DAEMON_REPORT_COMPLIANCECSV_H
#define DAEMON_REPORT_COMPLIANCECSV_H

#include "daemon/report/compliance.h"

struct str	compliance_csv(const struct compliance *);

#endif
