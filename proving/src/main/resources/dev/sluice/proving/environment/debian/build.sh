#!/bin/sh
# build.sh: makes a Debian system of packages. Runs as root of a mount and process namespace of its
# own (an ordinary user's is a user namespace too), so that nothing of it outlives a kill.
#
# reads, from the environment:
#   KIND       bios, uefi or root
#   SUITE      bullseye, bookworm, trixie
#   PACKAGES   asked for, separated by spaces
#   DISK_MIB   size of the disk
#   LOCALE, TIME_ZONE   empty for C.UTF-8 and UTC
#   PARTS      folder of this script and of customize.sh, guest.conf, ...
#   FILES      folder to copy over the system
#   RUN        script to run in it, or empty
#   MIRROR     of the archive
#   DOWNLOADS  folder of this suite that is kept: package lists, packages
#   OUT        folder that exists and gets the result
#   ROOM       "memory" to build in memory, else a folder
# writes OUT/stage (what is being done) and, when it cannot go on, OUT/refusal (a sentence)
# shellcheck disable=SC2086 # lists of packages are meant to be split
# shellcheck disable=SC2016 # hooks and formats are expanded elsewhere
set -eu
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin" DEBIAN_FRONTEND=noninteractive
umask 022

stage() { echo "$*" > "$OUT/stage"; }
refuse() { echo "$*" > "$OUT/refusal"; exit 1; }

KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
for needed in mmdebstrap:mmdebstrap apt-get:apt mke2fs:e2fsprogs $(
  [ "$KIND" != uefi ] || echo sfdisk:fdisk mkfs.vfat:dosfstools mcopy:mtools); do
  command -v "${needed%:*}" > /dev/null ||
    refuse "a Debian system is made with ${needed%:*}, which is not on this machine: apt-get install ${needed#*:}"
done
[ -r "$KEYRING" ] ||
  refuse "Debian's signing keys are not on this machine: apt-get install debian-archive-keyring"

# shellcheck disable=SC2153 # ROOM is given, room is where
if [ "$ROOM" = memory ]; then
  room=$OUT/room
  mkdir "$room"
  mount -t tmpfs -o mode=755,size=90% tmpfs "$room"
else
  room=$ROOM
fi
root=$room/root
mkdir "$root"

# bookworm wants a word for it that /usr is one.
system=
[ "$SUITE" != bookworm ] || system=usr-is-merged
# What every machine has: the init system with its bus and devices, the channel to the prover, its
# kernel, and the note that a program dumped core. Libraries of the sandbox need none of it.
if [ "$KIND" != root ]; then
  system="$system systemd systemd-sysv dbus udev kmod e2fsprogs qemu-guest-agent systemd-coredump linux-image-cloud-amd64"
  case $SUITE in
    bullseye | bookworm) system="$system lz4" ;; # what its kernel is packed with
    *) system="$system zstd" ;;
  esac
  case $KIND.$SUITE in
    bios.* | uefi.bullseye) ;;
    *) system="$system systemd-boot-efi" ;;
  esac
fi
[ -z "$LOCALE" ] || system="$system locales"
[ -z "$TIME_ZONE" ] || system="$system tzdata"

# The package lists: fetched into a cache of our own, so that a host without a network still builds
# what it has built before. apt checks their signature before they get there.
stage "fetching the package lists"
exec 9> "$DOWNLOADS/lock"
flock 9
mkdir -p "$DOWNLOADS/lists/partial" "$DOWNLOADS/archives/partial" "$room/apt"
: > "$DOWNLOADS/status"
source="deb [signed-by=$KEYRING] $MIRROR $SUITE main"
echo "$source" > "$room/apt/sources.list"
# It would bring perl along, only to merge what is merged from the start.
printf 'Package: usrmerge\nPin: release *\nPin-Priority: -1\n' > "$room/apt/preferences"
cat > "$room/apt/apt.conf" << CONF
Dir::Etc::parts "$room/apt/none";
Dir::Etc::sourcelist "$room/apt/sources.list";
Dir::Etc::sourceparts "$room/apt/none";
Dir::Etc::preferences "$room/apt/preferences";
Dir::Etc::preferencesparts "$room/apt/none";
Dir::Etc::trusted "$room/apt/none";
Dir::Etc::trustedparts "$room/apt/none";
Dir::State "$DOWNLOADS";
Dir::State::lists "$DOWNLOADS/lists";
Dir::State::status "$DOWNLOADS/status";
Dir::Cache "$room/apt/cache";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
APT::Architecture "amd64";
APT::Architectures "";
APT::Sandbox::User "root";
APT::Update::Error-Mode "any";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
CONF
# This host's way to the mirror, and nothing else of its apt.
apt-config dump 2> /dev/null | grep -i '^Acquire::.*prox' >> "$room/apt/apt.conf" || true
mkdir -p "$room/apt/cache/archives/partial" "$room/apt/none"
if ! APT_CONFIG=$room/apt/apt.conf apt-get -q update > "$room/apt/log" 2>&1; then
  cat "$room/apt/log"
  if grep -q "signature\|NO_PUBKEY\|EXPKEYSIG" "$room/apt/log"; then
    refuse "the package lists of Debian $SUITE at $MIRROR are not signed by a key that is trusted here: apt-get install debian-archive-keyring, or another mirror in SLUICE_DEBIAN_MIRROR"
  fi
  for list in "$DOWNLOADS"/lists/*_Packages; do
    [ -e "$list" ] ||
      refuse "the package lists of Debian $SUITE could not be fetched from $MIRROR ($(grep '^[EW]: ' "$room/apt/log" | head -n 1 | cut -c 4-)), and there are none from earlier: let this machine reach it, or name a mirror in SLUICE_DEBIAN_MIRROR"
  done
  echo "the mirror is out of reach: the package lists of $(date -u -r "$list" +%Y-%m-%d) are used"
fi

# The packages: fetched by the same apt, which checks each against the signed lists. Those already in
# the cache it would trust by their size, so they are checked here.
stage "fetching packages"
required=$(awk '/^Package: /{name = $2} /^(Essential: yes|Priority: required)$/{print name}' \
  "$DOWNLOADS"/lists/*_Packages | sort -u)
fetch() { # fetch OPTION...
  APT_CONFIG=$room/apt/apt.conf apt-get -q -y --no-install-recommends "$@" \
    install $required apt $system $PACKAGES > "$room/apt/out" 2> "$room/apt/log" && return
  cat "$room/apt/log"
  said=$(grep '^E: ' "$room/apt/log" | head -n 1 | cut -c 4-)
  absent=$(sed -n 's/^E: Unable to locate package //p
    s/^E: Package .\(.*\). has no installation candidate/\1/p
    s/^E: Couldn.t find any package by .* .\(.*\).$/\1/p' "$room/apt/log" | sort -u | tr '\n' ' ')
  [ -z "$absent" ] ||
    refuse "Debian $SUITE has no package ${absent% } in its main archive: correct packages or neighbours in the recipe"
  ! grep -q '^E: Failed to fetch\|^E: Unable to fetch' "$room/apt/log" ||
    refuse "packages of Debian $SUITE could not be fetched from $MIRROR ($said): let this machine reach it, or name a mirror in SLUICE_DEBIAN_MIRROR"
  ! grep -q 'unmet dependencies' "$room/apt/log" "$room/apt/out" ||
    refuse "these packages cannot be installed together in Debian $SUITE ($(grep -h ' : ' "$room/apt/log" "$room/apt/out" | head -n 1 | sed 's/^ *//')): correct packages or neighbours in the recipe"
  refuse "packages of Debian $SUITE could not be fetched: $said"
}
# Without ForceHash it names MD5, for the sake of old programs.
fetch --print-uris -o Acquire::ForceHash=sha256
sed -n "s/^'[^']*' \([^ ]*\) [0-9]* SHA256:\([0-9a-f]*\)$/\2  \1/p" "$room/apt/out" > "$room/apt/debs"
[ -s "$room/apt/debs" ] || refuse "apt-get --print-uris of this machine names no digests: its apt is too old"
missing() { (cd "$DOWNLOADS/archives" && sha256sum --check --quiet "$room/apt/debs" 2> /dev/null | sed -n 's/: FAILED.*//p'); }
for deb in $(missing); do
  rm -f "$DOWNLOADS/archives/$deb"
  touch "$room/apt/some-are-missing"
done
if [ -e "$room/apt/some-are-missing" ]; then
  fetch -o Dir::Cache::archives="$DOWNLOADS/archives" --download-only
  [ -z "$(missing)" ] || refuse "packages of Debian $SUITE changed while they were fetched: try again"
fi
flock -u 9

# In the tree, what the packages' own scripts are to find from the start.
mkdir -p "$root/var/cache/apt/archives" "$root/var/lib/apt/lists/partial" "$root/etc/dpkg/dpkg.cfg.d"
cp -l "$DOWNLOADS"/lists/*_* "$root/var/lib/apt/lists/" 2> /dev/null ||
  cp "$DOWNLOADS"/lists/*_* "$root/var/lib/apt/lists/"
while read -r _ deb; do
  cp -l "$DOWNLOADS/archives/$deb" "$root/var/cache/apt/archives/" 2> /dev/null ||
    cp "$DOWNLOADS/archives/$deb" "$root/var/cache/apt/archives/"
done < "$room/apt/debs"
{
  for what in doc man info locale lintian; do
    echo "path-exclude=/usr/share/$what/*"
  done
  [ -z "$LOCALE" ] || for name in "${LOCALE%%[_.@]*}" "${LOCALE%%.*}"; do
    echo "path-include=/usr/share/locale/$name/*"
  done
  echo "path-include=/usr/share/locale/locale.alias"
  echo "path-include=/usr/share/doc/*/copyright"
  # What is half written when the power fails is thrown away anyway.
  echo force-unsafe-io
} > "$room/dpkg.conf"

stage "unpacking the base system"
# Installed systems of these suites have one /usr; packages alone make one only later on.
case $SUITE in
  bullseye | bookworm)
    for folder in bin sbin lib lib64; do
      mkdir -p "$root/usr/$folder"
      ln -s "usr/$folder" "$root/$folder"
    done
    mkdir -p "$root/etc/apt/preferences.d"
    cp "$room/apt/preferences" "$root/etc/apt/preferences.d/sluice"
    ;;
esac
export room KIND SUITE LOCALE TIME_ZONE FILES RUN OUT PARTS DOWNLOADS
# INITRD: the initramfs is made once, at the end, and not by each package that has a part in it.
if ! INITRD=No mmdebstrap --mode=root --variant=minbase --format=directory --architectures=amd64 \
  --keyring="$KEYRING" --skip=update,essential/unlink,check/empty \
  --aptopt='APT::Install-Recommends "false"' --aptopt='APT::Keep-Downloaded-Packages "true"' \
  --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "2"' \
  --aptopt='Acquire::http::Timeout "20"' \
  --extract-hook='cp "$room/dpkg.conf" "$1/etc/dpkg/dpkg.cfg.d/sluice"' \
  --essential-hook='echo "installing packages" > "$OUT/stage"' \
  --customize-hook='sh "$PARTS/customize.sh" "$1"' \
  --include="$system $PACKAGES" \
  "$SUITE" "$root" "$source" > "$room/log" 2>&1; then
  cat "$room/log"
  [ ! -e "$OUT/refusal" ] || exit 1
  ! grep -q 'No space left on device' "$room/log" ||
    refuse "the disk or the memory of this machine was full while Debian $SUITE was made in $room: make room there"
  refuse "mmdebstrap could not make Debian $SUITE: $(grep '^dpkg: error\|^E: ' "$room/log" | head -n 1 | cut -c 1-200)"
fi
cat "$room/log"

chroot "$root" dpkg-query -W -f '${Package} ${Version}\n' > "$OUT/packages"

if [ "$KIND" = root ]; then
  stage "keeping the tree"
  rm -rf "${root:?}"/dev/* "${root:?}"/boot
  # All files belong to who builds: the sandbox has one user, and the cache can be pruned by rm.
  mkdir "$OUT/root"
  tar -C "$root" --one-file-system -cf - . | tar -C "$OUT/root" --no-same-owner -xpf -
  chmod -R u+rwX,go-w,a-s "$OUT/root"
  (cd "$OUT/root" && find . -type f -print0 | sort -z | xargs -0 -r sha256sum &&
    find . -printf '%p %m %l\n' | sort) | sha256sum | cut -d ' ' -f 1 > "$OUT/tree-digest"
  rm -f "$OUT/stage"
  exit 0
fi

stage "writing the disk"
# The kernel brings its own; what an ordinary user may make differs from what root may.
rm -rf "${root:?}"/dev/*
boot=$root/boot
release=$(ls "$root/lib/modules")
kernel=$boot/vmlinuz-$release
initrd=$boot/initrd.img-$release
parameters="console=ttyS0 quiet cryptomgr.notests oops=panic panic=-1 net.ifnames=0 systemd.show_status=error"

# filesystem FILE MEBIBYTES OFFSET-IN-BYTES
filesystem() {
  used=$(du -sm --apparent-size "$root" | cut -f 1)
  mke2fs -q -F -t ext4 -L root -m 0 -E "lazy_itable_init=0,offset=$3" -d "$root" "$1" "$2M" > "$room/mke2fs" 2>&1 || {
    cat "$room/mke2fs"
    ! grep -q 'No space left on device' "$room/mke2fs" || [ "$(df -m --output=avail "$OUT" | tail -n 1)" -gt 16 ] ||
      refuse "the file system of $OUT was full while the disk was written: make room there"
    refuse "a disk of $DISK_MIB MiB is too small for this system of $used MiB: set disk to $((used * 13 / 10 + 128)) MiB or more"
  }
}

case $KIND in
  bios)
    # Unpacked, the kernel starts at once; packed, it would unpack itself inside the guest.
    mv "$OUT/vmlinux" "$OUT/kernel"
    # Unpacked too. trixie's begins with an archive that is not packed, of modules that are.
    packed=$(grep -abo -P '\x1f\x8b\x08' "$initrd" | cut -d : -f 1 | while read -r place; do
      ! tail -c +$((place + 1)) "$initrd" | gzip -t 2> /dev/null || { echo "$place" && break; }
    done)
    head -c "${packed:-$(stat -c %s "$initrd")}" "$initrd" > "$OUT/initrd"
    [ -z "$packed" ] || tail -c +$((packed + 1)) "$initrd" | gzip -dc >> "$OUT/initrd"
    rm -f "$initrd"
    echo "$parameters root=/dev/vda rw rootflags=noatime,noinit_itable" > "$OUT/cmdline"
    filesystem "$OUT/disk.img" "$DISK_MIB" 0
    ;;
  uefi)
    # A GPT, a boot partition with systemd's loader, kernel and initramfs, and the system. All of it
    # is written into files: nothing is mounted.
    parameters="$parameters root=/dev/vda2 rw rootflags=noatime,noinit_itable"
    echo "$parameters" > "$OUT/cmdline"
    esp=$room/esp.img
    truncate -s 64M "$esp"
    mkfs.vfat -n ESP "$esp"
    mmd -i "$esp" ::EFI ::EFI/BOOT ::loader ::loader/entries
    mcopy -i "$esp" "$root/usr/lib/systemd/boot/efi/systemd-bootx64.efi" ::EFI/BOOT/BOOTX64.EFI
    mcopy -i "$esp" "$kernel" ::vmlinuz
    mcopy -i "$esp" "$initrd" ::initrd.img
    printf 'timeout 0\ndefault sluice.conf\n' > "$room/loader.conf"
    mcopy -i "$esp" "$room/loader.conf" ::loader/loader.conf
    printf 'title Debian\nlinux /vmlinuz\ninitrd /initrd.img\noptions %s\n' "$parameters" > "$room/entry.conf"
    mcopy -i "$esp" "$room/entry.conf" ::loader/entries/sluice.conf
    cp "$kernel" "$OUT/kernel"
    rm -f "$initrd"
    truncate -s "${DISK_MIB}M" "$OUT/disk.img"
    printf 'label: gpt\nstart=1MiB, size=64MiB, type=U\nstart=65MiB, type=L\n' | sfdisk -q "$OUT/disk.img"
    dd if="$esp" of="$OUT/disk.img" bs=1M seek=1 conv=notrunc,sparse status=none
    # The backup of the table takes the last part of the disk.
    filesystem "$OUT/disk.img" $((DISK_MIB - 66)) $((65 * 1024 * 1024))
    ;;
esac
rm -f "$OUT/stage"
