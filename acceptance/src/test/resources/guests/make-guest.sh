#!/bin/sh
# make-guest.sh KIND OUT [mute]: a small machine such as a user may bring, made from Debian 12 packages that
# are only unpacked. Its user land is busybox, one pretend scanner and the guest channel.
#
#   bios        OUT/disk.qcow2   amd64, MBR, syslinux
#   uefi        OUT/disk.qcow2   amd64, GPT, boots by a UEFI firmware
#   arm64-uefi  OUT/disk.qcow2   arm64, the same
#   arm64-micro OUT/kernel, initrd, state.img, cmdline   arm64, as docs/formats/guest.md says
#
# With "mute" it has no guest channel and lives on without.
#
# reads SLUICE_GUEST_CHANNEL (the channel script) and SLUICE_DOWNLOADS (a cache of packages). Needs
# apt-get, cpio, e2fsprogs, and for disks fdisk, dosfstools, mtools, qemu-utils; neither root nor a
# mount. Without a network it makes what it has made before.
set -eu
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
umask 022
die() { echo "${0##*/}: $*" >&2; exit 1; }
case $#.${3-} in
  2. | 3.mute) ;;
  *) die "usage: make-guest.sh bios|uefi|arm64-uefi|arm64-micro OUT [mute]" ;;
esac
: "${SLUICE_GUEST_CHANNEL:?must name the guest channel script}"
kind=$1
mkdir -p "$2"
out=$(cd "$2" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
tools="apt-get:apt dpkg-deb:dpkg cpio:cpio mke2fs:e2fsprogs"
case $kind in
  bios | uefi) architecture=amd64 console=ttyS0 loader=BOOTX64.EFI stub=systemd-bootx64.efi ;;
  arm64-uefi | arm64-micro) architecture=arm64 console=ttyAMA0 loader=BOOTAA64.EFI stub=systemd-bootaa64.efi ;;
  *) die "there is no kind $kind" ;;
esac
case $kind in
  arm64-micro) ;;
  *) tools="$tools sfdisk:fdisk mkfs.vfat:dosfstools mcopy:mtools qemu-img:qemu-utils" ;;
esac
for tool in $tools; do
  command -v "${tool%:*}" > /dev/null || die "${tool%:*} is needed: apt-get install ${tool#*:}"
done

work=$(mktemp -d "$out/work.XXXXXX")
trap 'rm -rf "$work"' EXIT

# Packages, also of an architecture that is not this machine's: an apt configuration of its own.
downloads=${SLUICE_DOWNLOADS:-${XDG_CACHE_HOME:-$HOME/.cache}/sluice/downloads}/guests-$architecture
mkdir -p "$downloads/lists/partial" "$downloads/cache/archives/partial" "$downloads/none"
exec 9> "$downloads/lock"
flock 9
: > "$downloads/status"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r $keyring ] || die "Debian's archive keys are missing: apt-get install debian-archive-keyring"
echo "deb [arch=$architecture signed-by=$keyring] ${SLUICE_DEBIAN_MIRROR:-http://deb.debian.org/debian} bookworm main" \
  > "$downloads/sources.list"
cat > "$downloads/apt.conf" << CONF
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear APT::Architectures;
APT::Architecture "$architecture";
APT::Architectures { "$architecture"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "3";
Dir::Etc::sourcelist "$downloads/sources.list";
Dir::Etc::sourceparts "$downloads/none";
Dir::Etc::preferencesparts "$downloads/none";
Dir::Etc::trustedparts "$downloads/none";
Dir::State "$downloads";
Dir::State::lists "$downloads/lists";
Dir::State::status "$downloads/status";
Dir::Cache "$downloads/cache";
CONF
apt() {
  program=$1
  shift
  "$program" -q -q -c "$downloads/apt.conf" "$@"
}
unpack() { # unpack PACKAGE...: into $unpacked
  for package in "$@"; do
    tree=$downloads/trees/$package
    if [ ! -e "$tree.done" ]; then
      [ -e "$downloads/updated" ] || { apt apt-get -o APT::Update::Error-Mode=any update >&2 && : > "$downloads/updated"; } ||
        die "the package lists of Debian 12 could not be read"
      rm -rf "$tree" "$work/debs"
      mkdir -p "$tree" "$work/debs"
      (cd "$work/debs" && apt apt-get download "$package" >&2) || die "$package could not be fetched"
      dpkg-deb -x "$work"/debs/*.deb "$tree"
      rm -rf "$work/debs"
      : > "$tree.done"
    fi
  done
}
if [ ! -e "$downloads/kernel" ]; then
  apt apt-get -o APT::Update::Error-Mode=any update >&2 || die "the package lists of Debian 12 could not be read"
  : > "$downloads/updated"
  apt apt-cache depends "linux-image-cloud-$architecture" |
    sed -n 's/^ *Depends: linux-image-\([0-9].*\)/\1/p' | head -n 1 > "$work/kernel"
  [ -s "$work/kernel" ] || die "Debian 12 has no cloud kernel for $architecture"
  mv "$work/kernel" "$downloads/kernel"
fi
release=$(cat "$downloads/kernel")
unpack "linux-image-$release" busybox-static
case $kind in
  bios) unpack syslinux syslinux-common ;;
  *uefi) unpack systemd-boot-efi ;;
esac
trees=$downloads/trees
kernel=$trees/linux-image-$release/boot/vmlinuz-$release

# The initramfs: modules in the order in which they need each other; those a kernel has built in are
# not there to be copied.
root=$work/root
mkdir -p "$root/bin" "$root/modules" "$root/proc" "$root/sys" "$root/dev" "$root/run" "$root/tmp" \
  "$root/etc" "$root/var/lib"
cp "$trees/busybox-static/bin/busybox" "$root/bin/busybox"
for name in sh mount; do ln -s busybox "$root/bin/$name"; done
cp "$here/init" "$root/init"
cp "$here/scanner" "$root/bin/scanner"
cp "$SLUICE_GUEST_CHANNEL" "$root/bin/guest-channel"
[ -z "${3-}" ] || printf '#!/bin/sh\nexec sleep 100000\n' > "$root/bin/guest-channel"
chmod 755 "$root/init" "$root/bin/scanner" "$root/bin/guest-channel"
for module in pvpanic pvpanic-mmio pvpanic-pci virtio virtio_ring virtio_pci_legacy_dev \
  virtio_pci_modern_dev virtio_pci virtio_blk virtio_console crc16 crc32c_generic libcrc32c mbcache \
  jbd2 ext4; do
  file=$(find "$trees/linux-image-$release/lib/modules" -name "$module.ko" | head -n 1)
  [ -z "$file" ] || {
    cp "$file" "$root/modules/"
    echo "$module" >> "$root/modules/order"
  }
done
case $kind in
  bios | *uefi) state=/dev/vda2 ;;
  *) state=/dev/vda ;;
esac
echo "$state" > "$root/etc/state"
(cd "$root" && find . | sort | cpio -o -H newc -R 0:0 --quiet) > "$work/initrd"

# The disk that persists, with the application as a host has it.
mkdir -p "$work/state/scanner"
printf 'version 1\nEICAR\n' > "$work/state/scanner/rules"
echo 1.0 > "$work/state/scanner/version"
mke2fs -q -t ext4 -E root_owner=0:0,lazy_itable_init=0 -L state -m 0 -d "$work/state" "$work/state.img" 32M

# The last one is /dev/console; the display shows what the kernel says, as most machines' do.
[ $kind != bios ] || console="tty0 console=$console"
parameters="console=$console quiet cryptomgr.notests oops=panic panic=-1"
if [ "$kind" = arm64-micro ]; then
  cp "$kernel" "$out/kernel"
  mv "$work/initrd" "$out/initrd"
  mv "$work/state.img" "$out/state.img"
  echo "$parameters" > "$out/cmdline"
  exit 0
fi

# A disk of two partitions: FAT with what boots, and the state.
truncate -s 64M "$work/boot.img"
mkfs.vfat -n BOOT "$work/boot.img" > /dev/null
mcopy -i "$work/boot.img" "$kernel" ::vmlinuz
mcopy -i "$work/boot.img" "$work/initrd" ::initrd.img
truncate -s 98M "$work/disk.raw"
case $kind in
  bios)
    printf 'label: dos\nstart=1MiB, size=64MiB, type=c, bootable\nstart=65MiB, size=32MiB, type=83\n' |
      sfdisk -q "$work/disk.raw"
    printf 'DEFAULT linux\nPROMPT 0\nTIMEOUT 1\nSERIAL 0 115200\nLABEL linux\n LINUX /vmlinuz\n INITRD /initrd.img\n APPEND %s\n' \
      "$parameters" > "$work/syslinux.cfg"
    mcopy -i "$work/boot.img" "$work/syslinux.cfg" ::syslinux.cfg
    ;;
  *uefi)
    printf 'label: gpt\nstart=1MiB, size=64MiB, type=U\nstart=65MiB, size=32MiB, type=L\n' |
      sfdisk -q "$work/disk.raw"
    printf 'timeout 0\ndefault linux.conf\n' > "$work/loader.conf"
    printf 'title Linux\nlinux /vmlinuz\ninitrd /initrd.img\noptions %s\n' "$parameters" > "$work/linux.conf"
    mmd -i "$work/boot.img" ::EFI ::EFI/BOOT ::loader ::loader/entries
    mcopy -i "$work/boot.img" "$trees/systemd-boot-efi/usr/lib/systemd/boot/efi/$stub" "::EFI/BOOT/$loader"
    mcopy -i "$work/boot.img" "$work/loader.conf" ::loader/loader.conf
    mcopy -i "$work/boot.img" "$work/linux.conf" ::loader/entries/linux.conf
    ;;
esac
dd if="$work/boot.img" of="$work/disk.raw" bs=1M seek=1 conv=notrunc status=none
dd if="$work/state.img" of="$work/disk.raw" bs=1M seek=65 conv=notrunc status=none
if [ "$kind" = bios ]; then
  dd if="$trees/syslinux-common/usr/lib/syslinux/mbr/mbr.bin" of="$work/disk.raw" bs=440 count=1 conv=notrunc status=none
  # It puts its files into the file system by mtools, at the partition's place in the file.
  "$trees/syslinux/usr/bin/syslinux" --install --offset $((1024 * 1024)) "$work/disk.raw"
fi
qemu-img convert -O qcow2 "$work/disk.raw" "$work/disk.qcow2"
mv "$work/disk.qcow2" "$out/disk.qcow2"
