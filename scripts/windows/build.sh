# cargo for Windows, and the tests. Part of scripts/windows.sh.

# A Rust that has a standard library for Windows, or can build one.
find_cargo() {
  if has_rustup_target; then
    cargo=(cargo)
    std=()
  else
    cargo=(env RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc /usr/bin/cargo)
    std=(-Zbuild-std=std,panic_unwind,test)
  fi
  # cargo keeps what it fetches in the home directory, which may be read-only.
  local home=${CARGO_HOME:-$HOME/.cargo}
  if ! { mkdir -p "$home" && probe=$(mktemp "$home/.write-XXXXXX") && rm "$probe"; } 2>/dev/null; then
    say "$home is read-only; cargo keeps what it fetches in $target/cargo"
    mkdir -p "$target/cargo"
    [ ! -f "$home/config.toml" ] || cp "$home/config.toml" "$target/cargo/"
    export CARGO_HOME=$target/cargo
  fi
}

# What Debian's Rust lacks for 32-bit Windows: two objects, which stand first and last in every program. A linker that puts
# in those that are compiled here.
make_linker() {
  linker=()
  if [ "$machine" != i686 ] || has_rustup_target; then
    return
  fi
  local name sources=/usr/lib/rustlib/src/rust/library/rtstartup
  for name in rsbegin rsend; do
    RUSTC_BOOTSTRAP=1 /usr/bin/rustc --target "$triple" --emit=obj -O -o "$made/bin/$name.o" "$sources/$name.rs"
  done
  cat >"$made/linker" <<TEXT
#!/bin/bash
arguments=()
for argument in "\$@"; do
  case \$argument in
    */rsbegin.o | rsbegin.o) argument=$(printf '%q' "$made/bin/rsbegin.o") ;;
    */rsend.o | rsend.o) argument=$(printf '%q' "$made/bin/rsend.o") ;;
  esac
  arguments+=("\$argument")
done
exec $mingw-gcc "\${arguments[@]}"
TEXT
  chmod +x "$made/linker"
  linker=(--config "target.$triple.linker='$made/linker'")
}

# cargo with this verb and its arguments, for Windows.
cargo_for_windows() {
  local verb=$1
  shift
  "${cargo[@]}" --config "target.$triple.runner=['$made/wine']" ${linker[@]+"${linker[@]}"} "$verb" --target "$triple" \
    --target-dir "$target" ${std[@]+"${std[@]}"} "$@"
}

run_tests() {
  say "$("${cargo[@]}" --version), $("$wine" --version), $("$mingw-gcc" --version | head -1)"
  export INSTA_WORKSPACE_ROOT
  INSTA_WORKSPACE_ROOT=$(inside "$PWD")
  # Nobody debugs there, and without it everything is built and linked in two thirds of the time.
  export CARGO_PROFILE_DEV_DEBUG=${CARGO_PROFILE_DEV_DEBUG:-0}
  # What runs that were killed have left.
  find "$made/temp" -mindepth 1 -mmin +600 -delete
  make_linker
  cargo_for_windows test "$@"
}
