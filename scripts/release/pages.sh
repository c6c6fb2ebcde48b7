# Man pages and completions, which are the same for every system. Part of scripts/release.sh.

# A program that runs here writes them: one that was built, or one for this machine.
make_pages() {
  local program shell
  pages=$PWD/target/stage/pages
  rm -rf "$pages"
  mkdir -p "$pages"
  if [ -n "${built[$host]:-}" ]; then
    program=${built[$host]}/mockras
  else
    cargo build --locked -p mockras-cli
    program=${CARGO_TARGET_DIR:-$PWD/target}/debug/mockras
  fi
  if ! "$program" man --help >/dev/null 2>&1; then
    say "no man pages and completions: this mockras writes none"
    return
  fi
  mkdir -p "$pages/man" "$pages/completions"
  "$program" man "$pages/man"
  "$program" completions bash >"$pages/completions/mockras.bash"
  "$program" completions zsh >"$pages/completions/_mockras"
  "$program" completions fish >"$pages/completions/mockras.fish"
  "$program" completions powershell >"$pages/completions/mockras.ps1"
}
