#!/usr/bin/env bash
# Shows that shares make the same campaign as one run: once whole, once by GNU parallel, once by a job array of Slurm.
#
#   scripts/shares/try.sh
#
# Needs `mockras` on the PATH. An engine that is not installed is left out, and that is said; Slurm is started on this
# machine alone, in a temporary folder, and ended again (packages: parallel, slurm-wlm, munge).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
daemons=()
finish() {
  for daemon in "${daemons[@]}"; do kill "$daemon" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap finish EXIT

flags=(--fault double-lease --cases 5000 --steps 6 --rule 'IP4-*' --budget 50)
digest() { grep -o '"digest": "xxh3:[0-9a-f]*"' "$1"; }

mkdir "$work/one" "$work/parallel" "$work/slurm"
cd "$work/one"
mockras fuzz "${flags[@]}" --format json=whole.json 2>/dev/null || true
expected=$(digest whole.json)
echo "one run: $expected"

compare() {
  [ "$(digest whole.json)" = "$expected" ] || { echo "$1: $(digest whole.json)"; exit 1; }
  cmp <(ls ../one/mockras-cases) <(ls mockras-cases)
  echo "$1: the same digest, cases of the same findings"
}

if command -v parallel >/dev/null; then
  cd "$work/parallel"
  "$here/parallel.sh" 3 "${flags[@]}" >/dev/null 2>&1 || true
  compare "GNU parallel, 3 shares"
  "$here/parallel.sh" 6 "${flags[@]}" >/dev/null 2>&1 || true
  compare "GNU parallel, 6 shares, of which one has no cases"
else
  echo "GNU parallel is not installed: left out"
fi

start_slurm() {
  local host cores
  host=$(hostname -s)
  cores=$(nproc)
  mkdir -p "$work/state" "$work/spool"
  dd if=/dev/urandom of="$work/munge.key" bs=1024 count=1 2>/dev/null
  chmod 400 "$work/munge.key"
  munged --force --foreground --key-file="$work/munge.key" --socket="$work/munge.socket" \
    --pid-file="$work/munge.pid" --log-file="$work/munge.log" --seed-file="$work/munge.seed" >/dev/null 2>&1 &
  daemons+=($!)
  export SLURM_CONF="$work/slurm.conf"
  cat >"$SLURM_CONF" <<CONF
ClusterName=try
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SlurmctldParameters=enable_configless
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cores State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
CONF
  for _ in $(seq 50); do [ -S "$work/munge.socket" ] && break; sleep 0.1; done
  slurmctld -D >/dev/null 2>&1 &
  daemons+=($!)
  slurmd -D >/dev/null 2>&1 &
  daemons+=($!)
  for _ in $(seq 100); do sinfo -h -t idle 2>/dev/null | grep -q . && return; sleep 0.2; done
  tail -n 5 "$work"/slurm*.log >&2
  echo "Slurm did not start" >&2
  exit 1
}

if command -v sbatch >/dev/null && command -v munged >/dev/null; then
  cd "$work/slurm"
  start_slurm
  sbatch --wait --array=1-3 --export=ALL "$here/array.sbatch" "${flags[@]}" >/dev/null
  mockras merge share-*.json share-*/ --save mockras-cases --format json=whole.json 2>/dev/null || true
  compare "Slurm, an array of 3 tasks"
else
  echo "Slurm is not installed: left out"
fi
