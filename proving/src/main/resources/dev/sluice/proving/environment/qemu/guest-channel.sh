#!/bin/sh
# The guest's end of the guest channel: line protocol 1 on the virtio port dev.sluice.channel.1.
# For busybox sh; started once the application runs, and then serves for ever.
#
#   guest: sluice-guest 1 ready UPTIME
#   host:  run ID LIMIT B64          guest: done ID STATUS UPTIME UPTIME B64
#   host:  sync ID                   guest: synced ID
#   host:  off ID                    the machine powers off, its disks clean
#   anything else                    guest: error TEXT
#
# A command's output goes to a file and never through a pipe, so that whatever it leaves running
# cannot hold the channel. Each process costs milliseconds in an emulated machine, hence builtins
# where there is one.

output_limit=65536
place=/run/guest-channel

port=
for entry in /sys/class/virtio-ports/*; do
  [ -e "$entry/name" ] && read -r name < "$entry/name" && [ "$name" = dev.sluice.channel.1 ] &&
    port=/dev/${entry##*/}
done
[ -n "$port" ] || {
  echo "guest-channel: there is no virtio port dev.sluice.channel.1"
  exit 1
}
exec 3<> "$port" || exit 1

# Room for one script and its output. A command that floods fills this and not the memory, and what
# it leaves running cannot take the room of the next, which gets a new one.
mkdir -p $place
room() {
  mount -t tmpfs -o size=4m guest-channel $place
}

# What the prover hands in, read-only: a second disk, where it attached one.
[ -b /dev/vdb ] && mkdir -p /run/sluice/in && mount -t ext4 -o ro /dev/vdb /run/sluice/in

run() { # ID LIMIT B64
  case $2 in
    '' | *[!0-9]*)
      echo "error run $1: the limit is not in whole seconds" >&3
      return
      ;;
  esac
  echo "$3" | base64 -d > $place/script || {
    echo "error run $1: the script could not be kept" >&3
    return
  }
  read -r before _ < /proc/uptime
  # The command leads a session and a process group of its own, both called $command.
  setsid timeout -s KILL "$2" sh $place/script < /dev/null >> $place/output 2>&1 3>&- &
  command=$!
  wait $command 2> /dev/null
  status=$?
  read -r after _ < /proc/uptime
  kill -9 -$command 2> /dev/null
  # 137 is also the end of a command that something else killed.
  [ $status = 137 ] && [ $((${after%.*} - ${before%.*})) -ge "$2" ] && status=124
  if [ -s $place/output ]; then
    printf 'done %s %s %s %s ' "$1" $status "$before" "$after" >&3
    head -c $output_limit $place/output | base64 -w 0 >&3
    echo >&3
  else
    echo "done $1 $status $before $after -" >&3
  fi
  umount -l $place
  room
}

off() {
  # Everything but init and this shell: an open file would keep a disk from being unmounted.
  kill -9 -1 2> /dev/null
  sync
  for _ in 1 2 3 4 5; do
    busy=
    while read -r device directory _; do
      case $device in
        /dev/vd*) umount "$directory" 2> /dev/null || busy=yes ;;
      esac
    done < /proc/mounts
    [ -n "$busy" ] || break
    sleep 0.1
  done
  [ -z "$busy" ] || while read -r device directory _; do
    case $device in
      /dev/vd*) mount -o remount,ro "$directory" ;;
    esac
  done < /proc/mounts
  poweroff -f
}

room
read -r up _ < /proc/uptime
echo "sluice-guest 1 ready $up" >&3
while :; do
  while read -r verb id limit text <&3; do
    case $verb in
      run) run "$id" "$limit" "$text" ;;
      sync) echo "synced $id" >&3 ;;
      off) off ;;
      *) echo "error unknown request $verb" >&3 ;;
    esac
  done
  # The host has hung up; it may come back.
  sleep 1
done
