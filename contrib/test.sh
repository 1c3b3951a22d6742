#!/bin/sh
# Installs what is needed, builds with ASan and UBSan, runs every suite and
# ends with one line: N passed, N failed.
# usage: test.sh [SUITE ...]     suites: unit golden fuzz model db e2e crash
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
exec /usr/bin/python3 tests/run.py "$build" "$@"
