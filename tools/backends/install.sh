#!/usr/bin/env bash
# Builds the real backends that tests talk to, with Go and nothing else, into ${PLINTH_BACKENDS:-$HOME/.cache/plinth/backends}/bin;
# kubernetes-schemas, for kubeconform, is a folder there, and also takes the repository’s own Node.
#   bash tools/backends/install.sh [names…]      without names all of them but helm, those that come first are wanted most
# What is there and was built from the same recipe is left alone. Fails at the end if one of them did.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=${PLINTH_BACKENDS:-$HOME/.cache/plinth/backends}
needed=1.26.8
all=(otelcol telemetrygen kubeconform kubernetes-schemas prometheus loki jaeger alertmanager)
# Of use only with a chart, which no Go module has.
asked=(helm)
names=("$@")
[ $# -gt 0 ] || names=("${all[@]}")

if ! command -v go >/dev/null; then
  echo "backends: Go is not installed; Go $needed or newer builds them" >&2
  exit 1
fi
have=$(go env GOVERSION | sed 's/^go//; s/[^0-9.].*//')
if [ "$(printf '%s\n%s\n' "$needed" "$have" | sort -V | head -n 1)" != "$needed" ]; then
  echo "backends: Go $have is too old; $needed or newer is needed" >&2
  exit 1
fi

export CGO_ENABLED=0 GOWORK=off GOFLAGS="${GOFLAGS:--buildvcs=false}"
mkdir -p "$target/bin" "$target/recipes"
target=$(cd "$target" && pwd)
work=$(mktemp -d "$target/work.XXXXXX")
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir "$work/bin"

# A folder under go/ with go.mod and go.sum; the packages to build.
build() {
  local folder=$1
  shift
  (cd "$here/go/$folder" && go build -mod=readonly -trimpath -ldflags='-s -w' -o "$work/bin/" "$@")
}
# The folder of a module in Go's cache.
download() { (cd "$work" && go mod download -json "$1") | sed -n 's/.*"Dir": "\(.*\)".*/\1/p'; }
install_module() { GOBIN="$work/bin" go install -trimpath -ldflags='-s -w' "$1"; }

build_otelcol() { build otelcol .; }
build_telemetrygen() { install_module github.com/open-telemetry/opentelemetry-collector-contrib/cmd/telemetrygen@v0.161.0; }
build_kubeconform() { install_module github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0; }
build_helm() { install_module helm.sh/helm/v4/cmd/helm@v4.3.1; }
build_prometheus() { build prometheus github.com/prometheus/prometheus/cmd/prometheus github.com/prometheus/prometheus/cmd/promtool; }
build_loki() { build loki github.com/grafana/loki/v3/cmd/loki github.com/grafana/loki/v3/cmd/logcli; }
build_jaeger() { build jaeger github.com/jaegertracing/jaeger/cmd/jaeger; }
# The module lacks the built web UI that its source embeds: an empty page in its place.
build_alertmanager() {
  local source
  source=$(download github.com/prometheus/alertmanager@v0.34.2)
  [ -n "$source" ] && cp -r "$source" "$work/alertmanager" && chmod -R u+w "$work/alertmanager" || return 1
  mkdir -p "$work/alertmanager/ui/app/dist" && echo '<!doctype html>' >"$work/alertmanager/ui/app/dist/index.html"
  (cd "$work/alertmanager" && go build -trimpath -ldflags='-s -w' -o "$work/bin/" ./cmd/alertmanager ./cmd/amtool)
}

# The kinds of Kubernetes, and those of the newest operator that the proxy of Go modules has.
build_kubernetes-schemas() {
  local kubernetes operator
  kubernetes=$(download k8s.io/kubernetes@v1.37.2)
  operator=$(download github.com/open-telemetry/opentelemetry-operator@v0.143.0)
  [ -n "$kubernetes" ] && [ -n "$operator" ] || return 1
  "$here/../../node_modules/.bin/node" "$here/src/kubernetes-schemas/main.ts" "$work/bin/kubernetes-schemas" \
    "$kubernetes/api/openapi-spec/swagger.json" "$operator/config/crd/bases/opentelemetry.io_opentelemetrycollectors.yaml" || return 1
  rm -rf "$target/bin/kubernetes-schemas"
}

# What a backend is made of: its function here, and its folder.
hash_recipe() {
  { declare -f "build_$1" build install_module; [ ! -d "$here/go/$1" ] || cat "$here/go/$1"/*; [ ! -d "$here/src/$1" ] || cat "$here/src/$1"/*; } | sha256sum | cut -d ' ' -f 1
}

failed=()
for name in "${names[@]}"; do
  if ! declare -f "build_$name" >/dev/null; then
    echo "backends: no backend is called $name; there are: ${all[*]} ${asked[*]}" >&2
    exit 2
  fi
  recipe=$(hash_recipe "$name")
  if [ -x "$target/bin/$name" ] && [ "$(cat "$target/recipes/$name" 2>/dev/null)" = "$recipe" ]; then
    echo "$name: there already"
    continue
  fi
  started=$SECONDS
  if "build_$name" && mv "$work/bin"/* "$target/bin/"; then
    echo "$recipe" >"$target/recipes/$name"
    echo "$name: $((SECONDS - started)) s"
  else
    echo "$name: failed after $((SECONDS - started)) s" >&2
    failed+=("$name")
    rm -f "$work/bin"/*
  fi
done
if [ ${#failed[@]} -gt 0 ]; then
  echo "backends: not built: ${failed[*]}" >&2
  exit 1
fi
