# Makes the control groups of one sandbox and takes them away again. Reads standard input, which the
# prover holds open and never writes to: its end is the end of the sandbox, or of the prover.
# $1: name of the group, $2: memory in bytes, $3: per cent of one processor, $4: processes, then
# three words a controller: v1 or v2, its name, the group to make ours in.
#
# PARENT/NAME/app has the bounds. PARENT/NAME/channel is for what the prover itself needs inside, so
# that an application which took all it may can still be asked and ended. PARENT/NAME bounds both,
# with some room, in case the one gets at the other.
trap '' HUP INT TERM
name=$1 memory=$2 cpu=$3 processes=$4
shift 4

bound() { # VERSION CONTROLLER GROUP ROOM
  bytes=$((memory + $4 * 67108864)) quota=$(((cpu + $4 * 20) * 1000)) most=$((processes + $4 * 24))
  case $1-$2 in
    v1-memory)
      echo $bytes > "$3/memory.limit_in_bytes" || return 1
      # Absent where the kernel does not count swap.
      [ ! -e "$3/memory.memsw.limit_in_bytes" ] || echo $bytes > "$3/memory.memsw.limit_in_bytes"
      ;;
    v1-cpu) echo 100000 > "$3/cpu.cfs_period_us" && echo $quota > "$3/cpu.cfs_quota_us" ;;
    v1-pids | v2-pids) echo $most > "$3/pids.max" ;;
    v2-memory)
      echo $bytes > "$3/memory.max" || return 1
      [ ! -e "$3/memory.swap.max" ] || echo 0 > "$3/memory.swap.max"
      ;;
    v2-cpu) echo "$quota 100000" > "$3/cpu.max" ;;
    *) return 1 ;;
  esac
}

make() { # VERSION CONTROLLER PARENT
  group=$3/$name
  mkdir -p "$group" && bound "$1" "$2" "$group" 1 || return 1
  [ "$1" = v1 ] || echo "+$2" > "$group/cgroup.subtree_control" || return 1
  mkdir -p "$group/app" "$group/channel" && bound "$1" "$2" "$group/app" 0
}

clear() { # every three words as above
  left=
  while [ $# -gt 0 ]; do
    for group in "$3/$name/app" "$3/$name/channel" "$3/$name"; do
      [ -d "$group" ] || continue
      while read -r pid; do
        kill -9 "$pid"
      done < "$group/cgroup.procs"
      rmdir "$group" || left=yes
    done
    shift 3
  done 2> /dev/null
  [ -z "$left" ]
}

gone() {
  tries=0
  until clear "$@" || [ $tries -ge 200 ]; do
    tries=$((tries + 1))
    sleep 0.05
  done
}

all() {
  while [ $# -gt 0 ]; do
    make "$1" "$2" "$3" || {
      echo "refused $2 in $3"
      return 1
    }
    shift 3
  done
}

all "$@" && echo kept && cat > /dev/null
gone "$@"
