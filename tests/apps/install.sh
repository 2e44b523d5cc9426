#!/usr/bin/env bash
# Installs what the scripts of this folder need: Debian packages, and the class library's sources
# into target/apps-sources when the JDK has none (their package wants a newer JDK than may be here).
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
packages=(ecj clojure libh2-java libhsqldb-java liblucene8-java groovy jython ant unzip
    rhino bsh jruby scala libxalan2-java antlr4)
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    $sudo apt-get update -q
    $sudo apt-get install -q -y --no-install-recommends "${missing[@]}"
fi
home=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
if [ ! -e "$home/lib/src.zip" ] && [ ! -e "$root/target/apps-sources/src.zip" ]; then
    mkdir -p "$root/target/apps-sources"
    cd "$root/target/apps-sources"
    apt-get download openjdk-17-source
    dpkg-deb --fsys-tarfile openjdk-17-source_*.deb | tar -xf - --strip-components 6 ./usr/lib/jvm/openjdk-17/lib/src.zip
    rm openjdk-17-source_*.deb
fi
