#!/bin/sh
# build.sh: makes build/sensor-7.11.ko, -7.15.ko and -7.16.ko where absent, with Debian 12's own
# compiler for its cloud kernel. Installs nothing.
set -eu
cd "$(dirname "$0")"

absent=
for release in 7.11 7.15 7.16; do
  [ -e build/sensor-$release.ko ] || absent="$absent $release"
done
[ -n "$absent" ] || exit 0

. ./debian.sh
debian_kernel
debian_unpack "kbuild-$kernel" "linux-headers-$kernel" "linux-headers-${kernel%-cloud-amd64}-common" \
  linux-kbuild-6.1 linux-compiler-gcc-12-x86 gcc-12 cpp-12 libgcc-12-dev libgcc-s1 \
  binutils binutils-x86-64-linux-gnu libbinutils libctf0 libctf-nobfd0 libjansson4 \
  libisl23 libmpc3 libmpfr6 libgmp10 libzstd1 zlib1g libelf1 make

# The compiler, linker and kernel tools find their own libraries beside them; everything else they
# call (a shell, sed, awk) is the host's.
export PATH="$unpacked/usr/bin:$PATH"
export LD_LIBRARY_PATH="$unpacked/usr/lib/x86_64-linux-gnu:$unpacked/lib/x86_64-linux-gnu"
cross=x86_64-linux-gnu-
common=$unpacked/usr/src/linux-headers-${kernel%-cloud-amd64}-common

mkdir -p build
work=$downloads/work.build
rm -rf "$work"
mkdir "$work"
trap 'rm -rf "$work"' EXIT
for release in $absent; do
  mkdir "$work/$release"
  cp sensor/sensor.c sensor/Makefile "$work/$release"
  check=
  [ $release != 7.16 ] || check=1
  make -s -C "$unpacked/usr/src/linux-headers-$kernel" -f "$common/Makefile" M="$work/$release" \
    CROSS_COMPILE=$cross CC=${cross}gcc-12 SENSOR_VERSION=${release%.*}${release#*.} BOUNDS_CHECK=$check \
    KCFLAGS="-ffile-prefix-map=$downloads=." modules > "$work/log" 2>&1 ||
    { cat "$work/log" >&2; die "sensor $release could not be built"; }
  ${cross}strip --strip-debug -o build/sensor-$release.ko.new "$work/$release/sensor.ko"
  mv build/sensor-$release.ko.new build/sensor-$release.ko
done
