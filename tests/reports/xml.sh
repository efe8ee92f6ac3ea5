#!/usr/bin/env bash
# xmllint holds JUnit and Checkstyle reports to what their strictest readers take.
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
command -v xmllint >/dev/null || cannot "there is no xmllint: install libxml2-utils"

validate() { xmllint --nonet --noout --schema "$here/xsd/$1.xsd" "$2" >"$work/xmllint.log" 2>&1; }

for format in junit checkstyle; do
  for file in "$samples"/*."$format"; do
    if validate "$format" "$file"; then
      pass "${file##*/}"
    else
      head -n 5 "$work/xmllint.log"
      fail "${file##*/}"
    fi
  done
done

# The schemas do refuse.
refused() {
  sed "$3" "$samples/ordinary.$1" >"$work/wrong.$1"
  cmp -s "$samples/ordinary.$1" "$work/wrong.$1" && { fail "$2: nothing was changed"; return; }
  if validate "$1" "$work/wrong.$1"; then fail "$2 was accepted"; else pass "refused: $2"; fi
}
refused junit "a file attribute on a test case" 's/<testcase /<testcase file="a.c" /'
refused junit "a suite without its counts" '0,/<testsuite /s/ tests="[0-9]*" failures/ failures/'
refused junit "an unknown element" 's/<failure /<broken /; s#</failure>#</broken>#'
refused checkstyle "an unknown severity" 's/severity="error"/severity="fatal"/'
refused checkstyle "an error without a message" 's/ message="[^"]*"//'
finish
