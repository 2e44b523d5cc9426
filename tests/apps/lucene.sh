#!/usr/bin/env bash
# Lucene indexes the kernels' sources on disk, merges, searches and checks the index.
. "$(dirname "$0")/common.sh"
jars=/usr/share/java/lucene-core-8.7.0.jar
need $jars liblucene8-java
for part in analyzers-common queryparser queries sandbox backward-codecs; do jars+=:/usr/share/java/lucene-$part-8.7.0.jar; done
prepare
javac -nowarn -cp "$jars" -d "$shared" "$here/LuceneDemo.java"
work() {
    "$JAVA" -cp "$shared:$jars" LuceneDemo "$root/bench/java"
}
compare
