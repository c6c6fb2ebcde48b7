#!/bin/bash -eu
# Builds the targets that need nothing but mockras. Not tried yet: see CONTRIBUTING.md.
cd "$SRC/mockras"
cargo fuzz build -O
for target in inspect lifecycle lifecycle_bytes; do
  cp "fuzz/target/x86_64-unknown-linux-gnu/release/$target" "$OUT/"
done

# Inputs of `lifecycle` are scenario files, so its seeds are the corpus.
find corpus -name '*.toml' -print0 | xargs -0 zip -q "$OUT/lifecycle_seed_corpus.zip"
printf '[libfuzzer]\nmax_len = 16384\n' > "$OUT/lifecycle.options"

# Scenarios are drawn from bytes: a seed of full size, and inputs that stay long.
head -c 2048 /dev/zero | tr '\0' 'U' > /tmp/full
zip -qj "$OUT/lifecycle_bytes_seed_corpus.zip" /tmp/full
printf '[libfuzzer]\nmax_len = 2048\nlen_control = 0\n' > "$OUT/lifecycle_bytes.options"
