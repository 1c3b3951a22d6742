#!/bin/sh
# Shows the main job on private servers: mails in, tickets, answers out.
# usage: demo.sh [--keep]
# Installs what is missing, builds into build-demo, runs tests/world/demo.py.
# Everything lies in one temporary folder on loopback and is gone afterwards;
# --keep leaves it running and says how to write to it with a mail client.
# Exit status 0: all was as it should be.
set -eu
cd "$(dirname "$0")/.."

case ${1:-} in
''|--keep) ;;
*) echo "usage: demo.sh [--keep]" >&2; exit 64 ;;
esac

sh contrib/packages.sh test
build=${BUILD:-build-demo}
echo "building …"
quietly() {
	said=$("$@" 2>&1) || { echo "$said"; exit 1; }
}
[ -d "$build" ] || quietly meson setup "$build"
quietly ninja -C "$build" daemon/docketd daemon/docketctl
DOCKET_BUILD=$(pwd)/$build
export DOCKET_BUILD
exec /usr/bin/python3 tests/world/demo.py "$@"
