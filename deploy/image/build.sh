#!/bin/sh
# What the image holds: an environment of Python with the pinned packages and the bot, and a list of what is in it (SBOM).
# build.sh SOURCE TARGET SCRATCH; nothing is compiled, and nothing that builds stays in TARGET.
set -eu
umask 022  # the service reads it, as somebody else
source=$1 target=$2 scratch=$3
python3 -m venv "$target"
python3 -m venv "$scratch/tools"
"$target/bin/python" -m pip install --quiet --no-cache-dir --require-hashes --no-deps -r "$source/deploy/requirements.txt"
"$scratch/tools/bin/python" -m pip install --quiet --no-cache-dir --require-hashes --no-deps \
    -r "$source/deploy/image/requirements.txt"
"$scratch/tools/bin/python" -m pip wheel --quiet --no-build-isolation --no-deps --wheel-dir "$scratch" "$source"
"$target/bin/python" -m pip install --quiet --no-cache-dir --no-deps "$scratch"/*.whl
"$target/bin/python" -m briefings.language.lexicon  # word lists as files that are mapped: it starts sooner
"$target/bin/python" -m briefings.answering.sayings
"$target/bin/python" -m pip uninstall --quiet --yes setuptools pip
"$scratch/tools/bin/cyclonedx-py" environment --output-reproducible --output-file "$scratch/sbom.json" "$target/bin/python"
"$target/bin/python" -m compileall -q -j 0 "$target/lib"
"$target/bin/jbz" --version
