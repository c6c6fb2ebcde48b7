#!/usr/bin/env bash
# Runs a command, and says what is left of it; --help says more.
set -euo pipefail

if [ $# -eq 0 ] || [ "$1" = --help ]; then
  cat <<'TEXT'
usage: scripts/leftovers.sh COMMAND...

Runs the command with a folder of its own for temporary files, and then lists the processes that it has left running and the
files in that folder. Processes are found by a variable of their environment, so this is for Linux.

exit code: that of the command; 1 if it succeeded and something is left
TEXT
  exit 2
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mark=MOCKRAS_LEFTOVERS=$folder

code=0
env "$mark" TMPDIR="$folder" "$@" || code=$?

left=0
for process in /proc/[0-9]*; do
  [ "${process#/proc/}" != $$ ] || continue
  if tr '\0' '\n' 2>/dev/null <"$process/environ" | grep -qxF "$mark"; then
    printf 'leftovers: process %s: %s\n' "${process#/proc/}" "$(tr '\0' ' ' <"$process/cmdline" 2>/dev/null)"
    left=1
  fi
done
while IFS= read -r file; do
  printf 'leftovers: file %s\n' "$file"
  left=1
done < <(find "$folder" -mindepth 1 -maxdepth 1)
[ "$left" -eq 1 ] || printf 'leftovers: none\n'
[ "$code" -ne 0 ] || code=$left
exit "$code"
