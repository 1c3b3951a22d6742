#!/bin/sh
# Installs the Debian 12 packages that docket needs.
# usage: packages.sh [build|test|browser]    (each includes the ones before; default: build)
# As root, or by sudo.  Does nothing, and needs no network, when all are there.
set -eu

build='build-essential meson ninja-build pkg-config
	libgmime-3.0-dev libetpan-dev libcurl4-gnutls-dev libgnutls28-dev libidn2-dev nettle-dev zlib1g-dev
	libpq-dev libpcre2-dev libconfig-dev libgumbo-dev libical-dev libseccomp-dev
	libsystemd-dev libjansson-dev libmd4c-dev ca-certificates'
test='postgresql-15 postgresql-client-15 dovecot-imapd dovecot-lmtpd openssl
	python3 python3-pytest python3-aiosmtpd python3-psycopg2 nginx-light
	clang libclang-rt-14-dev'
browser='chromium chromium-driver python3-selenium'

case ${1:-build} in
build) want=$build ;;
test) want="$build $test" ;;
browser) want="$build $test $browser" ;;
*) echo "usage: packages.sh [build|test|browser]" >&2; exit 64 ;;
esac

missing=
for p in $want; do
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' ||
	    missing="$missing $p"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
	sudo=
elif command -v sudo >/dev/null; then
	sudo=sudo
else
	echo "packages.sh: these packages are missing; install them as root:$missing" >&2
	exit 1
fi
echo "installing:$missing" >&2
# A package's own servers are not wanted: the tests start theirs.
$sudo env DEBIAN_FRONTEND=noninteractive sh -eu <<EOT
apt-get update -q
apt-get install -q -y --no-install-recommends $missing
EOT
