#!/usr/bin/env bash
# Runs every application of this folder, one after the other; ends with 0 when all pass.
# With arguments, only those named: run-all.sh ecj clojure
here=$(cd "$(dirname "$0")" && pwd)
cd "$here" || exit 1
names=("$@")
[ $# -gt 0 ] || for script in *.sh; do
    case $script in common.sh | install.sh | run-all.sh) ;; *) names+=("${script%.sh}") ;; esac
done
passed=0
failed=()
for name in "${names[@]}"; do
    if "./$name.sh"; then passed=$((passed + 1)); else failed+=("$name"); fi
done
echo "$passed of ${#names[@]} applications passed${failed[*]:+; not: ${failed[*]}}"
[ ${#failed[@]} -eq 0 ]
