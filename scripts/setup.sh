# shellcheck shell=sh
# Finds or installs what Sluice needs on this machine. Read by ./sluice and ./verify, with $root set;
# only defines functions. What is said goes to stderr: stdout belongs to the program.
#
#   need_jdk           sets $java_home to a JDK 25 or newer
#   need_maven         makes sure that mvn can be called
#   need_tools WHAT    makes sure that the tools for that command are there
#   want_promtool DIR  fetches it into that folder, where it can

java_wanted=25

# The one list of what each command calls. COMMAND=PACKAGE(why), as Debian and Ubuntu name them; a
# COMMAND with a slash is a file.
tools_for() {
  case $1 in
    demo | prove | bench | verify)
      echo "qemu-system-x86_64=qemu-system-x86(runs the machines)
        mke2fs=e2fsprogs(makes their disks)
        bwrap=bubblewrap(locks validators in)
        cpio=cpio(packs the example's guest)
        lz4=lz4(unpacks its kernel)
        dpkg-deb=dpkg(unpacks its packages)
        flock=util-linux(lets one build at a time)
        /usr/share/keyrings/debian-archive-keyring.gpg=debian-archive-keyring(checks its packages)"
      ;;
  esac
  case $1 in
    demo | prove | bench | verify)
      echo "mmdebstrap=mmdebstrap(makes whole Debians)
        qemu-img=qemu-utils(clones disks)
        curl=curl(fetches the data of an example)"
      ;;
  esac
  case $1 in
    verify)
      echo "openssl=openssl(checks our proofs from outside)
        qemu-system-aarch64=qemu-system-arm(runs arm64 machines)
        /usr/share/OVMF/OVMF_CODE_4M.fd=ovmf(starts machines by UEFI)
        /usr/share/AAVMF/AAVMF_CODE.fd=qemu-efi-aarch64(starts arm64 machines by UEFI)
        sfdisk=fdisk(divides the disks of test machines)
        mkfs.vfat=dosfstools(makes their boot partitions)
        mcopy=mtools(fills those)
        ssh-keygen=openssh-client(makes the keys of the machine with SSH)
        fakeroot=fakeroot(fills the disk of that machine for who is not root)
        shellcheck=shellcheck(reads our shell scripts)"
      ;;
  esac
}

say() {
  printf 'sluice: %s\n' "$*" >&2
}

# Exit 2: nothing was run, and it is for the caller to change something.
stop() {
  say "$@"
  exit 2
}

# stop_for LINE WHY...: the one line that helps, by itself, to be copied.
stop_for() {
  line=$1
  shift
  say "$@"
  case $(id -u) in
    0) printf '\n    %s\n\n' "$line" >&2 ;;
    *) printf '\n    sudo %s\n\n' "$line" >&2 ;;
  esac
  exit 2
}

# In sbin folders too: mke2fs is there, and not every user's PATH names them.
have() {
  case $1 in
    /*) [ -e "$1" ] ;;
    *) command -v "$1" > /dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || [ -x "/sbin/$1" ] ;;
  esac
}

# Sets $as_root to what makes a command run as root without asking, or fails.
find_root() {
  as_root=''
  [ "$(id -u)" != 0 ] || return 0
  as_root='sudo -n'
  have sudo && sudo -n true 2> /dev/null
}

# install PACKAGES WHY: by apt, when this user may; else says what to run.
install() {
  have apt-get || stop "needs $1 ($2); this system has no apt-get, please install them by hand"
  if [ "${SLUICE_INSTALL:-}" = never ] || ! find_root; then
    stop_for "apt-get install -y --no-install-recommends $1" "needs $1 ($2). Please run:"
  fi
  say "installing $1 ($2)"
  # The lists are fetched only if the install fails without: they may be missing or too old.
  # shellcheck disable=SC2086 # several packages, and sudo with its option
  apt_install $1 > /dev/null 2>&1 || { $as_root apt-get -qq update >&2 && apt_install $1 >&2; } ||
    stop "apt-get could not install $1 (its message is above)"
}

apt_install() {
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@"
}

# jdk_fits FOLDER: is it a whole JDK of the wanted version? The release file tells without starting
# it, which would cost 40 ms each.
jdk_fits() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  jdk_version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2> /dev/null)
  [ -n "$jdk_version" ] ||
    jdk_version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  [ -n "$jdk_version" ] && [ "$jdk_version" -ge "$java_wanted" ]
}

# What the caller names comes first, then what PATH runs, then the usual folders.
find_jdk() {
  on_path=$(command -v java) && on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/java}
  for java_home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/*jdk* /opt/java/* /opt/*/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
    "$HOME"/.asdf/installs/java/*; do
    if [ -n "$java_home" ] && jdk_fits "$java_home"; then
      return 0
    fi
  done
  java_home=''
  return 1
}

need_jdk() {
  find_jdk && return 0
  package=openjdk-$java_wanted-jdk-headless
  if have apt-cache; then
    if ! apt_offers "$package" && [ "${SLUICE_INSTALL:-}" != never ] && find_root; then
      $as_root apt-get -qq update >&2 || say "apt-get update failed (its message is above)"
    fi
    if apt_offers "$package"; then
      install "$package" "builds and runs Sluice; no JDK $java_wanted found"
      find_jdk && return 0
    fi
  fi
  say "needs a JDK $java_wanted or newer. None is in JAVA_HOME, on PATH, in the usual folders (/usr/lib/jvm,"
  say "/opt, ~/.sdkman) or in the packages of this system. If you have one: JAVA_HOME=FOLDER $0"
  have apt-get || stop "Else please install one, for example from https://adoptium.net"
  code_name=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2> /dev/null)
  adoptium=https://packages.adoptium.net/artifactory
  key=/usr/share/keyrings/adoptium.gpg
  stop_for "sh -c 'apt-get update && apt-get install -y wget gpg ca-certificates && wget -qO-\
 $adoptium/api/gpg/key/public | gpg --dearmor > $key &&\
 echo \"deb [signed-by=$key] $adoptium/deb ${code_name:-bookworm} main\" >\
 /etc/apt/sources.list.d/adoptium.list && apt-get update && apt-get install -y temurin-$java_wanted-jdk'" \
    "Else please run, for Eclipse Temurin from Adoptium's own packages:"
}

apt_offers() {
  LC_ALL=C apt-cache policy "$1" 2> /dev/null | grep -q 'Candidate: [0-9]'
}

need_maven() {
  have mvn || install maven "builds Sluice"
}

need_tools() {
  packages='' reasons=''
  while IFS= read -r line; do
    entry=${line%%(*}
    entry=${entry##* } # the list above is indented
    if [ -n "$entry" ] && ! have "${entry%%=*}"; then
      reason=${line##*(}
      packages="$packages ${entry#*=}"
      reasons="$reasons, ${reason%)}"
    fi
  done << END
$(tools_for "$1")
END
  [ -z "$packages" ] || install "${packages# }" "${reasons#, }"
}

# Judges our alert rules. Its package is a whole monitoring server, which nobody wants started by a
# test: only this one program of it is unpacked. Where it cannot be had, its tests say so and are
# skipped.
# want_promtool FOLDER
want_promtool() {
  if have promtool || [ -x "$1/promtool" ] || [ "${SLUICE_INSTALL:-}" = never ] || ! have apt-get; then
    return 0
  fi
  say "fetching promtool (reads our alert rules): 19 MB"
  mkdir -p "$1" && fetched=$(mktemp -d) || return 0
  if (cd "$fetched" && apt-get -qq download prometheus) > /dev/null 2>&1 &&
    dpkg-deb --fsys-tarfile "$fetched"/prometheus_*.deb | tar -xO ./usr/bin/promtool > "$1/promtool.new"; then
    chmod +x "$1/promtool.new" && mv "$1/promtool.new" "$1/promtool"
  else
    say "it cannot be had: what it would judge is skipped"
  fi
  rm -rf "$fetched"
}
