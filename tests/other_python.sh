#!/bin/sh
# Solves the kept problems and plans the first example under the Python of another Debian, and compares with this one.
#
#   tests/other_python.sh SUITE FOLDER [PYTHON]      e.g.  tests/other_python.sh trixie ../trixie .venv/bin/python
#
# SUITE   Debian release whose Python is tried (trixie: 3.13)
# FOLDER  where its base system is put, some 2 GB; used again when it is there
# PYTHON  this machine's, with the requirements installed; .venv/bin/python when left out
#
# Needs root, debootstrap and the registries of Debian and of Python. Prints both versions; ends with 0 when every byte
# of the answers and of the plan is the same.
set -eu
[ $# -ge 2 ] || { sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2; }
suite=$1
folder=$2
cd "$(dirname "$0")/.."
here=${3:-.venv/bin/python}

[ -x "$folder/usr/bin/python3" ] ||
    debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates "$suite" "$folder"
for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
    cp -L "$file" "$folder$file"
done
there() { chroot "$folder" env -C /product NUMBA_CACHE_DIR=/product/.numba "$@"; }

rm -rf "$folder/product"
mkdir "$folder/product"
git archive HEAD | tar -x -C "$folder/product"
[ -x "$folder/venv/bin/python" ] || there python3 -m venv /venv
hypothesis=$(sed -n 's/.*"\(hypothesis==[^"]*\)".*/\1/p' pyproject.toml)
there env PIP_CERT=/etc/ssl/certs/ca-certificates.crt /venv/bin/python -m pip install --quiet \
    --disable-pip-version-check --requirement requirements.txt "$hypothesis"

"$here" --version
there /venv/bin/python --version
there /venv/bin/python -m tests.golden.solves
there /venv/bin/python -m tests.golden.solves --print >"$folder/product/there.txt"
(cd "$folder/product" && "$(cd "$OLDPWD" && realpath -s "$here")" -m tests.golden.solves --print >here.txt)
cmp "$folder/product/here.txt" "$folder/product/there.txt"
echo "the same $(wc -c <"$folder/product/here.txt") bytes"
