#!/bin/sh
# Installs what the browser tests need: Chromium, its driver and Selenium from Debian, and
# axe-core of one version from npm, when npm is there; it is kept in the build folder.
# usage: browser.sh BUILD
set -eu

version=4.10.2
want=sha512-RE3mdQ7P3FRSe7eqCWoeQ/Z9QXrtniSjp1wUjt5nRC3WIpz5rSCve6o3fsZ2aCpJtrZjSZgjwXAoTO5k4tEI0w==
build=$1

sh "$(dirname "$0")/packages.sh" browser
[ ! -f "$build/axe.min.js" ] || exit 0
if ! command -v npm >/dev/null; then
	echo 'browser.sh: npm is not there: axe-core is left out' >&2
	exit 0
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
if ! (cd "$tmp" && npm pack --silent "axe-core@$version" >/dev/null); then
	echo 'browser.sh: npm did not give axe-core: it is left out' >&2
	exit 0
fi
got=sha512-$(openssl dgst -sha512 -binary "$tmp/axe-core-$version.tgz" | openssl base64 -A)
if [ "$got" != "$want" ]; then
	echo "browser.sh: axe-core $version is not the one that is known: $got" >&2
	exit 1
fi
tar -xzf "$tmp/axe-core-$version.tgz" -C "$tmp" package/axe.min.js
mv "$tmp/package/axe.min.js" "$build/axe.min.js"
