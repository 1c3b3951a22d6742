#!/bin/sh
# Installs what is needed, builds with ASan and UBSan, runs every suite and
# ends with one line: N passed, N failed.
# usage: test.sh [--browser] [SUITE ...]     suites: unit golden fuzz model db e2e crash
# --browser looks at mails in Chromium, too (suite browser).
# CC=clang builds with clang; DOCKET_KILLS sets how many kills suite crash does.
set -eu
cd "$(dirname "$0")/.."

sh contrib/packages.sh test
build=${BUILD:-build-test}
CC=${CC:-gcc}
export CC
[ -d "$build" ] || meson setup "$build" -Db_sanitize=address,undefined \
    -Db_lundef=false -Dwerror=true
ninja -C "$build"
if [ "${1:-}" = --browser ]; then
	shift
	[ $# -gt 0 ] || set -- unit golden fuzz model db e2e crash
	sh contrib/browser.sh "$build"
	exec /usr/bin/python3 tests/run.py "$build" "$@" browser
fi
echo 'the browser tests are skipped: --browser runs them'
exec /usr/bin/python3 tests/run.py "$build" "$@"
