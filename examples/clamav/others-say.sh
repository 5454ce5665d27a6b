#!/bin/sh
# others-say.sh SET.tar ROOT: what ClamAV's own tests say of a signature set, with the programs of a Debian
# root folder, in a sandbox without network (bubblewrap). Two lines:
#   clamscan loads=STATUS eicar.com=STATUS lure.png=STATUS said="FIRST ERROR"
#       exit statuses of clamscan with the set, on a clean file and on each known threat: 0 nothing found,
#       1 found, 2 error
#   freshclam test=STATUS said="FIRST ERROR"
#       exit status of freshclam with TestDatabases, to which the set's files are offered: 0 all taken
# Exit status 0 when both could be asked, whatever they said.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ $# = 2 ] || { echo "usage: others-say.sh SET.tar ROOT" >&2; exit 2; }
for program in clamscan freshclam; do
  [ -x "$2/usr/bin/$program" ] || { echo "others-say.sh: $2 has no $program" >&2; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/set" "$work/db"
tar -xf - -C "$work/set" < "$1"
cp "$here/samples/eicar.com" "$here/samples/lure.png" "$here/samples/clean/minutes.txt" "$work"

root=$2

# Not as uid 0: freshclam would want to change to another user, and the sandbox has none.
# ask FILE COMMAND...: the output to FILE; prints the exit status
ask() {
  output=$1
  shift
  status=0
  timeout 300 bwrap --ro-bind "$root" / --proc /proc --dev /dev --tmpfs /tmp --bind "$work" /tmp/work \
    --unshare-all --uid 1000 --gid 1000 --die-with-parent --new-session --clearenv \
    --setenv PATH /usr/bin:/bin --setenv LC_ALL C "$@" > "$output" 2>&1 || status=$?
  echo $status
}

# The first line that tells of an error, without the names of folders that differ from run to run.
said() {
  LC_ALL=C sed -n -e 's/.*Stderr output from database load : WARNING: \[LibClamAV\] /LibClamAV Error: /' \
    -e 's#/tmp/work/[^ ]*/\([^ /]*\)#\1#g; s#clamav-[0-9a-f]*\.tmp-##g; s/"/'"'"'/g' \
    -e 's/ \[\.\.\.\].*//; s/[^ -~]/./g' -e '/^LibClamAV Error: \|^ERROR: /{s///;p;q}' "$1" | cut -c 1-160
}

for file in minutes.txt eicar.com lure.png; do
  status=$(ask "$work/$file.log" clamscan --no-summary --database=/tmp/work/set "/tmp/work/$file")
  case $file in
    minutes.txt) line="clamscan loads=$status" ;;
    *) line="$line $file=$status" ;;
  esac
done
echo "$line said=\"$(said "$work/minutes.txt.log")\""

{
  echo 'DatabaseDirectory /tmp/work/db'
  echo 'DatabaseMirror mirror.invalid'
  echo 'TestDatabases yes'
  for file in "$work"/set/*; do
    echo "DatabaseCustomURL file:///tmp/work/set/${file##*/}"
  done
} > "$work/freshclam.conf"
status=$(ask "$work/freshclam.log" freshclam --config-file=/tmp/work/freshclam.conf --update-db=custom)
echo "freshclam test=$status said=\"$(said "$work/freshclam.log")\""
