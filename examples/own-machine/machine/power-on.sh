#!/bin/sh
# Switches the machine on. Its network is closed but for one port of this host, which leads to its
# SSH server. no_timer_check: on a busy host an emulated timer may be late for that check, and the
# kernel panics.
set -eu
cd "${OWN_MACHINE:-$(cd "$(dirname "$0")" && pwd)/../build}"
rm -f console.txt
exec qemu-system-x86_64 -M q35 -smp 1 -m 512 -nodefaults -no-user-config \
  -display none -vga std -serial file:console.txt -qmp unix:qmp,server=on,wait=off \
  -kernel vmlinuz -append "root=/dev/nvme0n1 rw console=ttyS0 quiet no_timer_check oops=panic panic=-1" \
  -drive if=none,id=disk,format=qcow2,file=disk.qcow2 -device nvme,drive=disk,serial=own-machine \
  -netdev "user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:${OWN_MACHINE_PORT:-2207}-:22" \
  -device virtio-net-pci,netdev=net,romfile= -daemonize -pidfile pid
