#!/usr/bin/env bash
# An exercism test runner: run.sh SLUG INPUT-FOLDER OUTPUT-FOLDER writes results.json into the last.
# COURSE and AUTOGRADER are for trying this elsewhere.
set -uo pipefail

if [ "$#" -ne 3 ]; then
  echo "usage: $0 SLUG INPUT-FOLDER OUTPUT-FOLDER" >&2
  exit 2
fi
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
course="${COURSE:-$here/course}"
autograder="${AUTOGRADER:-autograder}"
# A slug has hyphens where an assignment has underscores.
assignment="${1//-/_}"
input="${2%/}"
results="${3%/}/results.json"

# Without walls, with the container as the only one: unsafe=(--unsafe). Read README.md first: the answers lie in here, too.
unsafe=()

rm -f "$results"
"$autograder" --course "$course" score "$input" --assignment "$assignment" \
  --format exercism --output "$results" "${unsafe[@]}" >&2
status=$?

# Whatever came of it, the runner itself has run well when it has an answer.
[ -f "$results" ] && exit 0
exit "$status"
