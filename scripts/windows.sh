#!/usr/bin/env bash
# Builds mockras for Windows on Linux and runs its tests under Wine; --help says more.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/.."

usage() {
  cat <<'TEXT'
usage: scripts/windows.sh [--i686] [--target-dir DIR] [-- ARGUMENTS OF CARGO TEST]
       scripts/windows.sh --exe [--i686] [--target-dir DIR]

Builds mockras for Windows and runs its tests under Wine: all of them, or those that the arguments say.

  --exe              builds the Windows half of mockras and installs it, so that `mockras check --dll gate.dll` plays
                     DLLs for Windows on this system, and runs no tests; its folder is that of MOCKRAS_DATA,
                     XDG_DATA_HOME/mockras or ~/.local/share/mockras
  --i686             for 32-bit Windows, instead of 64-bit
  --target-dir DIR   where everything goes that is made, instead of target/windows
  --help             this text

  scripts/windows.sh --exe                    what `mockras check --dll gate.dll` needs, beside Wine
  scripts/windows.sh                          everything
  scripts/windows.sh -- -p mockras-cli        the tests of the command line
  scripts/windows.sh --i686 -- --no-run       only build

Afterwards target/windows/x86_64/wine starts a program under the same Wine. What is needed and missing is installed by
apt-get, if there is one and root runs this; otherwise the missing packages are named.

exit code: that of cargo; 2 if something is missing or the arguments are wrong
TEXT
}

say() { printf 'windows: %s\n' "$*"; }
fail() {
  printf 'windows: %s\n' "$*" >&2
  exit 2
}

exe=
machine=x86_64
target=$PWD/target/windows
while [ $# -gt 0 ]; do
  case $1 in
    --exe) exe=yes ;;
    --i686) machine=i686 ;;
    --target-dir)
      [ $# -gt 1 ] || fail "--target-dir: expected a folder"
      target=$(realpath -m -- "$2")
      shift
      ;;
    --help | -h)
      usage
      exit 0
      ;;
    --)
      shift
      break
      ;;
    *) fail "unknown argument \`$1\`; --help says what there is" ;;
  esac
  shift
done

triple=$machine-pc-windows-gnu
mingw=$machine-w64-mingw32
made=$target/$machine # What is made besides what cargo makes.
mkdir -p "$made/bin" "$made/temp" "$made/home" 2>/dev/null || fail "$made: folders cannot be made there"

# One run at a time: each ends its Wine when it is over.
exec 9>"$made/lock"
flock -n 9 || { say "waits for another run in $made" && flock 9; }

. "$here/windows/packages.sh"
. "$here/windows/wine.sh"
. "$here/windows/build.sh"
. "$here/windows/exe.sh"

if [ -n "$exe" ]; then
  [ $# -eq 0 ] || fail "--exe runs no tests, so nothing can follow --"
  install_exe
  exit
fi
find_tools
find_wine_dlls
find_wine
make_prefix
find_cargo
run_tests "$@"
