#!/bin/sh
# setup.sh: run once in the root of the guest image while it is built, after the files were put there.
# Needs no network and no running systemd.
set -eu

# What wants a network, and what would wake up by itself in the middle of a check.
for unit in clamav-freshclam.service clamav-freshclam-once.service clamav-freshclam-once.timer \
  clamav-daemon.socket apt-daily.service apt-daily.timer apt-daily-upgrade.service apt-daily-upgrade.timer \
  dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer logrotate.timer; do
  ln -sf /dev/null "/etc/systemd/system/$unit"
done
ln -sf /etc/systemd/system/clamav-daemon.service /etc/systemd/system/multi-user.target.wants/clamav-daemon.service

# site-scan.service is there and not enabled: it runs when it is asked for. A site that has it at every
# boot adds: ln -s ../site-scan.service /etc/systemd/system/default.target.wants/

chown root:root /var/lib/clamav
chmod 755 /usr/local/sbin/clamavctl
/usr/local/sbin/clamavctl install /usr/local/share/clamav-site/signatures.tar
