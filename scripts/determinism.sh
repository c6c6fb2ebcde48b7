#!/usr/bin/env bash
# Proves that generated scenarios give the same bytes everywhere; --help says more.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: scripts/determinism.sh [--count COUNT] [--release] [--windows] [--i686]

Plays generated scenarios, judges them, and compares the digests of all bytes: with one job and with four, without address
space randomisation, under another locale, time zone, folder and date, and as other builds.

  --count COUNT   how many scenarios; 1000 unless given
  --release       also the release build
  --windows       also the build for 64-bit Windows, under Wine (scripts/windows.sh)
  --i686          also the build for 32-bit Windows, under Wine

If a digest differs, the first differing seed is named, and where its transcripts first differ.

exit code: 0 if all are the same; 1 if not; 2 if something cannot be built or the arguments are wrong
TEXT
}

say() { printf 'determinism: %s\n' "$*"; }
fail() {
  printf 'determinism: %s\n' "$*" >&2
  exit "${code:-2}"
}

count=1000 builds=() jobs= code=
while [ $# -gt 0 ]; do
  case $1 in
    --count)
      count=${2:-}
      [[ $count =~ ^[1-9][0-9]*$ ]] || fail "--count: expected a number from 1 on, found \`$count\`"
      shift
      ;;
    --release | --windows | --i686) builds+=("${1#--}") ;;
    --help | -h)
      usage
      exit 0
      ;;
    *) fail "unknown argument \`$1\`; --help says what there is" ;;
  esac
  shift
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
digests=$folder/digests.json
cargo build --quiet || fail "the debug build cannot be built"
here=("$PWD/target/debug/mockras")
"${here[@]}" self-check --determinism "$count" --jobs 1 --out "$digests"
say "these are those of a debug build with one job"

# same WHAT COMMAND...: this mockras gives the same bytes.
same() {
  local what=$1 told seed ended=0
  shift
  told=$("$@" self-check --determinism "$count" --against "$digests" ${jobs:+"$jobs"} 2>&1) || ended=$?
  if [ "$ended" -eq 0 ]; then
    say "the same: $what"
    return
  fi
  printf '%s\n' "$told" >&2
  [ "$ended" -eq 70 ] || fail "$what: self-check ends with exit code $ended"
  seed=$(sed -n 's/^seed \([0-9]*\): other bytes than in.*/\1/p' <<<"$told")
  if [ -n "$seed" ]; then
    "${here[@]}" self-check --show "$seed" >"$folder/here.txt"
    "$@" self-check --show "$seed" >"$folder/there.txt"
    "${here[@]}" diff "$folder/here.txt" "$folder/there.txt" || true
  fi
  code=1
  fail "not the same: $what"
}

jobs=--jobs=4 same "four jobs" "${here[@]}"
if setarch "$(uname -m)" -R true 2>/dev/null; then
  same "no address space randomisation" setarch "$(uname -m)" -R "${here[@]}"
fi
(cd / && same "another locale, time zone, folder, an empty environment" \
  env -i LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 TZ=Pacific/Kiritimati "${here[@]}")
if command -v faketime >/dev/null; then
  same "another date" faketime '1999-12-31 23:59:59' "${here[@]}"
else
  say "left out: another date, which takes the command faketime"
fi

for build in ${builds[@]+"${builds[@]}"}; do
  case $build in
    release)
      cargo build --quiet --release || fail "the release build cannot be built"
      same "the release build" target/release/mockras
      continue
      ;;
    windows) machine=x86_64 flags=() ;;
    i686) machine=i686 flags=(--i686) ;;
  esac
  scripts/windows.sh ${flags[@]+"${flags[@]}"} -- --no-run -p mockras-cli || fail "the build for Windows, $machine, cannot be built"
  # Wine has the root of this system as a drive, so names of files are the same.
  same "Windows, $machine" "target/windows/$machine/wine" "target/windows/$machine-pc-windows-gnu/debug/mockras.exe"
done
say "the same bytes everywhere"
