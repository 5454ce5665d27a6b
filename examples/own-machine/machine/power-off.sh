#!/bin/sh
# Cuts the power, and is content with a machine that is off already.
set -eu
cd "${OWN_MACHINE:-$(cd "$(dirname "$0")" && pwd)/../build}"
[ -e pid ] || exit 0
pid=$(cat pid)
# The number may be somebody else's by now.
mine() { grep -qs serial=own-machine "/proc/$pid/cmdline"; }
if mine; then
  kill -9 "$pid"
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    mine || break
    sleep 0.5
  done
  ! mine || { echo "the machine's process $pid does not end" >&2; exit 1; }
fi
rm -f pid
