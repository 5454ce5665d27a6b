# Becomes a sandbox: goes into the control groups' part for the prover's own, opens the way into the
# part for the application, and runs bubblewrap.
# $1: file for what bubblewrap says of the sandbox's end, $2: number of groups, at most three, then
# the groups, then bubblewrap and its words.
#
# A process that writes 0 to one of the descriptors 5 to 7 is moved. They are opened here because a
# sandbox sees no control groups.
status=$1 groups=$2
shift 2
exec 5> /dev/null 6> /dev/null 7> /dev/null
fd=5
while [ "$groups" -gt 0 ]; do
  echo 0 > "$1/channel/cgroup.procs" || exit 125
  case $fd in
    5) exec 5> "$1/app/cgroup.procs" ;;
    6) exec 6> "$1/app/cgroup.procs" ;;
    7) exec 7> "$1/app/cgroup.procs" ;;
  esac
  fd=$((fd + 1)) groups=$((groups - 1))
  shift
done
exec 9> "$status"
# Not exec: the kernel ends bubblewrap with its parent, and a parent is a thread. This shell has one
# only; the prover's threads come and go.
"$@"
exit $?
