# shellcheck shell=sh
# Debian 12 packages for this example, whatever the host runs: an apt configuration of its own, with
# signatures checked against Debian's archive keys, and packages that are only unpacked, never
# installed. Sourced by build.sh and guest.sh; needs no root.
#
#   debian_unpack NAME PACKAGE...   unpacks the packages (once for each list of them), sets $unpacked
#   debian_kernel                   sets $kernel, such as 6.1.0-50-cloud-amd64
#
# The host's own apt.conf.d is read as usual, so its proxies and sign-ins keep working.

downloads=${SLUICE_DOWNLOADS:-${XDG_CACHE_HOME:-$HOME/.cache}/sluice/downloads}/debian-12
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
PATH=$PATH:/usr/sbin:/sbin # mke2fs, for callers whose PATH lacks it
export LC_ALL=C

die() {
  echo "${0##*/}: $*" >&2
  exit 1
}

for tool in apt-get apt-cache dpkg-deb flock; do
  command -v $tool > /dev/null || die "$tool is needed and was not found"
done
[ -r $keyring ] || die "Debian's archive keys are missing: apt-get install debian-archive-keyring"

# One at a time: two runs on one cache would download the same files.
mkdir -p "$downloads"
exec 9> "$downloads/lock"
flock -n 9 || {
  echo "${0##*/}: waiting for another run that uses $downloads" >&2
  flock 9
}

debian_apt() {
  tool=$1
  shift
  "$tool" -q -q -c "$downloads/apt/apt.conf" "$@"
}

debian_configure() {
  mkdir -p "$downloads/apt"
  : > "$downloads/apt/status"
  cat > "$downloads/apt/sources.list" << SOURCES
deb [arch=amd64 signed-by=$keyring] http://deb.debian.org/debian bookworm main
deb [arch=amd64 signed-by=$keyring] http://deb.debian.org/debian-security bookworm-security main
SOURCES
  # The host's hooks (desktop notices, cache cleaning) have no business here; its own repositories,
  # preferences, keys and package states must not leak in either.
  cat > "$downloads/apt/apt.conf" << CONF
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear APT::Architectures;
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Default-Release "";
APT::Get::AllowUnauthenticated "false";
APT::Sandbox::User "";
Acquire::AllowInsecureRepositories "false";
Acquire::Languages "none";
Acquire::Retries "3";
Dir::Etc::sourcelist "$downloads/apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::Etc::trusted "/dev/null";
Dir::Etc::trustedparts "/dev/null";
Dir::State::lists "$downloads/apt/lists";
Dir::State::status "$downloads/apt/status";
Dir::State::extended_states "$downloads/apt/extended_states";
Dir::Cache "$downloads/apt/cache";
CONF
}

debian_update() {
  mkdir -p "$downloads/apt/lists/partial" "$downloads/apt/cache/archives/partial"
  debian_apt apt-get -o APT::Update::Error-Mode=any update >&2 || return 1
  : > "$downloads/apt/updated"
}

# The package lists are kept once something of their kernel has been unpacked, so that guest and
# modules made on different days from one cache fit each other.
debian_lists() {
  debian_configure
  [ -e "$downloads/apt/updated" ] || debian_update ||
    die "the package lists of Debian 12 could not be read (apt's message is above)"
}

debian_kernel() {
  kernel=$(cat "$downloads/kernel" 2> /dev/null) || kernel=
  if [ -z "$kernel" ] || ! ls -d "$downloads"/*-"$kernel".* > /dev/null 2>&1; then
    rm -f "$downloads/apt/updated" # nothing of it is here yet: take the newest
    debian_lists
    debian_apt apt-cache depends linux-image-cloud-amd64 |
      sed -n 's/^ *Depends: linux-image-\([0-9].*\)/\1/p' | head -n 1 > "$downloads/kernel.new"
    [ -s "$downloads/kernel.new" ] || die "Debian 12 has no linux-image-cloud-amd64"
    mv "$downloads/kernel.new" "$downloads/kernel"
    kernel=$(cat "$downloads/kernel")
  fi
}

debian_unpack() {
  unpacked=$downloads/$1.$(echo "$*" | cksum | cut -d ' ' -f 1)
  shift
  [ ! -d "$unpacked" ] || return 0
  debian_lists
  work=$downloads/work.unpack
  rm -rf "$work" # left by a run that was killed: we hold the lock
  mkdir -p "$work/debs" "$work/root"
  (cd "$work/debs" && debian_apt apt-get download "$@" >&2) ||
    die "could not be downloaded from Debian 12: $* (if the archive has moved on: remove $downloads)"
  for deb in "$work"/debs/*.deb; do
    dpkg-deb -x "$deb" "$work/root" || die "${deb##*/} could not be unpacked"
  done
  mv "$work/root" "$unpacked"
  rm -rf "$work"
}
