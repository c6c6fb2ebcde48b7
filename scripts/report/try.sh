#!/usr/bin/env bash
# Opens reports in a headless Chromium, as `cargo test` cannot: does the script run without an error, do a click, a filter and
# the keys do what they should, does the page fit a narrow window, is nothing loaded? Needs the command `mockras` on the path (or in
# target/debug), chromium, node and npm. Screenshots go to target/report/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

PATH="$PWD/target/debug:$PATH"
out=$PWD/target/report
rm -rf "$out"
mkdir -p "$out" target/browser
npm install --silent --no-audit --no-fund --prefix target/browser playwright-core@1.64.1 >/dev/null

# Each of these has findings, or none: how the command ends is not the question here.
make() {
  mockras "$@" 2>/dev/null || true
}
make check --format html="$out/corpus.html"
make check corpus/start/accept-all.toml --format html="$out/none.html"
make run fault/double-lease.toml --fault double-lease --format svg="$out/run.svg"

cat >"$out/hostile.toml" <<'EOF'
steps = [
  { dial = { port = "VPN2-0", user = "<script>alert(1)</script>" } },
  { dial = { port = "VPN2-1", user = "\"><img src=x onerror=alert(2)>", domain = "</style>\u202e\u0000" } },
]
[[dll]]
stock = "scripted"
name = "</style><svg/onload>"
script = { ipv4 = "10.1.1.1" }
EOF
make check "$out/hostile.toml" --format html="$out/hostile.html"
make fuzz --fault panic --cases 40 --save "$out/cases" --format json="$out/one.json"
node scripts/report/multiply.mjs "$out/one.json" 5000 >"$out/many.json"
make merge "$out/many.json" --format html="$out/many.html"

node scripts/report/look.mjs "$PWD/target/browser" "$out"
