#!/bin/sh
# list.sh SUITE PACKAGE...: one line "SHA256  NAME_VERSION_ARCH.deb" for each package of Debian's main suite
# for amd64, as apt's signed lists have them; nothing is downloaded but the lists. How the files beside it
# were made:
#   ./list.sh bullseye clamav clamav-base clamav-daemon clamav-freshclam clamdscan libclamav9 > clamav-0.103.10.txt
#   ./list.sh bookworm clamav clamav-base clamav-daemon clamav-freshclam clamdscan libclamav12 > clamav-1.4.3.txt
set -eu
suite=$1
shift
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
: > "$work/status"
echo "deb [arch=amd64 signed-by=$keyring] http://deb.debian.org/debian $suite main" > "$work/sources.list"
cat > "$work/apt.conf" << CONF
#clear APT::Architectures;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State::lists "$work/lists";
Dir::State::status "$work/status";
Dir::Cache "$work/cache";
CONF
apt-get -c "$work/apt.conf" -q -q -o APT::Update::Error-Mode=any update >&2
for package; do
  apt-cache -c "$work/apt.conf" show --no-all-versions "$package" | awk '
    { field[$1] = $2 }
    END { print field["SHA256:"] "  " field["Package:"] "_" field["Version:"] "_" field["Architecture:"] ".deb" }'
done
