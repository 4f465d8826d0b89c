#!/bin/sh
# Installs the versions of requirements.txt into a virtual environment.
set -eu
cd "$(dirname "$0")"
python3 -m venv --clear .installed/venv
.installed/venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
