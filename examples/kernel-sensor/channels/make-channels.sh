#!/bin/sh
# make-channels.sh [DIR]: writes the channel files. A file is a header (magic, format, version, number
# of records) and records of 64 bytes: field, flags, rounds, pattern (NUL-terminated, 52 bytes).
# Numbers are little-endian, 32 bits.
set -eu
cd "${1:-$(dirname "$0")}"

number() {
  for shift in 0 8 16 24; do
    # shellcheck disable=SC2059
    printf "\\$(printf %03o $(($1 >> shift & 255)))"
  done
}

header() { printf SNSR && number 1 && number "$1" && number "$2"; } # VERSION COUNT

record() { # FIELD FLAGS ROUNDS PATTERN
  number "$1" && number "$2" && number "$3" && printf %s "$4"
  head -c $((52 - ${#4})) /dev/zero
}

# A record with this flag is looked at only when the version has been loaded before.
repeat_visit=1

good() { # VERSION RULE_3_FIELD
  header "$1" 4
  record 0 0 0 'pipe evil-c2'
  record 1 0 0 credential-dump
  record 0 $repeat_visit 0 'persist evil-c2'
  record "$2" 0 0 encrypt-all
}

good 290 2 > 290.bin
good 291 20 > 291-bad.bin # the sensor supplies fields 0 to 19
good 291 19 > 291-fixed.bin
good 292 19 > 292.bin # the fix as a server takes it: under a version of its own

# Says it has four records and ends within the second.
good 292 2 | head -c 100 > malformed.bin

{ header 292 2 && record 1 0 0 credential-dump && record 2 0 0 encrypt-all; } > blind.bin

{ header 292 3 && record 0 0 0 'pipe evil-c2' && record 1 0 0 credential-dump &&
  record 0 0 0 invoice; } > overzealous.bin

{ header 292 3 && record 0 0 0 'pipe evil-c2' && record 1 0 0 credential-dump &&
  record 0 0 3000000 encrypt-all; } > slow.bin

# The record that does the harm is armed by what the first load leaves behind.
{ header 292 3 && record 0 0 0 'pipe evil-c2' && record 1 0 0 credential-dump &&
  record 20 $repeat_visit 0 encrypt-all; } > late.bin
