#!/bin/sh
# make.sh: makes the known-bad releases beside it from releases in ../build, which `../build.sh DATA` makes.
set -eu
cd "$(dirname "$0")"
export LC_ALL=C
umask 022
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The zones that are asked about, and one of them cut in the middle.
zones='./America/New_York ./America/Santiago ./Asia/Kolkata ./Europe/London ./Europe/Zurich ./Pacific/Chatham ./zone.tab'
# shellcheck disable=SC2086 # a list
tar -xf ../build/tzdata-2026b.tar -C "$work" $zones
truncate -s $(($(wc -c < "$work/Europe/Zurich") / 2)) "$work/Europe/Zurich"
# shellcheck disable=SC2086
tar -cf tzdata-cut-zone.tar --format=ustar --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=644 -C "$work" $zones

# Two roots, and neither is the one that the signer's certificate goes back to.
awk '/BEGIN CERT/ { n++ } n > 2 { exit } { print }' ../build/ca-certificates-20230311.crt > ca-certificates-without-root.crt

# The comments at its head, and not one rule.
head -n 10 ../build/publicsuffix-20230209.2326.dat > publicsuffix-emptied.dat

head -c 20000 ../build/geoip-database-20191224.dat > geoip-database-cut.dat
