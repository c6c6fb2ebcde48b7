#!/usr/bin/env bash
# Builds mockras for one or several systems and packs archives for those who have no Rust; --help says more.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/.."

# What archives are made for.
targets_known=(
  x86_64-pc-windows-gnu
  i686-pc-windows-gnu
  x86_64-unknown-linux-gnu
  aarch64-unknown-linux-gnu
  x86_64-apple-darwin
  aarch64-apple-darwin
)

usage() {
  cat <<'TEXT'
usage: scripts/release.sh [--target TRIPLE]... [--out DIR] [--dev] [--glibc VERSION]
       scripts/release.sh --names

Builds mockras and packs an archive for each target: the command, the headers for DLLs in C and C++, man pages,
completions, README and licences; for Windows also the stand-in for mprapi.dll. SHA256SUMS has the sums of all archives.

  --target TRIPLE    a system, several times for several; without it, the one that this machine is
  --out DIR          where the archives go, instead of target/archives
  --dev              builds with the profile dev, to try this script
  --glibc VERSION    fails if a program for Linux needs a newer glibc
  --names            prints each target with the name of its archive, and does nothing
  --help             this text

What is built for Windows also goes to DIR/windows. If that is there, archives for other systems hold it as the folder
`windows`, so that they play DLLs for Windows under Wine: so name the targets for Windows first. Two runs over the same
commit with the same compiler write the same bytes.

exit code: that of cargo; 2 if something is missing or the arguments are wrong
TEXT
}

say() { printf 'release: %s\n' "$*"; }
fail() {
  printf 'release: %s\n' "$*" >&2
  exit 2
}

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)
suffix() { case $1 in *-windows-*) echo .zip ;; *) echo .tar.gz ;; esac; }

targets=()
out=$PWD/target/archives
profile=release
glibc=
while [ $# -gt 0 ]; do
  case $1 in
    --target | --out | --glibc) [ $# -gt 1 ] || fail "$1: expected a value" ;;&
    --target)
      [[ " ${targets_known[*]} " == *" $2 "* ]] || fail "--target $2: expected one of ${targets_known[*]}"
      targets+=("$2")
      shift
      ;;
    --out)
      mkdir -p -- "$2" || fail "$2: cannot be made"
      out=$(cd -- "$2" && pwd)
      shift
      ;;
    --glibc)
      glibc=$2
      shift
      ;;
    --dev) profile=dev ;;
    --names)
      for triple in "${targets_known[@]}"; do
        printf '%s mockras-%s-%s%s\n' "$triple" "$version" "$triple" "$(suffix "$triple")"
      done
      exit
      ;;
    --help | -h)
      usage
      exit
      ;;
    *) fail "unknown argument \`$1\`; --help says what there is" ;;
  esac
  shift
done

python=$(command -v python3 || command -v python) || fail "there is no Python 3, which packs the archives"
host=$(rustc -vV | sed -n 's/^host: //p')
[ ${#targets[@]} -gt 0 ] || targets=("$host")
folder=$([ "$profile" = dev ] && echo debug || echo release)
# What helps a debugger makes the program five times as large.
export CARGO_PROFILE_RELEASE_STRIP=debuginfo
# The time of every file in an archive.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 315532800)}
export SOURCE_DATE_EPOCH
mkdir -p "$out"

. "$here/release/build.sh"
. "$here/release/pages.sh"

for triple in "${targets[@]}"; do
  build "$triple"
done
make_pages
for triple in "${targets[@]}"; do
  pack "$triple"
done
"$python" "$here/release/pack.py" --sums "$out"
say "archives and SHA256SUMS are in $out"
