#!/usr/bin/env bash
# Microsoft's SARIF validator with GitHub's rules. It exits with 0 whatever it finds, so its own
# SARIF output is read.
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
node_validators
tool=$(find -L "$NODE_PATH/@microsoft" -maxdepth 2 -name Sarif.Multitool -type f | head -n 1)
[ -x "$tool" ] || cannot "the SARIF multitool is not among the installed packages of this platform"

# Without it the program looks for ICU's libraries, which a small machine does not have.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

# It would ask the network whether schema addresses answer. Where a namespace can be had it gets none.
offline=()
if unshare -rn true 2>/dev/null; then offline=(unshare -rn); fi

# It keeps to itself what it thinks of a file with a level that SARIF does not know; that is what the
# schema is for (json_schema.sh). Here: is it able to refuse at all?
sed 's/"ruleIndex": 0/"ruleIndex": 77/' "$samples/ordinary.sarif" >"$samples/wrong.sarif"

for name in empty clean ordinary broken hostile large wrong; do
  file=$samples/$name.sarif
  out=$work/$name.out
  "${offline[@]}" "$tool" validate "$file" --rule-kind 'Sarif;Ghas' --level 'Error;Warning;Note' \
    --kind Fail --max-file-size-in-kb 100000 -o "$out" --log ForceOverwrite >"$work/$name.log" 2>&1 ||
    { tail -n 20 "$work/$name.log"; fail "$name: the validator did not run"; continue; }
  errors=$(node -e '
    const runs = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8").replace(/^\uFEFF/, "")).runs;
    let count = 0;
    for (const run of runs) {
      const rules = run.tool.driver.rules || [];
      for (const result of run.results || []) {
        const level = result.level || "warning";
        if (level !== "error") continue;
        count += 1;
        const where = ((result.locations || [])[0] || {}).physicalLocation || {};
        console.error(result.ruleId, JSON.stringify(result.message).slice(0, 300),
                      JSON.stringify(where.region || {}));
      }
      for (const invocation of run.invocations || [])
        for (const note of invocation.toolExecutionNotifications || [])
          if (note.level === "error") { count += 1; console.error(JSON.stringify(note.message)); }
    }
    console.log(count);' "$out" 2>"$work/$name.errors") || errors=unreadable
  if [ "$name" = wrong ]; then
    if [ "$errors" != 0 ] && [ "$errors" != unreadable ]; then pass "a wrong ruleIndex is refused"
    else fail "a wrong ruleIndex was accepted ($errors)"; fi
  elif [ "$errors" = 0 ]; then
    pass "$name.sarif"
  else
    sort "$work/$name.errors" | head -n 20
    fail "$name.sarif: $errors errors"
  fi
done
finish
