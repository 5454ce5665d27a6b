#!/bin/sh
# Prints what this sandbox has spent: sluice-meter BUSY AVAILABLE USED. BUSY in 1/100 s of processor
# time; AVAILABLE in KiB of the memory bound; USED in KiB of the state folder. In a sandbox the usual
# sources, /proc/stat and /proc/meminfo, are the host's.
busy=0 memory=0
for process in /proc/[0-9]*; do
  # Ended children count with who collected them, and somebody does, down to the first process.
  { read -r line < "$process/stat"; } 2> /dev/null || continue
  set -- ${line##*) }
  busy=$((busy + ${12} + ${13} + ${14} + ${15}))
  { while read -r key value _; do
    [ "$key" != RssAnon: ] || memory=$((memory + value))
  done < "$process/status"; } 2> /dev/null
done
# These folders are memory too.
for folder in /tmp /run /dev/shm; do
  kib=$(du -skx "$folder" 2> /dev/null)
  kib=${kib%%[!0-9]*}
  memory=$((memory + ${kib:-0}))
done
used=$(du -sk "$SLUICE_STATE" 2> /dev/null)
used=${used%%[!0-9]*}
used=${used:-0} available=$((SLUICE_MEMORY_KIB - memory))
[ $available -gt 0 ] || available=0
echo "sluice-meter $busy $available $used"
