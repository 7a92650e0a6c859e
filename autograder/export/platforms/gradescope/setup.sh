#!/usr/bin/env bash
# Runs once, as root, when Gradescope builds the image.
# AUTOGRADER_ROOT and AUTOGRADER (a command that is installed already) are for trying this elsewhere.
set -euo pipefail

root="${AUTOGRADER_ROOT:-/autograder}"
source="$root/source"

if [ -z "${AUTOGRADER:-}" ]; then
  wheels=("$source"/*.whl)
  if [ ! -f "${wheels[0]}" ]; then
    echo "No wheel of the grader in the zip: \`pip wheel --no-deps .\` makes it; put it beside setup.sh." >&2
    exit 1
  fi
  python=""
  find_python() { # one that can make an environment; Ubuntu's own can only with python3-venv beside it
    for each in python3.13 python3.12 python3.11 python3; do
      if "$each" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python="$each"
        return
      fi
    done
  }
  find_python
  if [ -z "$python" ]; then
    apt-get update
    apt-get install -y python3-venv || true
    find_python
  fi
  if [ -z "$python" ]; then
    apt-get install -y python3.11 python3.11-venv
    python=python3.11
  fi
  "$python" -m venv "$root/venv"
  "$root/venv/bin/pip" install --no-cache-dir "${wheels[0]}[instructor]"
fi
autograder="${AUTOGRADER:-$root/venv/bin/autograder}"

# Without walls ... (see README.md). The same line stands in run_autograder.
unsafe=()

# The course's own solution has to earn every point here; otherwise the image would grade nobody, and should not be made.
"$autograder" --course "$source/course" score "$source/course/solutions/@ASSIGNMENT@/@ASSIGNMENT@.ipynb" \
  --assignment @ASSIGNMENT@ "${unsafe[@]}"
