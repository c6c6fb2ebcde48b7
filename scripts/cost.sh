#!/usr/bin/env bash
# Prints what mockras costs, each figure beside what it compares with; --help says more.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/.."

usage() {
  cat <<'TEXT'
usage: scripts/cost.sh [--mockras FILE] [--dll FILE] [--windows FILE.exe FILE.dll]

Prints what a generated case costs: in instructions, of a native DLL in children against the same in this process, with how
often the system switches between threads, and what the corpus costs. Figures compare within one run.

  --mockras FILE           a release build of the command, instead of target/release/mockras, which is built
  --dll FILE               a DLL in C, instead of user_gate of the tests, which is compiled
  --windows EXE DLL        the same under Wine: the command for Windows, and the DLL for it; after scripts/windows.sh

Needs valgrind, and perf for the switches; what is not there is left out.

exit code: 0; 2 if something is missing or the arguments are wrong
TEXT
}

fail() {
  printf 'cost: %s\n' "$*" >&2
  exit 2
}

mockras= dll= exe= windows_dll=
while [ $# -gt 0 ]; do
  case $1 in
    --mockras) mockras=${2:?a file} && shift ;;
    --dll) dll=${2:?a file} && shift ;;
    --windows) exe=${2:?a command} windows_dll=${3:?a DLL} && shift 2 ;;
    --help | -h) usage && exit 0 ;;
    *) fail "unknown argument \`$1\`; --help says what there is" ;;
  esac
  shift
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "$mockras" ]; then
  cargo build --release --quiet -p mockras-cli
  mockras=target/release/mockras
fi
if [ -z "$dll" ]; then
  dll=$work/user_gate.so
  "${CC:-cc}" -shared -fPIC -O2 -fshort-wchar -Iinclude -o "$dll" native/tests/dll/c/conforming/user_gate.c
fi
[ -x "$mockras" ] || fail "$mockras: there is no such program"

# The instructions of so many cases of the stock pool of addresses.
instructions() {
  valgrind --tool=callgrind --callgrind-out-file="$work/callgrind" "$mockras" fuzz --dll stock:address-pool \
    --cases "$1" --seed 1 -j 1 --save "$work/cases" 2>&1 >/dev/null | awk '/Collected/ { print $4 }'
}

# Milliseconds of processor time, and switches between threads, of a command.
spent() {
  perf stat -x, -e task-clock,context-switches "$@" 2>&1 >/dev/null |
    awk -F, '/task-clock/ { time = $1 } /context-switches/ { switches = $1 } END { print time, switches }'
}

fuzz() { printf '%s\n' fuzz --dll "$dll" --cases 1000 --seed 1 -j 1 --save "$work/cases" "$@"; }
check() { printf '%s\n' check --dll "$dll" -j 1 "$@"; }

# A line for each way in which native DLLs can be played: time, ratio to this process, switches.
ways() {
  local what=$1 per=$2 first=
  for way in --in-process --isolation=fast --isolation=strict; do
    mapfile -t words < <("$what" "$way")
    read -r time switches < <(spent "$mockras" "${words[@]}")
    first=${first:-$time}
    awk -v what="$what $way" -v time="$time" -v first="$first" -v switches="$switches" -v per="$per" \
      'BEGIN { printf "%-28s%12.0f%10.2f%14.1f\n", what, time, time / first, switches / per }'
  done
}

if command -v valgrind >/dev/null; then
  few=$(instructions 200) many=$(instructions 1200)
  printf '%-28s%12d\n' 'instructions a case' $(((many - few) / 1000))
fi
if command -v perf >/dev/null; then
  printf '%-28s%12s%10s%14s\n' '' 'ms of CPU' 'ratio' 'switches each'
  ways fuzz 1000
  ways check 1
fi
if [ -n "$exe" ]; then
  wine=target/windows/x86_64/wine
  [ -x "$wine" ] || fail "$wine: run scripts/windows.sh before"
  # Both begin with the same cases, so that what it takes to start is left out.
  took() {
    local begin=$EPOCHREALTIME
    "$@" --seed 1 -j 1 --save "$work/cases" >/dev/null 2>&1
    local end=$EPOCHREALTIME
    echo $(((${end/./} - ${begin/./}) / 1000))
  }
  # What is first read from the disk counts for nobody.
  took "$mockras" fuzz --dll "$dll" --cases 64 >/dev/null
  took "$wine" "$exe" fuzz --dll "$windows_dll" --cases 64 >/dev/null
  here_ms=$(($(took "$mockras" fuzz --dll "$dll" --cases 464) - $(took "$mockras" fuzz --dll "$dll" --cases 64)))
  wine_ms=$(($(took "$wine" "$exe" fuzz --dll "$windows_dll" --cases 464) - $(took "$wine" "$exe" fuzz --dll "$windows_dll" --cases 64)))
  awk -v here="$here_ms" -v wine="$wine_ms" \
    'BEGIN { printf "%-28s%12.0f%10.2f\n", "cases a second, Wine", 400000 / wine, here / wine }'
fi
