#!/usr/bin/env bash
# The parser library of Jenkins's warnings-ng plugin reads our SARIF, Checkstyle and JUnit.
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
command -v mvn >/dev/null || cannot "there is no mvn: install maven and a JDK (17 or newer)"
command -v java >/dev/null || cannot "there is no java: install a JDK (17 or newer)"
mvn -q -B -f "$here/analysis-model/pom.xml" \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
  -Dmdep.outputFile="$work/classpath" >"$work/mvn.log" 2>&1 ||
  { tail -n 20 "$work/mvn.log" >&2; cannot "mvn failed (is the package registry reachable?)"; }
# The source itself is what java runs: no build files are left in the tree.
java -cp "$(cat "$work/classpath")" "$here/analysis-model/ReadReports.java" "$samples" 2>"$work/java.log" ||
  { status=$?; tail -n 20 "$work/java.log" >&2; exit "$status"; }
