#!/bin/sh
# Prints what the machine's console has said since it was switched on.
set -eu
cd "${OWN_MACHINE:-$(cd "$(dirname "$0")" && pwd)/../build}"
[ ! -e console.txt ] || exec cat console.txt
