#!/usr/bin/env bash
# label: slow
# --fix in partly staged files with repeated and empty lines, CRLF and no final newline: the index and
# the working tree differ afterwards in exactly the fixed bytes. (The same in memory, over many more
# files: tests/unit/fix/carry_over_random_test.cpp.)
seed=${MOONGATE_TEST_SEED:-1} rounds=${MOONGATE_TEST_ROUNDS:-2}
. "$(dirname "$0")/../lib.sh"

echo "fix_random: seed $seed, $rounds rounds of 100 files"

# FILES SEED: each file once in staged/ and once, with unstaged changes, in work/.
make_files() {
  awk -v files="$1" -v seed="$2" '
    function pick(n) { return int(rand() * n) }
    function line() { return texts[1 + pick(count)] }
    BEGIN {
      srand(seed)
      count = split("a|a |b|b  |}|  }|  }  |\t|    |x = 1;|x = 1;  |dup|dup   ", texts, "|")
      texts[++count] = ""; texts[++count] = ""
      for (f = 1; f <= files; ++f) {
        name = "f" f ".txt"
        ending = pick(4) == 0 ? "\r\n" : "\n"
        open = pick(4) == 0
        n = 1 + pick(8)
        text = ""
        for (i = 0; i < n; ++i) lines[i] = line()
        for (i = 0; i < n; ++i) text = text lines[i] (i == n - 1 && open ? "" : ending)
        printf "%s", text > ("staged/" name)
        # Lines go, come, are doubled and changed; the last one gets or loses its newline.
        text = ""
        if (pick(6) == 0) ending = "\r\n"
        for (i = 0; i < n; ++i) {
          how = pick(8)
          if (how == 0) continue
          if (how == 1) text = text line() ending
          if (how == 2) text = text lines[i] ending
          text = text (how == 3 ? line() : lines[i]) (i == n - 1 && pick(3) == 0 ? "" : ending)
        }
        printf "%s", text > ("work/" name)
        close("staged/" name); close("work/" name)
      }
    }'
}

for ((round = 0; round < rounds; ++round)); do
  for checks in trailing-whitespace all; do
    it "changes nothing but the fixed bytes ($checks, seed $((seed + round)))"
      mkdir staged work
      make_files 100 $((seed + round))
      empty_repository repository
      cd repository || exit 1
      cp ../staged/* . && git add . && cp ../work/* .
      if [ "$checks" = all ]; then check=lint; else check=lint/$checks; fi
      run moongate check --fix --check $check --fail-on never
      expect_exit 0
      mkdir ../index && git checkout-index -a --prefix=../index/
      if [ "$checks" = all ]; then
        # Whatever was fixed, no fix has touched anything but spaces and line endings.
        for file in *.txt; do
          [ "$(tr -d ' \t\r\n' <"$file")" = "$(tr -d ' \t\r\n' <"../work/$file")" ] ||
            fail "$file of the working tree has lost, doubled or moved text"
          [ "$(tr -d ' \t\r\n' <"../index/$file")" = "$(tr -d ' \t\r\n' <"../staged/$file")" ] ||
            fail "$file of the index has lost, doubled or moved text"
        done
        run moongate check --check $check
        expect_exit 0
        continue
      fi
      for file in *.txt; do
        # Every line is there, in its place; it is as it was, or as its staged twin was fixed.
        sed -E 's/[ \t]+(\r?)$/\1/' "../staged/$file" | cmp -s - "../index/$file" ||
          fail "$file of the index is not the staged one without trailing whitespace"
        awk -v staged="../staged/$file" -v before="../work/$file" '
          BEGIN {
            lines = 0
            while ((getline line <staged) > 0) { sub(/\r$/, "", line); known[line] = 1 }
            while ((getline line <before) > 0) was[++lines] = line
          }
          {
            plain = was[FNR]; sub(/\r$/, "", plain)
            fixed = was[FNR]; sub(/[ \t]+$/, "", fixed)
            if (fixed == was[FNR] && sub(/[ \t]+\r$/, "", fixed)) fixed = fixed "\r"
            if ($0 != was[FNR] && !($0 == fixed && plain in known)) wrong = FNR
          }
          END {
            # A last line of spaces without a newline is nothing when they are gone.
            if (FNR == lines - 1 && was[lines] in known && was[lines] ~ /^[ \t]+$/) --lines
            exit wrong || FNR != lines
          }' "$file" ||
          fail "$file of the working tree differs in more than what was fixed"
        [ "$(tail -c 1 "$file" | od -An -c)" = "$(tail -c 1 "../work/$file" | od -An -c)" ] ||
          [ -n "$(tail -c 1 "../work/$file")" ] || fail "$file: its end has changed"
      done
  done
done

finish
