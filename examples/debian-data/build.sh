#!/bin/sh
# build.sh DATA: makes the releases of tzdata, ca-certificates, publicsuffix or geoip-database that are absent
# in build/, one file each, from the packages in the main suites of Debian 11, 12 and 13. The packages are
# known by SHA-256 (packages.txt) and kept in ${SLUICE_DOWNLOADS:-~/.cache/sluice/downloads}.
# The same packages make the same bytes (GNU tar).
set -eu
cd "$(dirname "$0")"
export LC_ALL=C
umask 022
mirror=${SLUICE_DEBIAN_MIRROR:-http://deb.debian.org/debian}
downloads=${SLUICE_DOWNLOADS:-${XDG_CACHE_HOME:-$HOME/.cache}/sluice/downloads}/debian-data

die() {
  echo "build.sh: $*" >&2
  exit 1
}

for tool in curl dpkg-deb sha256sum tar; do
  command -v $tool > /dev/null || die "$tool is needed and was not found"
done
mkdir -p build "$downloads"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# fetch SHA256 PATH: sets $deb
fetch() {
  deb=$downloads/${2##*/}
  if [ ! -e "$deb" ]; then
    curl -fsS --retry 3 --max-time 300 --max-filesize 67108864 -o "$work/deb" "$mirror/$2" ||
      die "$mirror/$2 could not be fetched; when the archive has moved on to another version, put the package into $downloads"
    echo "$1  $work/deb" | sha256sum -c --quiet - > /dev/null 2>&1 ||
      die "$mirror/$2 does not have the SHA-256 of packages.txt"
    cp "$work/deb" "$deb.$$" && mv "$deb.$$" "$deb"
  fi
  echo "$1  $deb" | sha256sum -c --quiet - > /dev/null 2>&1 || die "$deb does not have the SHA-256 of packages.txt: remove it"
}

# What a host of that Debian has: the folder of zones without its copies posix/ and right/, links as files.
make_tzdata() {
  rm -rf "$1/usr/share/zoneinfo/posix" "$1/usr/share/zoneinfo/right" "$1/usr/share/zoneinfo/localtime" \
    "$1/usr/share/zoneinfo/posixrules"
  tar -cf "$2" --format=ustar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=go-w,a+rX \
    --dereference --hard-dereference -C "$1/usr/share/zoneinfo" .
}

# As update-ca-certificates puts them together.
make_ca_certificates() {
  for certificate in "$1"/usr/share/ca-certificates/mozilla/*.crt; do
    awk 1 "$certificate" # with a line feed at its end
  done > "$2"
}

make_publicsuffix() { cp "$1/usr/share/publicsuffix/public_suffix_list.dat" "$2"; }

make_geoip_database() { cp "$1/usr/share/GeoIP/GeoIP.dat" "$2"; }

case ${1-} in
  tzdata | ca-certificates | publicsuffix | geoip-database) ;;
  *) die "usage: build.sh tzdata|ca-certificates|publicsuffix|geoip-database" ;;
esac
while read -r data release sha256 path; do
  if [ "$data" != "$1" ] || [ -e "build/$release" ]; then
    continue
  fi
  fetch "$sha256" "$path"
  rm -rf "$work/root"
  dpkg-deb -x "$deb" "$work/root"
  "make_$(echo "$data" | tr - _)" "$work/root" "build/$release.new"
  mv "build/$release.new" "build/$release"
done < packages.txt
