#!/usr/bin/env bash
# Which mistakes of authors does mockras find, and by what? --help says more.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source=native/tests/dll/c/realistic

usage() {
  cat <<'TEXT'
usage: scripts/realistic.sh [-j COUNT] [--cases COUNT] [--cycles COUNT] [--mockras PROGRAM] [BUG...]

Builds the DLL of native/tests/dll/c/realistic/ once without mistakes and once for each of its macros BUG_nn_name, and looks
for each mistake with inspect, with check over the built-in corpus, with check over the scenarios of the DLL's own team, with
fuzz under the team's rules, and with soak over both.

  -j COUNT            so many mistakes at the same time; 1 unless given
  --cases COUNT       so many cases of fuzz; 3000 unless given
  --cycles COUNT      so many cycles of soak; 300 unless given
  --mockras PROGRAM   this mockras, instead of a release build of this tree
  BUG...              these mistakes, by their numbers or names, instead of all

The table on standard output names the first thing that each found: an error if there is one, else what is advice or open. A
dash is nothing. What is said of the DLL without mistakes as well does not count.

exit code: 0 if nothing is wrong with the DLL without mistakes; 1 if an error is; 2 if something cannot be built
TEXT
}

fail() {
  printf 'realistic: %s\n' "$*" >&2
  exit 2
}

number() {
  [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || fail "$1: expected a number from 1 on, found \`${2:-}\`"
}

jobs=1 cases=3000 cycles=300 mockras= chosen=()
while [ $# -gt 0 ]; do
  case $1 in
    -j | --cases | --cycles)
      number "$1" "${2:-}"
      case $1 in -j) jobs=$2 ;; --cases) cases=$2 ;; --cycles) cycles=$2 ;; esac
      shift
      ;;
    --mockras)
      mockras=${2:-}
      [ -x "$mockras" ] || fail "--mockras: expected a program, found \`$mockras\`"
      mockras=$(cd "$(dirname "$mockras")" && pwd)/$(basename "$mockras")
      shift
      ;;
    --help | -h)
      usage
      exit 0
      ;;
    -*) fail "unknown argument \`$1\`; --help says what there is" ;;
    *) chosen+=("$1") ;;
  esac
  shift
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ -z "$mockras" ]; then
  cargo build --quiet --release -p mockras-cli || fail "the release build cannot be built"
  mockras=$PWD/target/release/mockras
fi
tools=(inspect check gate fuzz)
if "$mockras" soak --help >/dev/null 2>&1; then tools+=(soak); fi

# What there is to build: `clean`, and the macros without their BUG_.
mapfile -t bugs < <(grep -rhoE 'BUG_[0-9]+_[a-z0-9_]+' "$source" --include='*.[ch]' | sed 's/^BUG_//' | sort -u)
for word in ${chosen[@]+"${chosen[@]}"}; do
  printf '%s\n' "${bugs[@]}" | grep -E "^(BUG_)?${word#BUG_}(_|\$)" >>"$folder/chosen" || fail "there is no bug \`$word\`"
done
[ ${#chosen[@]} -eq 0 ] || mapfile -t bugs <"$folder/chosen"

# tool NAME ARGUMENTS: runs it, and keeps what it tells and how long it took.
tool() {
  local name=$1 began=${EPOCHREALTIME:-$SECONDS}
  shift
  local code=0
  "$mockras" "$@" >"$at/$name.txt" 2>"$at/$name.err" </dev/null || code=$?
  printf '%s %s\n' "$began" "${EPOCHREALTIME:-$SECONDS}" >"$at/$name.time"
  [ "$code" -le 1 ] || printf 'error: exit-code-%s of the tool\n' "$code" >>"$at/$name.txt"
}

# play BUG: builds the DLL into a folder of its own, in the team's folder there, and runs all tools.
play() {
  local bug=$1 at=$folder/$1 flags=(-j 1 --timeout 1s --dll ./libgate.so)
  mkdir "$at"
  cp -r "$source/gate" "$at/gate"
  ${CC:-cc} -Wall -Wextra -Werror -g -std=c99 -shared -fPIC -fshort-wchar -I include -I native/tests/dll/c \
    "-DBUG_$bug" "$source/gate.c" -o "$at/gate/libgate.so" -pthread
  cd "$at/gate"
  tool inspect inspect libgate.so
  tool gate check "${flags[@]}" scenarios
  tool fuzz fuzz "${flags[@]}" --budget 0 --cases "$cases" --save ../cases
  if [[ " ${tools[*]} " == *" soak "* ]]; then
    tool soak soak "${flags[@]}" --cycles "$cycles" scenarios
    tool more soak "${flags[@]}" --cycles "$cycles"
    for kind in txt time; do cat "$at/more.$kind" >>"$at/soak.$kind"; done
  fi
  rm mockras.toml
  tool check check "${flags[@]}"
}

# told BUG TOOL: the ids of what is found, a line each with its kind; errors come first.
told() {
  sed -nE -e 's/^(error|advice):? ([A-Za-z0-9/-]+) .*/\1 \2/p' -e 's/^ +AMB-[0-9]+ read as [^:]*: ([A-Za-z0-9/-]+) .*/open \1/p' \
    "$folder/$1/$2.txt" | awk '!seen[$0]++' | awk '{ print index("error advice open", $1), $0 }' | sort -s -n -k 1,1 | cut -d ' ' -f 2-
}

# cell BUG TOOL: the first that is not told of the DLL without mistakes.
cell() {
  told "$1" "$2" | { [ "$1" = clean ] && cat || grep -vxFf "$folder/clean.$2" || true; } | sed 's/^error //' | head -n 1
}

for bug in clean "${bugs[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n || true; done
  play "$bug" &
done
wait
for bug in clean "${bugs[@]}"; do [ -f "$folder/$bug/check.time" ] || fail "$bug: cannot be built and played"; done

printf '| mistake | %s |\n' "$(printf '%s | ' "${tools[@]}" | sed -e 's/gate/own scenarios/' -e 's/ | $//')"
printf '|---%.0s' mistake "${tools[@]}" && printf '|\n'
for name in "${tools[@]}"; do told clean "$name" >"$folder/clean.$name"; done
for bug in clean "${bugs[@]}"; do
  row="| $bug |" by=
  for name in "${tools[@]}"; do
    found=$(cell "$bug" "$name")
    row+=" ${found:--} |"
    if [ -n "$found" ]; then by=1 && printf '%s\n' "$bug" >>"$folder/found.$name"; fi
  done
  printf '%s\n' "$row"
  [ -n "$by" ] || printf '%s\n' "$bug" >>"$folder/missed"
done
count() { if [ -f "$1" ]; then grep -cvx clean "$1" || true; else echo 0; fi; }
row="| found, of ${#bugs[@]} |" times="| seconds |"
for name in "${tools[@]}"; do
  row+=" $(count "$folder/found.$name") |"
  times+=" $(cat "$folder"/*/"$name.time" | awk '{ sum += $2 - $1 } END { printf "%.1f", sum }') |"
done
printf '%s\n%s\n\n%s of %s are found by nothing.\n' "$row" "$times" "$(count "$folder/missed")" "${#bugs[@]}"
for name in "${tools[@]}"; do ! grep -q '^error' "$folder/clean.$name" || exit 1; done
