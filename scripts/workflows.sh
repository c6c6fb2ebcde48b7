#!/usr/bin/env bash
# Checks the workflows of this project, and those that docs/how-to/ci.md shows, against the schemas of GitHub and GitLab.
# Needs Python 3 with venv; check-jsonschema, which brings the schemas along, is installed into target/workflows by pip.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=$(command -v python3 || command -v python) || {
  echo "workflows: there is no Python 3" >&2
  exit 2
}
tools=$PWD/target/workflows/tools
if [ ! -x "$tools/bin/check-jsonschema" ]; then
  rm -rf "$tools"
  "$python" -m venv "$tools"
  "$tools/bin/python" -m pip install --quiet --disable-pip-version-check 'check-jsonschema<1'
fi

# The block that follows `<!-- workflow: NAME -->` on the page.
shown() {
  awk -v marker="<!-- workflow: $1 -->" '
    !armed { armed = index($0, marker) > 0; next }
    /^```/ { if (inside) exit; inside = 1; next }
    inside { print }
  ' docs/how-to/ci.md
}

for name in github gitlab; do
  shown "$name" >"target/workflows/$name.yml"
  [ -s "target/workflows/$name.yml" ] || {
    echo "workflows: docs/how-to/ci.md has no workflow for $name" >&2
    exit 1
  }
done
check() { "$tools/bin/check-jsonschema" --color never --builtin-schema "$@"; }
check vendor.github-workflows .github/workflows/*.yml target/workflows/github.yml
check vendor.gitlab-ci --data-transform gitlab-ci target/workflows/gitlab.yml
# A schema that takes anything proves nothing.
sed 's/runs-on:/runs-upon:/' target/workflows/github.yml >target/workflows/wrong.yml
if check vendor.github-workflows target/workflows/wrong.yml >/dev/null; then
  echo "workflows: a workflow that is wrong was taken" >&2
  exit 1
fi
