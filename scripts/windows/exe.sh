# The Windows half of mockras, built and installed. Part of scripts/windows.sh.

# Where mockras looks for it.
data_folder() {
  if [ -n "${MOCKRAS_DATA:-}" ]; then
    realpath -m -- "$MOCKRAS_DATA"
    return
  fi
  case ${XDG_DATA_HOME:-} in
    /*) printf '%s/mockras\n' "$XDG_DATA_HOME" ;;
    *)
      [ -n "${HOME:-}" ] || fail "there is no HOME; MOCKRAS_DATA=FOLDER names a folder of data"
      printf '%s/.local/share/mockras\n' "$HOME"
      ;;
  esac
}

# Puts a file where it belongs, whole: somebody may play with the old one.
put() {
  local file=$1 place=$2
  cp "$file" "$place.new"
  mv "$place.new" "$place"
}

install_exe() {
  local folder built=$target/$triple/release
  folder=$(data_folder)/windows/$machine
  mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ] ||
    fail "$folder: cannot be written; MOCKRAS_DATA=FOLDER names another folder of data"
  find_tools
  find_wine_dlls
  find_wine
  find_cargo
  say "$("${cargo[@]}" --version), $("$wine" --version), $("$mingw-gcc" --version | head -1)"
  make_bcryptprimitives
  make_linker
  cargo_for_windows build --release -p mockras-cli
  cargo_for_windows build --release -p mockras-native --example mprapi
  # What helps a debugger makes it five times as large.
  "$mingw-strip" -S -o "$made/bin/mockras.exe" "$built/mockras.exe"
  "$mingw-strip" -S -o "$made/bin/mprapi.dll" "$built/examples/mprapi.dll"
  if [ -n "$wine_dlls" ] && [ ! -e "$folder/wine/i386-windows/ntdll.dll" ]; then
    rm -rf "$folder/wine" "$folder/wine.new"
    cp -a "$wine_dlls" "$folder/wine.new"
    mv "$folder/wine.new" "$folder/wine"
  fi
  local name
  for name in bcryptprimitives.dll mprapi.dll mockras.exe; do
    put "$made/bin/$name" "$folder/$name"
  done
  say "the Windows half of mockras is in $folder; now: mockras check --dll gate.dll"
}
