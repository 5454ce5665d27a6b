# Ends what the prover leaves behind when it is killed. Reads standard input, which the prover holds
# open and never writes to: its end is the prover's end, however that came about.
# $1: the prover's work folder, which holds pids/NAME for every process it started.
trap '' HUP INT TERM
cat >/dev/null
work=$1
# After the rename no further process can register, so none can start: see start.sh.
mv "$work" "$work.gone" 2>/dev/null || exit 0
for file in "$work.gone"/pids/*; do
  [ -r "$file" ] || continue
  read -r pid <"$file" || continue
  # The number may belong to somebody else by now; ours have the work folder in their environment.
  # Each becomes the leader of its own group, but a killed prover may have one not that far yet.
  tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | grep -qxF "SLUICE_WORKPLACE=$work" &&
    kill -9 -"$pid" "$pid" 2>/dev/null
done
rm -rf "$work.gone"
