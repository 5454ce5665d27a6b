#!/bin/sh
# customize.sh ROOT: a hook of mmdebstrap, after all packages are installed and before apt's caches
# are cleared away. What makes the new system the recipe's machine.
set -eu
root=$1
: "${room:?}"
refuse() { echo "$*" > "$OUT/refusal"; exit 1; }
put() { # put MODE FILE: writes standard input there
  mkdir -p "$root${2%/*}"
  rm -f "$root$2"
  cat > "$root$2"
  chmod "$1" "$root$2"
}

echo "settling the system" > "$OUT/stage"
rm -f "$root"/var/cache/apt/archives/*.deb

if [ -n "$LOCALE" ]; then
  entry=$(grep -m 1 "^$LOCALE " "$root/usr/share/i18n/SUPPORTED") ||
    refuse "Debian $SUITE has no locale $LOCALE: /usr/share/i18n/SUPPORTED lists those it has, such as tr_TR.UTF-8"
  echo "$entry" | put 644 /etc/locale.gen
  chroot "$root" locale-gen
fi
echo "LANG=${LOCALE:-C.UTF-8}" | put 644 /etc/default/locale
echo "LANG=${LOCALE:-C.UTF-8}" | put 644 /etc/locale.conf
if [ -n "$TIME_ZONE" ]; then
  [ -f "$root/usr/share/zoneinfo/$TIME_ZONE" ] ||
    refuse "Debian $SUITE has no time zone $TIME_ZONE: name one as in /usr/share/zoneinfo, such as Asia/Kolkata (tzdata-legacy in packages brings the old names)"
  ln -sf "/usr/share/zoneinfo/$TIME_ZONE" "$root/etc/localtime"
fi
echo "${TIME_ZONE:-Etc/UTC}" | put 644 /etc/timezone
echo sluice | put 644 /etc/hostname
printf '127.0.0.1 localhost\n127.0.1.1 sluice\n' | put 644 /etc/hosts
: | put 644 /etc/resolv.conf

if [ "$KIND" != root ]; then
  case $KIND in
    bios) disk=/dev/vda ;;
    uefi) disk=/dev/vda2 ;;
  esac
  echo "$disk / ext4 noatime,noinit_itable 0 0" | put 644 /etc/fstab
  put 644 /etc/systemd/system.conf.d/sluice.conf < "$PARTS/system.conf"
  put 644 /etc/systemd/journald.conf.d/sluice.conf < "$PARTS/journald.conf"
  put 644 /etc/modprobe.d/sluice.conf < "$PARTS/modprobe.conf"
  put 644 /etc/systemd/coredump.conf.d/sluice.conf < "$PARTS/coredump.conf"
  put 644 /etc/systemd/system/sluice-booted.service < "$PARTS/sluice-booted.service"
  put 644 /etc/systemd/network/sluice.network < "$PARTS/sluice.network"
  put 644 /etc/udev/rules.d/80-sluice.rules < "$PARTS/sluice.rules"
  mkdir -p "$root/var/log/journal" "$root/etc/systemd/system/multi-user.target.wants"
  ln -sf ../sluice-booted.service "$root/etc/systemd/system/multi-user.target.wants/"
  # Nobody logs in, nothing is reached, and the disk is thrown away: what would wait for a network,
  # ask for a name or tidy up at its own hour only blurs what the candidate does.
  while read -r unit; do
    case $unit in
      '' | '#'*) ;;
      *) ln -sf /dev/null "$root/etc/systemd/system/$unit" ;;
    esac
  done < "$PARTS/masked"
  while read -r generator; do
    case $generator in
      '' | '#'*) ;;
      *)
        mkdir -p "$root/etc/systemd/system-generators"
        ln -sf /dev/null "$root/etc/systemd/system-generators/$generator"
        ;;
    esac
  done < "$PARTS/generators"
  put 644 /etc/systemd/system/systemd-udev-trigger.service.d/sluice.conf < "$PARTS/udev-trigger.conf"
fi

if [ -n "$(ls -A "$FILES")" ]; then
  # Inside, so that a link such as /var/run cannot lead out of the tree.
  tar -C "$FILES" --owner=0 --group=0 --numeric-owner -cf - . |
    chroot "$root" tar -C / --keep-directory-symlink --no-overwrite-dir -xpf -
fi
if [ -n "$RUN" ]; then
  echo "running the recipe's script" > "$OUT/stage"
  cp "$RUN" "$root/tmp/sluice-run"
  status=0
  unshare -n chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root LANG="${LOCALE:-C.UTF-8}" SLUICE_BUILD=1 \
    sh /tmp/sluice-run > "$room/run.log" 2>&1 < /dev/null || status=$?
  cat "$room/run.log"
  [ $status = 0 ] ||
    refuse "the recipe's script run ended with status $status in the new system: $(grep -v '^[[:space:]]*$' "$room/run.log" | tail -n 1 | cut -c 1-300)"
  rm -f "$root/tmp/sluice-run"
fi

if [ "$KIND" != root ]; then
  release=$(ls "$root/lib/modules")
  put 644 /etc/initramfs-tools/conf.d/sluice < "$PARTS/initramfs.conf"
  put 644 /etc/initramfs-tools/modules < "$PARTS/initramfs.modules"
  put 755 /etc/initramfs-tools/scripts/init-top/udev < "$PARTS/initramfs-udev-top"
  put 755 /etc/initramfs-tools/scripts/init-bottom/udev < "$PARTS/initramfs-udev-bottom"
  put 755 /etc/initramfs-tools/hooks/zz-sluice < "$PARTS/initramfs-hook"
  chroot "$root" mkinitramfs -o "/boot/initrd.img-$release" "$release"
  if [ "$KIND" = bios ]; then
    cp "$PARTS/unpack-kernel.sh" "$root/tmp/unpack-kernel.sh"
    chroot "$root" sh /tmp/unpack-kernel.sh "/boot/vmlinuz-$release" > "$OUT/vmlinux" ||
      refuse "the kernel $release of Debian $SUITE could not be unpacked"
    rm -f "$root/tmp/unpack-kernel.sh"
  fi
  # Files that say that /etc and /var have seen this /usr: else the first boot makes caches anew.
  touch "$root/etc/.updated" "$root/var/.updated"
fi
rm -f "$root/etc/apt/preferences.d/sluice" "$root/etc/dpkg/dpkg.cfg.d/sluice" "$root/var/cache/debconf"/*-old "$root/var/lib/dpkg"/*-old
rm -rf "$root/var/cache/ldconfig"
for what in doc man info locale lintian; do
  find "$root/usr/share/$what" -mindepth 1 -type f ! -name copyright ! -name locale.alias \
    ! -path "*/locale/${LOCALE%%[_.@]*}*" -delete 2> /dev/null || true
done
