#!/usr/bin/env bash
# Tries an archive as somebody who has just unpacked it: try.sh ARCHIVE. Needs Python 3 and a C compiler.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
archive=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
python=$(command -v python3 || command -v python)
# Below `target`, so that it is the same folder to programs of Windows.
folder=$here/../../target/stage/tried
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"

fail() {
  printf 'try: %s: %s\n' "$archive" "$*" >&2
  exit 1
}
expects() {
  local code=$1 got=0
  shift
  printf '$ %s\n' "$*"
  "$@" >said 2>&1 || got=$?
  tail -1 said
  [ "$got" -eq "$code" ] || { cat said && fail "exit $got, expected $code"; }
}

"$python" "$here/pack.py" --unpack "$archive" .
name=$(basename "${archive%.zip}" .tar.gz)
version=${name#mockras-}
version=${version%%-*}
[ -d "$name" ] || fail "holds no folder $name"
cd "$name"
for file in README.md LICENSE-MIT LICENSE-APACHE CHANGELOG.md include/mprapi.h include/windows.h; do
  [ -s "$file" ] || fail "lacks $file"
done
case $name in
  *-windows-*)
    mockras=./mockras.exe
    library=gate.dll
    flags=(-shared)
    [ -s mprapi.dll ] || fail "lacks mprapi.dll"
    # Wine's own DLL would stand in for that of Windows.
    [ ! -e bcryptprimitives.dll ] || fail "holds bcryptprimitives.dll"
    ;;
  *)
    mockras=./mockras
    library=libgate.so
    flags=(-shared -fPIC -fshort-wchar -I include)
    case $name in *-apple-*) flags+=(-Wl,-undefined,dynamic_lookup) ;; esac
    ;;
esac
expects 0 "$mockras" --version
grep -qF "$version" said || fail "is not version $version"
expects 0 "$mockras" check --dll stock:address-pool
expects 1 "$mockras" check --fault double-lease
# A DLL in C that asks the service for something, with the headers of the archive.
"${CC:-cc}" "${flags[@]}" -g -o "$library" "$here/../../native/tests/dll/c/typical.c"
expects 0 "$mockras" inspect "$library"
expects 0 "$mockras" check --dll "./$library"
printf 'try: %s works\n' "$name"
