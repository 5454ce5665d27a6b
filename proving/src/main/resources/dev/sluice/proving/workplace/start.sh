# Registers itself with the reaper, then becomes the program. $1: work folder, $2: name, rest: program.
work=$1 name=$2
shift 2
echo $$ >"$work/pids/$name" || exit 125
# In its own session: Ctrl-C goes to the prover alone, which ends its processes in order.
exec setsid "$@"
