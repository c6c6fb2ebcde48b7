#!/usr/bin/env bash
# Builds the Python wheel that carries the command, and tries it in a fresh environment; --help says more.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: scripts/wheel.sh [--target TRIPLE] [--out DIR] [--dev] [--try]

Builds a wheel: the command, and below share/mockras/include the headers for DLLs in C and C++; for Windows also the
stand-in for mprapi.dll, beside the command. Needs Python 3 with venv; maturin is installed into target/wheel by pip.

  --target TRIPLE    the system, instead of that of this machine
  --out DIR          where the wheel goes, instead of target/wheel/out
  --dev              builds with the profile dev, as `cargo test -p mockras-cli` does
  --try              installs the wheel into a fresh environment, and judges a DLL with what is there
  --help             this text

exit code: that of what failed; 2 if something is missing or the arguments are wrong
TEXT
}

fail() {
  printf 'wheel: %s\n' "$*" >&2
  exit 2
}

host=$(rustc -vV | sed -n 's/^host: //p')
target=$host
out=$PWD/target/wheel/out
profile=release
try=
while [ $# -gt 0 ]; do
  case $1 in
    --target | --out) [ $# -gt 1 ] || fail "$1: expected a value" ;;&
    --target)
      target=$2
      shift
      ;;
    --out)
      mkdir -p -- "$2" || fail "$2: cannot be made"
      out=$(cd -- "$2" && pwd)
      shift
      ;;
    --dev) profile=dev ;;
    --try) try=yes ;;
    --help | -h)
      usage
      exit
      ;;
    *) fail "unknown argument \`$1\`; --help says what there is" ;;
  esac
  shift
done
[ -z "$try" ] || [ "$target" = "$host" ] || fail "--try: a program for $target does not run here"

python=$(command -v python3 || command -v python) || fail "there is no Python 3"
tools=$PWD/target/wheel/tools
if [ ! -x "$tools/bin/maturin" ]; then
  rm -rf "$tools"
  "$python" -m venv "$tools" || fail "no environment can be made: on Debian, apt-get install python3-venv"
  "$tools/bin/python" -m pip install --quiet --disable-pip-version-check 'maturin>=1.7,<2'
fi

data=$PWD/target/wheel-data
rm -rf "$data"
mkdir -p "$data/data/share/mockras"
cp -R include "$data/data/share/mockras/include"
export CARGO_PROFILE_RELEASE_STRIP=debuginfo
made=$PWD/target/wheel/$target
rm -rf "$made"
flags=(--locked --profile "$profile" --out "$made")
if [ "$target" != "$host" ]; then
  flags+=(--target "$target")
fi
case $target in
  *-windows-*)
    # Built by scripts/release.sh.
    stand_in=$PWD/target/windows/$target/release/examples/mprapi.dll
    [ -f "$stand_in" ] || fail "$stand_in is not there: first, scripts/release.sh --target $target"
    mkdir -p "$data/scripts"
    cp "$stand_in" "$data/scripts/"
    flags+=(--target-dir target/windows)
    ;;
esac
PATH=$tools/bin:$PATH maturin build "${flags[@]}"
mkdir -p "$out"
cp "$made"/mockras-*.whl "$out/"

[ -n "$try" ] || exit 0
# As somebody who has Python and a C compiler, and nothing of this checkout.
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
"$python" -m venv "$fresh/env"
"$fresh/env/bin/python" -m pip install --quiet --disable-pip-version-check --no-index "$made"/mockras-*.whl
cp native/tests/dll/c/typical.c "$fresh/gate.c"
cd "$fresh"
PATH=$fresh/env/bin:/usr/bin:/bin
mockras --version
flags=(-shared -fPIC -fshort-wchar -g -I env/share/mockras/include)
[ "$(uname)" != Darwin ] || flags+=(-Wl,-undefined,dynamic_lookup)
cc "${flags[@]}" -o libgate.so gate.c
mockras inspect libgate.so >said 2>&1 || { cat said && exit 1; }
mockras check --dll ./libgate.so >said 2>&1 || { cat said && exit 1; }
tail -1 said
if mockras check --fault double-lease >said 2>&1 || [ $? -ne 1 ]; then
  cat said
  exit 1
fi
tail -1 said
echo "wheel: works in a fresh environment"
