#!/bin/sh
# What runs in a sandbox beside the application: starts it, answers line protocol 1 of the guest
# channel on standard input and output, and ends everything. Standard error is the console.
# Words: the application's start command, if it has one. For a POSIX shell with coreutils and setsid.
#
#   sandbox: sluice-guest 1 ready UPTIME
#   host:    run ID LIMIT B64            sandbox: done ID STATUS UPTIME UPTIME B64
#   host:    sync ID                     sandbox: synced ID
#   host:    off ID                      sandbox: off ID in-order | off ID killed
#                                        sandbox: ended STATUS   the application, by itself
#                                        sandbox: lost           somebody killed the channel
#   anything else                        sandbox: error TEXT
#
# Three processes: this one waits for the end, the channel serves, the watcher is the application's
# parent. All of them stay in this session; whatever has another one belongs to the application.

output_limit=65536
place=/run/sluice/channel

exec 3<&0 4>&1 < /dev/null >&2
application=$#
read -r line < /proc/self/stat
session() { ours=$4; }
session ${line##*) }

# What writes to the console of a machine writes to this one's.
mkfifo -m 622 /dev/console || exit 1
cat /dev/console >&2 3<&- 4>&- 5>&- 6>&- 7>&- &
console=$!
exec 8> /dev/console

# Before a program that the bounds are for: into its control groups, and nothing of ours kept open.
bounded='echo 0 >&5 && echo 0 >&6 && echo 0 >&7 || exit 125
exec 3<&- 4>&- 5>&- 6>&- 7>&- 8>&-
[ -z "$SLUICE_PROCESSES" ] || ulimit -u "$SLUICE_PROCESSES" 2>/dev/null ||
  ulimit -p "$SLUICE_PROCESSES" || exit 125
unset SLUICE_PROCESSES
exec "$@"'

others() { # prints what runs of the application
  for process in /proc/[0-9]*; do
    { read -r line < "$process/stat"; } 2> /dev/null || continue
    set -- ${line##*) }
    [ "$1" = Z ] || [ "$4" = "$ours" ] || [ "$process" = /proc/1 ] || echo "${process#/proc/}"
  done
}

# An application that ended while it was asked has not passed the question: the watcher tells.
unless_gone() {
  [ "$application" = 0 ] || [ -n "$(others)" ] || {
    rm -f $place/busy
    sleep 60 8>&-
  }
}

run() { # ID LIMIT B64
  case $2 in
    '' | *[!0-9]*)
      echo "error run $1: the limit is not in whole seconds" >&4
      return
      ;;
  esac
  # New files, not emptied ones: what an earlier command left running may still write to its own.
  [ ! -e $place/output ] || : > $place/output
  rm -f $place/output $place/script
  : > $place/busy
  echo "$3" | base64 -d > $place/script || {
    echo "error run $1: the script could not be kept" >&4
    return
  }
  read -r before _ < /proc/uptime
  # A session and a process group of its own, both called $command.
  setsid timeout -s KILL "$2" sh -c "$bounded" sluice-bounded sh $place/script \
    >> $place/output 2>&1 &
  command=$!
  wait $command 2> /dev/null
  status=$?
  read -r after _ < /proc/uptime
  kill -9 -$command 2> /dev/null
  unless_gone
  # 137 is also the end of a command that something else killed.
  [ $status = 137 ] && [ $((${after%.*} - ${before%.*})) -ge "$2" ] && status=124
  if [ -s $place/output ]; then
    printf 'done %s %s %s %s ' "$1" $status "$before" "$after" >&4
    head -c $output_limit $place/output | base64 -w 0 >&4
    echo >&4
  else
    echo "done $1 $status $before $after -" >&4
  fi
  rm -f $place/busy
}

off() { # ID
  unless_gone
  : > $place/stopping
  how=in-order
  left=$(others)
  [ -z "$left" ] || kill -TERM $left 2> /dev/null
  tries=0
  while left=$(others) && [ -n "$left" ]; do
    [ $tries -lt 200 ] || {
      echo "sluice: the application did not end within 10 s of SIGTERM and was killed" >&2
      kill -9 $left 2> /dev/null
      how=killed
      break
    }
    tries=$((tries + 1))
    sleep 0.05
  done
  echo "$how" > $place/off
  echo "off $1 $how" >&4
}

channel() {
  while read -r verb id limit text <&3; do
    case $verb in
      run) run "$id" "$limit" "$text" ;;
      sync) echo "synced $id" >&4 ;;
      off)
        off "$id"
        return
        ;;
      *) echo "error unknown request $verb" >&4 ;;
    esac
  done
  : > $place/off # the prover has hung up
}

watch() { # the application's words
  setsid sh -c "$bounded" sluice-bounded "$@" &
  wait $!
  status=$?
  # A command may be what ends it, to start another; and a start that ended well has gone to the
  # background. Then it lives as long as anything of it does.
  if [ $status = 0 ] || [ -e $place/busy ]; then
    while [ -e $place/busy ] || [ -n "$(others)" ]; do
      sleep 0.2
    done
  fi
  [ -e $place/stopping ] || {
    echo $status > $place/ended
    kill -9 $channel
  }
}

channel &
channel=$!
watcher=
[ "$application" = 0 ] || {
  watch "$@" &
  watcher=$!
}
read -r up _ < /proc/uptime
echo "sluice-guest 1 ready $up" >&4
wait $channel 2> /dev/null

left=$(others)
[ -z "$left$watcher" ] || kill -9 $left $watcher 2> /dev/null
# With the last writer gone the console comes to its end, all of it shown.
exec 8>&-
wait $console
[ -e $place/off ] && exit 0
if [ -s $place/ended ]; then
  read -r status < $place/ended
  # The channel may have been ended in the middle of a line.
  printf '\nended %s\n' "$status" >&4
else
  printf '\nlost\n' >&4
fi
