#!/usr/bin/env bash
# Installs what the scripts of this folder need: Debian packages, Spark from PyPI into target/apps-spark, and sources into target/apps-sources:
# those of the class library when the JDK has none (their package wants a newer JDK than may be here), and those of Commons Collections for its tests.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
packages=(ecj clojure libh2-java libhsqldb-java liblucene8-java groovy jython ant unzip
    rhino bsh jruby scala libxalan2-java antlr4 fop libbatik-java libsaxonhe-java kotlin libjetty9-java tomcat10-common junit5 libeasymock-java libcommons-lang3-java
    libjacoco-java maven libmaven-{resources,compiler,jar,install}-plugin-java libsurefire-java python3-venv)
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
if [ ! -e "$root/target/apps-spark/bin/spark-submit" ]; then
    python3 -m venv "$root/target/apps-spark"
    "$root/target/apps-spark/bin/pip" install -q pyspark==3.5.4
fi
if [ ! -e "$root/target/apps-sources/commons-collections4" ]; then
    mkdir -p "$root/target/apps-sources"
    cd "$root/target/apps-sources"
    # Needs a source list of type deb-src.
    apt-get source -q --download-only libcommons-collections4-java
    mkdir commons-collections4
    tar -xf libcommons-collections4-java_*.orig.tar.* -C commons-collections4 --strip-components 1
    rm libcommons-collections4-java_*
fi
