#!/bin/sh
# Compiles the adapter with the versions of pom.xml, and copies the libraries beside it.
set -eu
cd "$(dirname "$0")"
rm -rf target .installed/lib .installed/classes
mvn --quiet --batch-mode compile dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=.installed/lib
mv target/classes .installed/classes
rm -r target
