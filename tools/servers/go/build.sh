#!/usr/bin/env bash
# Builds the servers that only Go has, FerretDB and kfake, into a folder that the tests search: $HOME/go/bin, or the first argument.
# Two minutes; not part of CI.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$HOME/go/bin}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$target"

ferretdb=github.com/FerretDB/FerretDB@v1.24.0
folder=$(cd "$work" && go mod init fetch >/dev/null 2>&1 && go mod download -json "$ferretdb" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
cp -r "$folder" "$work/ferretdb"
chmod -R u+w "$work/ferretdb"
# A release without this file refuses to start.
echo v1.24.0 >"$work/ferretdb/build/version/version.txt"
(cd "$work/ferretdb" && go build -o "$target/ferretdb" ./cmd/ferretdb)

(cd "$here/kfake" && go build -o "$target/kfake" .)
ls -l "$target/ferretdb" "$target/kfake"
