#!/bin/sh
# guest.sh OUT: makes a small guest from Debian 12 packages: its cloud kernel, an initramfs with
# busybox and the few modules the machine needs, and a state disk for /var/lib.
#
# writes OUT/kernel (ELF, for PVH boot), OUT/initrd, OUT/state.img, OUT/cmdline
# reads  SLUICE_GUEST_CHANNEL (the script that talks to the prover), SLUICE_DOWNLOADS (a cache)
#
# The same packages and the same files here give the same bytes.
set -eu
[ $# = 1 ] || { echo "usage: guest.sh OUT" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")"
: "${SLUICE_GUEST_CHANNEL:?must name the guest channel script}"

. ./debian.sh
command -v mke2fs > /dev/null || die "mke2fs is needed and was not found: apt-get install e2fsprogs"

debian_kernel
for module in build/sensor-*.ko; do
  [ ! -e "$module" ] || grep -q "vermagic=$kernel " "$module" ||
    die "$module was built for another kernel than $kernel: remove build/ to have it built again"
done
debian_unpack "guest-$kernel" "linux-image-$kernel" busybox-static cpio lz4 liblz4-1
export PATH="$unpacked/usr/bin:$unpacked/bin:$PATH" LD_LIBRARY_PATH="$unpacked/usr/lib/x86_64-linux-gnu"

work=$(mktemp -d "$out/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
umask 022
epoch=1700000000
uuid=5e2503a1-0000-4000-8000-000000000290

# The kernel as an ELF file boots faster than vmlinuz, which would unpack itself inside the guest.
# Where its payload lies stands in the x86 setup header.
vmlinuz=$unpacked/boot/vmlinuz-$kernel
number() { od -A n -t "u$2" -j "$1" -N "$2" "$vmlinuz" | tr -d ' '; }
start=$((($(number 0x1f1 1) + 1) * 512 + $(number 0x248 4)))
length=$(($(number 0x24c 4) - 4)) # the last four bytes hold the unpacked size
tail -c +$((start + 1)) "$vmlinuz" | head -c $length > "$work/payload"
[ "$(od -A n -t x1 -N 4 "$work/payload")" = " 02 21 4c 18" ] || die "$vmlinuz is not packed with lz4"
lz4 -q -d -c "$work/payload" > "$work/kernel"
[ "$(od -A n -t x1 -N 4 "$work/kernel")" = " 7f 45 4c 46" ] || die "$vmlinuz could not be unpacked"

# The initramfs.
root=$work/root
mkdir -p "$root/bin" "$root/etc" "$root/proc" "$root/sys" "$root/dev" "$root/run" "$root/tmp" "$root/mnt" \
  "$root/var/lib" "$root/lib/modules/$kernel"
cp "$unpacked/bin/busybox" "$root/bin/busybox"
# busybox finds its own tools through /proc: only what comes before that mount needs a name.
ln -s busybox "$root/bin/sh"
ln -s busybox "$root/bin/mount"
cp guest/init "$root/init"
cp guest/sensorctl "$root/bin/sensorctl"
cp "$SLUICE_GUEST_CHANNEL" "$root/bin/guest-channel"
chmod 755 "$root/init" "$root/bin/sensorctl" "$root/bin/guest-channel"
# The modules go in without the signature behind their ELF file: apt has checked theirs, and checking
# them again would cost an emulated machine a tenth of its boot.
drivers=$unpacked/lib/modules/$kernel/kernel/drivers
for module in misc/pvpanic/pvpanic misc/pvpanic/pvpanic-mmio virtio/virtio virtio/virtio_ring \
  virtio/virtio_pci_legacy_dev virtio/virtio_pci_modern_dev virtio/virtio_pci block/virtio_blk \
  char/virtio_console; do
  file=$drivers/$module.ko
  size=$(wc -c < "$file")
  if [ "$(tail -c 28 "$file")" = "~Module signature appended~" ]; then
    # A 12-byte note stands before that mark; it ends with the signature's length, big-endian.
    # shellcheck disable=SC2046
    set -- $(od -A n -t u1 -j $((size - 32)) -N 4 "$file")
    size=$((size - 28 - 12 - (($1 << 24) + ($2 << 16) + ($3 << 8) + $4)))
  fi
  head -c "$size" "$file" > "$root/lib/modules/$kernel/${module##*/}.ko"
done
cat > "$root/lib/modules/$kernel/modules.dep" << DEP
pvpanic.ko:
pvpanic-mmio.ko: pvpanic.ko
virtio_ring.ko:
virtio.ko: virtio_ring.ko
virtio_pci_legacy_dev.ko:
virtio_pci_modern_dev.ko:
virtio_pci.ko: virtio_pci_legacy_dev.ko virtio_pci_modern_dev.ko virtio.ko virtio_ring.ko
virtio_blk.ko: virtio.ko virtio_ring.ko
virtio_console.ko: virtio.ko virtio_ring.ko
DEP
cat > "$root/etc/fstab" << FSTAB
proc /proc proc defaults 0 0
sysfs /sys sysfs defaults 0 0
dev /dev devtmpfs defaults 0 0
tmpfs /run tmpfs defaults 0 0
tmpfs /tmp tmpfs defaults 0 0
FSTAB
find "$root" -exec touch -h -d "@$epoch" {} +
(cd "$root" && find . | sort | cpio -o -H newc -R 0:0 --reproducible --quiet) > "$work/initrd"

# The state disk of a host that has run channel 290: its sensor has that as its last known good.
mkdir -p "$work/state/sensor"
cp channels/290.bin "$work/state/sensor/channel.lkg"
find "$work/state" -exec touch -d "@$epoch" {} +
E2FSPROGS_FAKE_TIME=$epoch mke2fs -q -t ext4 -d "$work/state" -E "root_owner=0:0,hash_seed=$uuid,lazy_itable_init=0" \
  -U "$uuid" -L state -m 0 "$work/state.img" 16M > "$work/log" ||
  die "the state disk could not be made"

# no_timer_check: on a busy host an emulated timer may be late for that check, and the kernel panics.
echo "console=ttyS0 quiet cryptomgr.notests noreplace-smp no_timer_check oops=panic panic=-1" \
  > "$work/cmdline"
for file in kernel initrd state.img cmdline; do
  mv "$work/$file" "$out/$file"
done
