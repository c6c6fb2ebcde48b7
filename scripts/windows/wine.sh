# Wine, with what it lacks. Part of scripts/windows.sh.

# A path as programs under Wine have it.
inside() {
  printf 'Z:%s' "${1//\//\\}"
}

# Finds Wine: `wine` starts a program, `wineserver` is told to stop.
find_wine() {
  wine=$(PATH=/usr/lib/wine:$PATH command -v wine64 || PATH=/usr/lib/wine:$PATH command -v wine) || fail "there is no wine64"
  wineserver=$(PATH=/usr/lib/wine:$PATH command -v wineserver64 || command -v wineserver) || fail "there is no wineserver"
}

# The DLL that Wine 8 lacks.
make_bcryptprimitives() {
  "$mingw-gcc" -shared -O2 -s -Wl,--kill-at -o "$made/bin/bcryptprimitives.dll" "$here/windows/bcryptprimitives.c" -ladvapi32
}

# That DLL, and compilers that the tests find under Wine.
make_helpers() {
  make_bcryptprimitives
  local name
  for name in gcc g++; do
    "$mingw-gcc" -municode -O2 -DCOMPILER="L\"$mingw-$name\"" -o "$made/bin/$name.exe" "$here/windows/compiler.c"
  done
}

# The script that starts Wine. It has a folder of its own for everything, so that HOME can be read-only.
make_runner() {
  local quoted
  printf -v quoted '%q' "$made"
  cat >"$made/wine.new" <<TEXT
#!/bin/bash
# Starts a program under Wine as the tests are: wine PROGRAM.exe ARGUMENTS
made=$quoted
export WINEPREFIX=\$made/prefix WINEDEBUG=\${WINEDEBUG:--all} WINEDLLOVERRIDES='winemenubuilder.exe,mscoree,mshtml='
export HOME=\$made/home XDG_RUNTIME_DIR=\$made/home LC_ALL=C.UTF-8 WINEPATH='$(inside "$made/bin")'
unset DISPLAY WAYLAND_DISPLAY WINEARCH WINESERVER WINELOADER WINEDLLPATH
${wine_dlls:+export WINEDLLPATH=$(printf '%q' "$wine_dlls")}
exec '$wine' "\$@"
TEXT
  chmod +x "$made/wine.new"
  mv "$made/wine.new" "$made/wine"
}

# What a prefix is made from: if this changes, it is made anew.
stamp() {
  "$wine" --version
  cat "$here/windows/wine.sh"
  printf '%s\n' "$made" "$wine_dlls"
}

# Makes a prefix, unless one is there that was finished, by the same Wine.
make_prefix() {
  local prefix=$made/prefix
  make_helpers
  make_runner
  trap 'WINEPREFIX=$made/prefix "$wineserver" -k >/dev/null 2>&1 || true' EXIT
  if [ -f "$prefix/made-by" ] && stamp | cmp -s - "$prefix/made-by"; then
    return
  fi
  if [ -e "$prefix" ]; then
    say "the Wine prefix is stale or half made, and is made anew"
    WINEPREFIX=$prefix "$wineserver" -k >/dev/null 2>&1 || true
    rm -rf "$prefix"
  fi
  say "makes a Wine prefix in $prefix"
  # Now and then Wine cannot, and can the next time: its server for a folder that was there before may still be ending.
  local try
  for try in 1 2 3; do
    if "$made/wine" wineboot -i >"$made/prefix.log" 2>&1; then
      break
    fi
    tail -1 "$made/prefix.log" >&2
    [ "$try" -lt 3 ] || fail "Wine cannot make its prefix (see $made/prefix.log)"
    say "Wine could not make its prefix, and tries again"
    WINEPREFIX=$prefix "$wineserver" -k >/dev/null 2>&1 || true
    WINEPREFIX=$prefix "$wineserver" -w >/dev/null 2>&1 || true
    rm -rf "$prefix"
  done
  # Temporary files lie on the drive of everything else: the tests have paths without a drive.
  local name
  for name in TEMP TMP; do
    "$made/wine" reg add 'HKCU\Environment' /f /v "$name" /d "$(inside "$made/temp")" >>"$made/prefix.log" 2>&1
  done
  WINEPREFIX=$prefix "$wineserver" -w || true # It has written its registry then.
  stamp >"$prefix/made-by"
}
