#!/usr/bin/env bash
# A campaign in shares, on one machine, by GNU parallel.
#
#   scripts/shares/parallel.sh SHARES FLAGS-OF-FUZZ..
#
# PARALLEL_FLAGS, such as `--jobs 4`, go to parallel. Leaves share-N.json, share-N/ for each share, in the place of those
# of an earlier campaign, and whole.json and mockras-cases/ for all; ends as `mockras merge` does.
set -euo pipefail
[ $# -ge 1 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
shares=$1
shift

rm -rf share-[0-9]* whole.json

# A share that finds something exits with 1, one without cases with 3: that stops no other. The shell that parallel starts
# reads the flags once more, so they are quoted.
seq "$shares" |
  parallel ${PARALLEL_FLAGS:-} --no-notice --quote \
    mockras fuzz --shard "{}/$shares" --jobs 1 --save "share-{}" --format "json=share-{}.json" "$@" || true

reports=() folders=()
for share in $(seq "$shares"); do
  reports+=("share-$share.json")
  folders+=("share-$share")
done
mockras merge "${reports[@]}" "${folders[@]}" --save mockras-cases --format text --format json=whole.json
