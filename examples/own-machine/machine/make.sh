#!/bin/sh
# Makes what the other scripts here power and restore: a Debian 12 with an SSH server, as an image
# that is never written to, and the keys to log in. Needs mmdebstrap, qemu-utils, qemu-system-x86,
# openssh-client, and fakeroot unless run by root. Makes only what is absent.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${OWN_MACHINE:-$here/../build}
PATH=$PATH:/usr/sbin:/sbin
port=${OWN_MACHINE_PORT:-2207}

as_root=
[ "$(id -u)" = 0 ] || as_root=fakeroot
[ -z "$as_root" ] || command -v fakeroot > /dev/null || {
  echo "make.sh: fakeroot is needed where one is not root: apt-get install fakeroot" >&2
  exit 1
}

mkdir -p "$build"
cd "$build"
umask 077
# The key that logs in, and the machine's own, so that it is known before its first start.
[ -e identity ] || ssh-keygen -q -t ed25519 -N '' -C sluice -f identity
[ -e host ] || ssh-keygen -q -t ed25519 -N '' -C own-machine -f host
echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 host.pub)" > known_hosts
[ ! -e base.qcow2 ] || exit 0

rm -rf root root.tar disk.raw vmlinuz
# Without a boot loader and an initrd: QEMU starts the kernel, which has its disk's driver inside.
INITRD=No mmdebstrap --quiet --variant=minbase --aptopt='APT::Install-Recommends "false"' \
  --include=systemd-sysv,udev,kmod,openssh-server,linux-image-cloud-amd64 \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' bookworm root.tar

cat > fill.sh << 'FILL'
set -eu
umask 022
mkdir root
tar -C root -xpf root.tar --exclude='./dev/*'
cp root/boot/vmlinuz-* vmlinuz
rm -rf root/boot/* root/var/lib/apt/lists/* root/var/cache/apt/*
echo own-machine > root/etc/hostname
echo '/dev/root / ext4 rw,noatime 0 1' > root/etc/fstab
: > root/etc/machine-id
cp "$here/linectl" root/usr/local/bin/linectl
chmod 755 root/usr/local/bin/linectl
cp host root/etc/ssh/ssh_host_ed25519_key
cp host.pub root/etc/ssh/ssh_host_ed25519_key.pub
rm -f root/etc/ssh/ssh_host_rsa_key* root/etc/ssh/ssh_host_ecdsa_key*
mkdir -p root/root/.ssh
cp identity.pub root/root/.ssh/authorized_keys
chmod 700 root/root/.ssh
chmod 600 root/root/.ssh/authorized_keys root/etc/ssh/ssh_host_ed25519_key
printf '%s\n' 'PasswordAuthentication no' 'PermitRootLogin prohibit-password' 'UseDNS no' \
  > root/etc/ssh/sshd_config.d/own-machine.conf
cat > root/etc/systemd/network/10-all.network << 'NETWORK'
[Match]
Type=ether
[Network]
Address=10.0.2.15/24
Gateway=10.0.2.2
IPv6AcceptRA=no
LinkLocalAddressing=no
NETWORK
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer \
  e2scrub_reap.service fstrim.timer getty@tty1.service serial-getty@ttyS0.service \
  systemd-logind.service systemd-update-utmp.service; do
  ln -sf /dev/null root/etc/systemd/system/$unit
done
mkdir -p root/etc/systemd/system/multi-user.target.wants
ln -sf /lib/systemd/system/systemd-networkd.service \
  root/etc/systemd/system/multi-user.target.wants/systemd-networkd.service
mke2fs -q -t ext4 -d root -L root -E lazy_itable_init=1,lazy_journal_init=1 disk.raw 1200M
FILL
here=$here $as_root sh fill.sh
qemu-img convert -O qcow2 disk.raw base.new
$as_root rm -rf root
rm -f root.tar disk.raw fill.sh
mv base.new base.qcow2
