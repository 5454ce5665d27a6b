#!/bin/sh
# Writes what the machine's display shows to $1, a PNG.
set -eu
cd "${OWN_MACHINE:-$(cd "$(dirname "$0")" && pwd)/../build}"
case $1 in *[\"\\]*) echo "a path with quotes or backslashes cannot be handed to QEMU" >&2; exit 1 ;; esac
exec perl -MIO::Socket::UNIX -e '
  alarm 10;
  my $qmp = IO::Socket::UNIX->new(Peer => "qmp") or die "the machine is off\n";
  print $qmp qq({"execute":"qmp_capabilities"}\n);
  print $qmp qq({"execute":"screendump","arguments":{"filename":"$ARGV[0]","format":"png"}}\n);
  $qmp->flush;
  my $answers = 0;
  while (<$qmp>) {
    die "QEMU says: $_" if /"error"/;
    exit 0 if /"return"/ && ++$answers == 2;
  }' "$1"
