# Programs for each target, and folders that are packed. Part of scripts/release.sh.

# Builds the command, and for Windows the stand-in as well. Sets `built_TRIPLE`, where they are.
declare -A built
build() {
  local triple=$1
  say "builds for $triple"
  case $triple in
    *-windows-*) build_for_windows "$triple" ;;
    *)
      local linker=()
      # The compiler of Debian for another Linux.
      if [ "$triple" != "$host" ] && command -v "${triple/-unknown/}-gcc" >/dev/null; then
        linker=(--config "target.$triple.linker='${triple/-unknown/}-gcc'")
      fi
      cargo build --locked --profile "$profile" --target "$triple" -p mockras-cli ${linker[@]+"${linker[@]}"}
      built[$triple]=${CARGO_TARGET_DIR:-$PWD/target}/$triple/$folder
      ;;
  esac
  case $triple in *-linux-*) look_at_glibc "${built[$triple]}/mockras" ;; esac
}

# As scripts/windows.sh does it, with the Rust that is there.
build_for_windows() {
  triple=$1
  machine=${triple%%-*}
  mingw=$machine-w64-mingw32
  exe=yes
  target=$PWD/target/windows
  made=$target/$machine
  mkdir -p "$made/bin"
  . "$here/windows/packages.sh"
  . "$here/windows/wine.sh"
  . "$here/windows/build.sh"
  if ! has_rustup_target; then
    needs rustc-web /usr/bin/rustc
    needs cargo-web /usr/bin/cargo
    needs rust-web-src /usr/lib/rustlib/src/rust/library/std/Cargo.toml
  fi
  needs "gcc-mingw-w64-${machine/_/-}" "$mingw-gcc"
  get_missing
  find_cargo
  make_linker
  make_bcryptprimitives
  cargo_for_windows build --locked --profile "$profile" -p mockras-cli
  cargo_for_windows build --locked --profile "$profile" -p mockras-native --example mprapi
  built[$triple]=$target/$triple/$folder
  # The Windows half of other systems; the DLL that Wine 8 lacks is for Wine alone.
  mkdir -p "$out/windows/$machine"
  cp "${built[$triple]}/mockras.exe" "${built[$triple]}/examples/mprapi.dll" "$made/bin/bcryptprimitives.dll" \
    "$out/windows/$machine/"
}

# The newest glibc of which the program needs a function.
look_at_glibc() {
  local newest
  newest=$(objdump -T "$1" | sed -n 's/.*(\{0,1\}GLIBC_\([0-9.]*\).*/\1/p' | sort -Vu | tail -1)
  [ -n "$newest" ] || fail "$1: loads no glibc, so it could load no DLL either"
  say "the program needs glibc $newest"
  if [ -n "$glibc" ] && [ "$(printf '%s\n' "$newest" "$glibc" | sort -V | tail -1)" != "$glibc" ]; then
    fail "$1: needs glibc $newest, newer than $glibc"
  fi
}

# Puts together what an archive holds, and packs it.
pack() {
  local triple=$1 name stage
  name=mockras-$version-$triple
  stage=$PWD/target/stage/$name
  rm -rf "$stage"
  mkdir -p "$stage"
  cp README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT "$stage/"
  cp -R include "$stage/include"
  [ ! -d "$pages/man" ] || cp -R "$pages/man" "$stage/man"
  [ ! -d "$pages/completions" ] || cp -R "$pages/completions" "$stage/completions"
  case $triple in
    *-windows-*) cp "${built[$triple]}/mockras.exe" "${built[$triple]}/examples/mprapi.dll" "$stage/" ;;
    *)
      cp "${built[$triple]}/mockras" "$stage/"
      [ ! -d "$out/windows" ] || cp -R "$out/windows" "$stage/windows"
      ;;
  esac
  "$python" "$here/release/pack.py" "$stage" "$out/$name$(suffix "$triple")"
  say "packed $name$(suffix "$triple")"
}
