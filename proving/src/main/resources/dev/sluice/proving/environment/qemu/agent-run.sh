# Runs a script in a guest that has only the QEMU guest agent. $1: limit in seconds. $2: the script; without
# it, the script is on standard input. Prints "sluice-run STATUS UPTIME UPTIME", then the script's output.
# Output goes to a file and never through a pipe, so that what the script leaves running cannot hold the
# agent's channel. Each process costs milliseconds in an emulated machine, hence builtins where there is one.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
place=/run/sluice/run
# Room for 4 MiB: a script that floods fills this and not the memory. When something that an earlier one
# left running has filled it, there is a new one.
printf '%65536s' '' 2> /dev/null > "$place/room.$$"
if ! [ -e "$place/here" ] || ! [ -s "$place/room.$$" ]; then
  umount -l "$place" 2> /dev/null
  mkdir -p "$place" && mount -t tmpfs -o size=4m,mode=0700 sluice-run "$place" || exit 125
  echo > "$place/here" || exit 125
fi
: > "$place/room.$$"
read -r before _ < /proc/uptime
# The script leads a process group of its own, by timeout, called $command.
if [ $# -gt 1 ]; then
  timeout -s KILL "$1" sh -c "$2" < /dev/null > "$place/output.$$" 2>&1 &
else
  cat > "$place/script.$$" || exit 125
  timeout -s KILL "$1" sh "$place/script.$$" < /dev/null > "$place/output.$$" 2>&1 &
fi
command=$!
wait $command 2> /dev/null
status=$?
read -r after _ < /proc/uptime
kill -9 -$command 2> /dev/null
# 137 is also the end of a script that something else killed.
[ $status = 137 ] && [ $((${after%.*} - ${before%.*})) -ge "$1" ] && status=124
echo "sluice-run $status $before $after"
[ -s "$place/output.$$" ] && head -c 65536 "$place/output.$$"
[ $# -gt 1 ] || : > "$place/script.$$"
: > "$place/output.$$"
exit 0
