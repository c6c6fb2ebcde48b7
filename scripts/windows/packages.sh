# What is needed, and where it comes from. Part of scripts/windows.sh.

missing=()

# PACKAGE FILE...: the package is missing unless one of these programs or files is there.
needs() {
  local package=$1 file
  shift
  for file in "$@"; do
    if command -v "$file" >/dev/null || [ -e "$file" ]; then
      return
    fi
  done
  missing+=("$package")
}

# Installs what is missing, or says what it is.
get_missing() {
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "these packages of Debian, or what is in them, are missing: ${missing[*]}"
  [ "$(id -u)" -eq 0 ] || fail "missing; as root: apt-get install ${missing[*]}"
  say "installs ${missing[*]}"
  local log=$made/apt.log
  # If one list cannot be fetched, the others may be enough.
  if ! { apt-get update -qq || true; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}"; } >"$log" 2>&1; then
    tail -5 "$log" >&2
    fail "missing, and cannot be installed: ${missing[*]} (see $log)"
  fi
  missing=()
}

has_rustup_target() {
  command -v rustup >/dev/null && rustup target list --installed 2>/dev/null | grep -x "$triple" >/dev/null
}

find_tools() {
  needs "gcc-mingw-w64-${machine/_/-}" "$mingw-gcc"
  [ -n "$exe" ] || needs "g++-mingw-w64-${machine/_/-}" "$mingw-g++" # Only tests are in C++.
  if ! has_rustup_target; then
    needs rustc-web /usr/bin/rustc
    needs cargo-web /usr/bin/cargo
    needs rust-web-src /usr/lib/rustlib/src/rust/library/std/Cargo.toml /usr/share/doc/rust-web-src
  fi
  needs wine64 /usr/lib/wine/wine64 wine64
  get_missing
}

# The 32-bit DLLs of Wine, which the 64-bit one of Debian is able to use and comes without. They are taken from Debian's
# package for 32-bit machines, which is not installed: that takes a system with both. Sets `wine_dlls`.
find_wine_dlls() {
  wine_dlls=
  [ "$machine" = i686 ] || return 0
  wine_dlls=$made/wine32/usr/lib/i386-linux-gnu/wine
  if [ -e "$wine_dlls/i386-windows/ntdll.dll" ]; then
    return
  fi
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || fail "the 32-bit DLLs of Wine are missing: libwine:i386"
  local version apt=$made/apt
  version=$(dpkg-query -W -f '${Version}' libwine) || fail "libwine, of which the 32-bit part is to be taken, is not installed"
  say "takes the 32-bit DLLs of Wine from libwine:i386 $version"
  rm -rf "$apt" "$made/wine32" "$made/wine32.new"
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$made/wine32.new"
  local options=(-o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root
    -o APT::Architectures::=amd64 -o APT::Architectures::=i386)
  if ! { apt-get "${options[@]}" update -qq || true; cd "$apt" && apt-get "${options[@]}" download -qq "libwine:i386=$version"; } \
    >"$made/apt.log" 2>&1; then
    tail -5 "$made/apt.log" >&2
    fail "missing, and cannot be fetched: libwine:i386 (see $made/apt.log)"
  fi
  cd "$here/.."
  dpkg-deb --fsys-tarfile "$apt"/libwine_*_i386.deb |
    tar -x -C "$made/wine32.new" --wildcards './usr/lib/i386-linux-gnu/wine/i386-windows/*'
  # What they need of the system outside is looked for beside them.
  ln -s /usr/lib/x86_64-linux-gnu/wine/x86_64-unix "$made/wine32.new/usr/lib/i386-linux-gnu/wine/x86_64-unix"
  mv "$made/wine32.new" "$made/wine32"
  rm -rf "$apt"
}
