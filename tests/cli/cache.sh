#!/usr/bin/env bash
# label: slow
# The result cache: the report is the same with and without it, whatever happens to it.
seed=${MOONGATE_TEST_SEED:-1} # lib.sh clears the environment
. "$(dirname "$0")/../lib.sh"
RANDOM=$seed
echo "seed $seed"

# 1200 small files in one commit, some with findings. Runs below that size leave the cache alone.
many() {
  git init -q .
  mkdir src
  awk 'BEGIN { for (i = 1; i <= 1200; i++) {
    name = "src/f" i ".txt"
    printf "line %d.\nanother%s\n", i, i % 100 == 0 ? "  " : "" > name; close(name) } }'
  mkdir -p .moongate/checks
  write .moongate/checks/_words.lua 'return { word = "forbidden" }\n'
  write .moongate/checks/word.lua 'local words = require "_words"
return {
  api = 1,
  summary = "No such word",
  paths = { include = { "src/*.txt" } },
  options = { also = { default = "another one", doc = "another word" } },
  added_line = function(line, opt)
    if line.text:find(words.word, 1, true) or line.text:find(opt.also, 1, true) then
      line:report("such a word")
    end
  end,
}
'
  git add -A && git commit -qnm "feat: many"
}
report() { moongate check --all --format json "$@" 2>/dev/null | jq -c 'del(.timing, .change.now)'; }
cache=.git/moongate/results-1

it "gives the same report with and without, and works less"
  many
  plain=$(report --no-cache)
  expect_no_file .git/moongate
  first=$(report)
  expect_file $cache
  second=$(report)
  expect_same "the run that fills it" "$plain" "$first"
  expect_same "the run that uses it" "$plain" "$second"
  expect_same findings 12 "$(jq '.findings | length' <<<"$second")"
  size=$(stat -c %s $cache)
  report >/dev/null
  expect_same "a run that finds all" "$size" "$(stat -c %s $cache)"
  run moongate check --all --format json
  # What was not called took no time: only the files with findings were looked at.
  expect_json '.timing.checks["lint/merge-conflict"]' 0
  run moongate check --all --format json --no-cache
  expect_json '.timing.checks["lint/merge-conflict"] > 0' true
  expect_same "permissions" 600 "$(stat -c %a $cache)"

it "asks again what anything changed for"
  many
  report >/dev/null
  # An option.
  printf '[checks.word]\nalso = "line 77."\n' >moongate.toml
  expect_same option 13 "$(report | jq '.findings | length')"
  # An option of a directory.
  rm moongate.toml && printf '[checks.word]\nalso = "line 78."\n' >src/moongate.toml
  git add -A && git commit -qnm "feat: nested"
  expect_same "nested option" 13 "$(report | jq '.findings | length')"
  git rm -qf src/moongate.toml && git commit -qnm "feat: no longer"
  # A check, and what it requires.
  sed -i 's/such a word/such a bad word/; s/another one/line 79./' .moongate/checks/word.lua
  expect_same check 13 "$(report | jq '.findings | length')"
  git checkout -q .moongate
  sed -i 's/forbidden/line 80./' .moongate/checks/_words.lua
  expect_same module 13 "$(report | jq '.findings | length')"
  git checkout -q .moongate
  # Content, path and mode.
  printf 'line 5 \n' >src/f5.txt && mv src/f6.txt src/g6.txt && chmod +x src/f7.txt
  git add -A && git commit -qnm "feat: other"
  expect_same content "$(report --no-cache)" "$(report)"
  expect_same "one more" 13 "$(report | jq '.findings | length')"

it "takes no result of one kind of change for another"
  many
  report >/dev/null
  sed -i 's/^line/a line/' src/*.txt && git add -A && git commit -qnm "feat: changed"
  for what in "--range HEAD~1..HEAD" "--range HEAD~1..HEAD --include-existing" "--commit HEAD" "--all --include-existing"; do
    for round in 1 2; do
      expect_same "$what, round $round" \
        "$(moongate check $what --no-cache --format json 2>/dev/null | jq -c 'del(.timing, .change.now)')" \
        "$(moongate check $what --format json 2>/dev/null | jq -c 'del(.timing, .change.now)')"
    done
  done

it "sees comments that accept findings"
  many
  printf 'x  # moongate:ignore lint/trailing-whitespace why  \n' >src/f1.txt
  printf 'x  # moongate:ignore secrets why\n' >src/f2.txt
  git add -A && git commit -qnm "feat: accepted"
  plain=$(report --no-cache)
  report >/dev/null
  expect_same report "$plain" "$(report)"

it "is left alone by small runs, with --no-cache and on the receiving side"
  many
  git clone -q --bare . server.git
  echo more >>readme && git add readme
  moongate check >/dev/null
  moongate check --all --no-cache >/dev/null
  expect_no_file .git/moongate
  moongate -C server.git install >/dev/null
  git remote add origin server.git
  sed -i 's/^line/a line/' src/*.txt && git add -A && git commit -qnm "feat: changed"
  git push -qn origin HEAD:main 2>/dev/null
  git push -q origin HEAD:main 2>/dev/null
  expect_no_file server.git/moongate

it "lies where MOONGATE_CACHE says"
  many
  export MOONGATE_CACHE=$PWD/elsewhere/deep
  report >/dev/null
  expect_file elsewhere/deep/results-1
  expect_no_file .git/moongate
  unset MOONGATE_CACHE

it "takes a damaged cache for none"
  many
  plain=$(report --no-cache)
  report >/dev/null
  cp $cache whole
  size=$(stat -c %s whole)
  for seed in $(seq 1 12); do
    cp whole $cache
    printf "\\x$(printf %02x $((RANDOM % 256)))" |
      dd of=$cache bs=1 seek=$(((RANDOM * 32768 + RANDOM) % size)) conv=notrunc 2>/dev/null
    expect_same "report $seed" "$plain" "$(report)"
  done
  for garbage in /dev/null /bin/ls; do
    cp $garbage $cache && chmod 600 $cache
    expect_same "$garbage" "$plain" "$(report)"
  done
  rm $cache && mkdir $cache
  expect_same "a directory" "$plain" "$(report)"
  rmdir $cache && ln -s /etc/passwd $cache
  expect_same "a link" "$plain" "$(report)"

it "stands concurrent runs and kills"
  many
  plain=$(report --no-cache)
  for round in $(seq 1 6); do
    report >"a$round" & report >"b$round" & moongate check --all >/dev/null 2>&1 &
    killed=$!
    sleep "0.0$((RANDOM % 9 + 1))"
    kill -9 $killed 2>/dev/null
    wait 2>/dev/null
    expect_same "a$round" "$plain" "$(cat "a$round")"
    expect_same "b$round" "$plain" "$(cat "b$round")"
    [ $((round % 2)) = 0 ] && rm -f $cache
  done
  (ulimit -f 8; report >limited)
  expect_same "with a full disk" "$plain" "$(report)"

it "keeps no word of what was found"
  many
  key="AKIA$(printf 'QWERTYUIOPASDFGH')"
  printf 'key = %s\n' "$key" >src/f3.txt && git add -A && git commit -qnm "feat: key"
  report >/dev/null
  report >/dev/null
  run grep -a -e AKIA -e src/ -e trailing $cache
  expect_exit 1

finish
