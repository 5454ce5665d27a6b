#!/bin/sh
# unpack-kernel.sh VMLINUZ: prints the ELF file that is packed in it. Where it lies stands in the
# x86 setup header (Documentation/x86/boot.rst: setup_sects, payload_offset, payload_length).
set -eu
number() { od -A n -t "u$2" -j "$1" -N "$2" "$vmlinuz" | tr -d ' '; }
vmlinuz=$1
start=$((($(number 497 1) + 1) * 512 + $(number 584 4)))
length=$(($(number 588 4) - 4)) # the last four bytes hold the unpacked size
payload() { tail -c +$((start + 1)) "$vmlinuz" | head -c $length; }
case $(payload | head -c 4 | od -A n -t x1 | tr -d ' ') in
  02214c18) payload | lz4 -q -d -c ;;
  28b52ffd) payload | zstd -q -d -c ;;
  fd377a58) payload | xz -d -c ;;
  1f8b*) payload | gzip -d -c ;;
  *) exit 1 ;;
esac
