#!/usr/bin/env python3
"""Our reading of a real repository against Git's:

  real_repository.py DUMP_CHANGE REPOSITORY [COMMITS [SEED]]

Files of the newest COMMITS commits of HEAD (renames and modes included; merges are left to the random
repositories, as Git shows them in another way), and the hunks of a hundred of them, picked by chance.
DUMP_CHANGE is the program of tests/tools/dump_change.cpp. Prints counts; exit 1 where anything differs.
"""
import random
import re
import subprocess
import sys


def out(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout


def by_commit(text, ids):
    """{id: raw lines} of ID NEWLINE RAW…, whether newlines or NULs stand between."""
    result, current = {}, None
    for part in re.split(rb"[\0\n]", text):
        if part.decode("latin-1") in ids:
            current = part.decode("latin-1")
            result[current] = []
        elif part and current:
            result[current].append(part)
    return result


def hunks_of_git(text):
    return [match.group(1).decode() for match in re.finditer(rb"^@@ (-\S+ \+\S+) @@", text, re.M)]


def full(hunk):
    """-3 +4,0 as -3,1 +4,0: Git leaves a count of one out."""
    return " ".join(side if "," in side else side + ",1" for side in hunk.split())


def main():
    dump, repository = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.randrange(1 << 32)
    print("seed", seed)
    git = ["git", "-C", repository, "-c", "core.quotePath=false", "-c", "diff.renames=true"]
    head = out(*git, "rev-parse", "HEAD").decode().strip()
    line = out(*git, "rev-list", "--first-parent", f"-n{count + 1}", head).decode().split()
    base = line[-1]
    ids = set(out(*git, "rev-list", f"{base}..{head}").decode().split())
    single = set(out(*git, "rev-list", "--no-merges", f"{base}..{head}").decode().split())

    theirs = by_commit(
        out(*git, "log", "--raw", "-z", "-M", "--no-abbrev", "--no-merges", "--format=%H%n", f"{base}..{head}"),
        single)
    ours = by_commit(out(dump, "-C", repository, "range", base, head, "--of-commits"), ids)
    wrong = [commit for commit in single if theirs.get(commit, []) != ours.get(commit, [])]
    files = sum(1 for lines in theirs.values() for line in lines if line.startswith(b":"))

    picked = random.Random(seed).sample(sorted(single), min(100, len(single)))
    hunks = 0
    for commit in picked:
        mine = out(dump, "-C", repository, "commit", commit, "--lines").decode("latin-1")
        expected = [full(hunk) for hunk in hunks_of_git(
            out(*git, "show", "--format=", "-U0", "-M", "--text", "--no-ext-diff", "--no-textconv",
                "--ignore-submodules", "--no-color", "--diff-algorithm=myers", commit))]
        got = [full(" ".join(line.rsplit(" ", 2)[1:])) for line in mine.splitlines()]
        hunks += len(expected)
        if got != expected:
            wrong.append(commit)
    for commit in wrong[:5]:
        print("differs:", commit)
    print(f"{len(single)} commits without merges of {len(ids)}: {files} files; "
          f"{hunks} hunks of {len(picked)} commits; {len(wrong)} differences")
    return 1 if wrong else 0


sys.exit(main())
