#!/bin/sh
# Brings the machine, which is off, to its known state: a fresh layer over the image.
set -eu
cd "${OWN_MACHINE:-$(cd "$(dirname "$0")" && pwd)/../build}"
rm -f disk.qcow2
exec qemu-img create -q -f qcow2 -b base.qcow2 -F qcow2 disk.qcow2
