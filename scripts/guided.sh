#!/bin/sh
# Shows what the coverage of a DLL is worth: how many cases it takes until each defect of native/tests/dll/c/guided/ is found,
# with a DLL that tells of its code and with one that does not. Prints the median over seeds; `>` means that half of the
# campaigns or more have not found it.
#
#   scripts/guided.sh [CASES] [SEEDS]      # at most so many cases for each of so many seeds; else 10240 and 20
#
# It takes a release build of the command and a C compiler. CC and FLAGS say otherwise what tells:
#   CC=clang FLAGS=-fsanitize-coverage=trace-pc-guard,trace-cmp scripts/guided.sh 2048 20
set -eu
cd "$(dirname "$0")/.."
cases=${1:-10240}
seeds=${2:-20}
cc=${CC:-cc}
tells=${FLAGS:--fsanitize-coverage=trace-pc,trace-cmp}
command=${MOCKRAS:-target/release/mockras}
[ -x "$command" ] || cargo build --release -p mockras-cli
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The number of cases until a call does not return, in a campaign of one seed.
first() {
  report="$folder/report.json"
  "$command" fuzz --dll "$1" --cases "$cases" --seed "$2" --rule RUN-01 --budget 0 --save "$folder/cases" \
    --format "json=$report" >/dev/null 2>&1 || true
  rm -rf "$folder/cases"
  number=$(sed -n 's/.*"number": \([0-9]*\).*/\1/p' "$report" | head -n 1)
  if [ -n "$number" ]; then echo $((number + 1)); else echo $((cases + 1)); fi
}

median() {
  middle=$(for seed in $(seq "$seeds"); do first "$1" "$seed"; done | sort -n | sed -n "$(((seeds + 1) / 2))p")
  if [ "$middle" -gt "$cases" ]; then echo ">$cases"; else echo "$middle"; fi
}

printf '%-16s %10s %10s\n' defect without with
for source in native/tests/dll/c/guided/*.c; do
  name=$(basename "$source" .c)
  for flags in '' "$tells"; do
    # Both have the same name, so reports differ in nothing else.
    mkdir -p "$folder/a$flags"
    # shellcheck disable=SC2086
    "$cc" -std=c99 -shared -fPIC -fshort-wchar -g $flags -I include -I native/tests/dll/c -o "$folder/a$flags/lib$name.so" "$source"
  done
  printf '%-16s %10s %10s\n' "$name" "$(median "$folder/a/lib$name.so")" "$(median "$folder/a$tells/lib$name.so")"
done
