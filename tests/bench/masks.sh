#!/usr/bin/env bash
# What masking costs: the same run with and without it, over a tree full of secrets and private keys.
. "$(dirname "$0")/lib.sh"
moongate=$BUILD_DIR/moongate
rounds=${MOONGATE_BENCH_ROUNDS:-7}

# Made up from a fixed seed, and written nowhere but here.
repository=$SCRATCH/secrets
python3 - "$repository" <<'PYTHON'
import os, random, string, sys
root, r = sys.argv[1], random.Random(20261130)
alphabet = string.ascii_letters + string.digits
text = lambda n, letters=alphabet: "".join(r.choice(letters) for _ in range(n))
words = [text(r.randint(2, 9), string.ascii_lowercase) for _ in range(3000)]
line = lambda: " ".join(r.choice(words) for _ in range(9)) + "\n"
lines = [line() for _ in range(4000)]
for i in range(1914):
    directory = f"{root}/src/{i % 40}"
    os.makedirs(directory, exist_ok=True)
    body = [r.choice(lines) for _ in range(310)]
    if i % 2 == 0: body.insert(r.randrange(len(body)), f'password = "{text(14)}9x"\n')
    with open(f"{directory}/f{i}.py", "w") as file: file.writelines(body)
    if i % 14 == 0:
        dashes, base64 = "-" * 5, alphabet + "+/"
        block = "\n".join(["MII" + text(61, base64)] + [text(64, base64) for _ in range(25)])
        with open(f"{directory}/k{i}.pem", "w") as file:
            file.write(f"{dashes}BEGIN RSA PRIVATE KEY{dashes}\n{block}\n{dashes}END RSA PRIVATE KEY{dashes}\n")
with open(f"{root}/thousand.py", "w") as file:
    file.writelines(f'api_{i}_password = "{text(16)}7q"\n' for i in range(1000))
PYTHON
git init -q "$repository"
printf '[limits]\nfindings = 100000\n' >"$repository/moongate.toml"
git -C "$repository" add -A
git -C "$repository" commit -q -m "chore: a tree full of secrets"

check() { one_core "$moongate" -C "$repository" check --no-cache --jobs 1 --check secrets --format json "$@"; }
found=$(check --all -- src | jq '.findings | length' || true)
[ "$found" -ge 1000 ] || { echo "expected 1,000 findings or more, found $found" >&2; exit 1; }
whole() { check --all "$@" -- src || [ $? = 1 ]; }
whole_shown() { whole --show-secrets; }
thousand() { check --all "$@" -- thousand.py || [ $? = 1 ]; }
thousand_shown() { thousand --show-secrets; }
compare "masking $found findings of a tree, 137 of them keys, against --show-secrets" "$rounds" whole whole_shown
compare "masking 1,000 findings of one file, against --show-secrets" "$rounds" thousand thousand_shown
for shown in "" --show-secrets; do
  /usr/bin/time -f "masking the tree${shown:+, $shown}: peak memory %M KiB" \
    "$moongate" -C "$repository" check --no-cache --jobs 1 --check secrets --format json --all $shown -- src 2>&1 >/dev/null |
    tail -n 1 || true  # it ends with 1: there are findings
done
