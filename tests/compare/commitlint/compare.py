"""Compares Moongate's findings with what generate.mjs recorded of commitlint: run by ../commitlint.sh."""

import collections
import json
import pathlib
import subprocess
import sys

KNOWN = json.loads((pathlib.Path(__file__).parent / "deviations.json").read_text())


def write_history(folder, messages):
    repository = folder / "repository"
    subprocess.run(["git", "init", "-q", "-b", "main", str(repository)], check=True)
    stream = bytearray()
    for number, message in enumerate(messages):
        text = message.encode()
        stream += b"commit refs/heads/main\nmark :%d\n" % (number + 1)
        stream += b"committer A <a@example.org> %d +0000\ndata %d\n" % (1700000000 + number, len(text)) + text + b"\n"
        if number == 0:
            stream += b""
    subprocess.run(["git", "-C", str(repository), "fast-import", "--quiet"], input=bytes(stream), check=True)
    ids = subprocess.run(["git", "-C", str(repository), "rev-list", "--reverse", "main"],
                         capture_output=True, text=True, check=True).stdout.split()
    return repository, ids


def main():
    moongate, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    messages = json.loads((folder / "messages.json").read_text())
    repository, ids = write_history(folder, ["chore: first", *messages])
    differing, compared, known, samples = collections.Counter(), 0, 0, collections.defaultdict(list)
    for config in sorted(folder.glob("*.toml"), key=lambda path: int(path.stem)):
        oracle = json.loads(config.with_suffix(".json").read_text())
        answer = subprocess.run([moongate, "check", "-C", str(repository), "--range", f"{ids[0]}..{ids[-1]}", "--config",
                                 str(config), "--check", "conventional-commits", "--format", "json", "--no-limit", "--no-cache"],
                                capture_output=True, text=True)
        report = json.loads(answer.stdout)
        if report["problems"]:
            sys.exit(f"{config}: {report['problems']}")
        found = collections.defaultdict(dict)
        for finding in report["findings"]:
            found[finding["commit"]][finding["rule"]] = 1 if finding["level"] == "warning" else 2
        for number, (message, expected) in enumerate(zip(messages, oracle["expected"])):
            ours = found[ids[number + 1]]
            for rule in oracle["rules"]:
                compared += 1
                theirs = expected.get(rule, [0])[0]
                if ours.get(rule, 0) == theirs:
                    continue
                if any(entry["rule"] in (rule, "*") and entry["contains"] in message for entry in KNOWN):
                    known += 1
                    continue
                differing[rule] += 1
                if len(samples[rule]) < 3:
                    samples[rule].append((message, oracle["rules"][rule], oracle["preset"], "theirs", expected.get(rule), "ours", ours.get(rule, 0)))
    for rule, count in differing.most_common():
        print(rule, count)
        for sample in samples[rule]:
            print("   ", *map(repr, sample))
    print(f"{compared} results compared, {sum(differing.values())} differ, {known} differ for a reason in deviations.json")
    return 1 if differing else 0


sys.exit(main())
