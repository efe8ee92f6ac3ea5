"""hostile.py FORMAT FILE [PATH]: whether what a host reads holds commands, controls or markup that a
stranger wrote. Each format is read by a parser that is not ours, and PATH (hexadecimal) must be found.

log: GitHub's runner on stdout or stderr, as actions/runner reads it (both command syntaxes, every line
end), a terminal, and Azure's and TeamCity's command syntaxes.
"""

import json
import re
import sys
import xml.etree.ElementTree as ElementTree

UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]")
problems = []


def no_controls(text, where, allowed=""):
    for found in UNSAFE.finditer(text):
        if found[0] not in allowed:
            problems.append(f"{where}: U+{ord(found[0]):04X} near {text[max(0, found.start() - 30):found.end() + 10]!r}")
            return


def log(text, expected):
    no_controls(text, "log")
    commands = []
    for line in re.split(r"\r\n|\r|\n", text):
        stripped = line.lstrip()
        if stripped.startswith("::") and "::" in stripped[2:]:
            command, _, data = stripped[2:].partition("::")
            name, _, properties = command.partition(" ")
            commands.append((name, dict(p.split("=", 1) for p in properties.split(",") if p), data))
        # The old syntax may stand anywhere in a line.
        found = re.search(r"##(?:vso)?\[[^\]]*\]", line) or re.search(r"^##teamcity\[", line)
        if found:
            problems.append(f"log: the command {found[0]!r} in {line!r}")
    for name, properties, data in commands:
        if name not in ("error", "warning", "notice"):
            problems.append(f"log: the command {name!r}")
        if set(properties) - {"file", "line", "endLine", "col", "endColumn", "title"}:
            problems.append(f"log: the properties {sorted(properties)}")
        for place in ("line", "endLine", "col", "endColumn"):
            if not properties.get(place, "1").isdigit():
                problems.append(f"log: {place} is {properties[place]!r}")
        if len(data.encode()) > 4096:
            problems.append("log: a message that will be cut")
    count = len(commands)
    if expected is not None and count != int(expected):
        problems.append(f"log: {count} commands, expected {expected}")


def paths_of_json(value):
    if isinstance(value, dict):
        return [t for k, v in value.items() for t in ([v] if k in ("path", "uri") and isinstance(v, str) else paths_of_json(v))]
    return [t for v in value for t in paths_of_json(v)] if isinstance(value, list) else []


def main():
    kind, file = sys.argv[1:3]
    expected = sys.argv[3] if len(sys.argv) > 3 else None
    text = open(file, "rb").read().decode("utf-8")
    if kind == "log":
        log(text, expected)
    elif kind == "json":
        no_controls(text, file)
        document = json.loads(text)
        if re.search(r"##(?:vso)?\[", text):
            problems.append("json: a command on a log")
        if not paths_of_json(document):
            problems.append("json: no path at all")
    elif kind == "xml":
        no_controls(text, file)
        root = ElementTree.fromstring(text)
        known = {"testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out", "properties",
                 "property", "checkstyle", "file"}
        for element in root.iter():
            if element.tag not in known:
                problems.append(f"xml: the element {element.tag}")
    elif kind == "outputs":
        for line in text.splitlines():
            if not re.fullmatch(r"(exit|errors|warnings|notes)=\d+", line):
                problems.append(f"outputs: {line!r}")
    else:
        sys.exit(f"no format {kind}")
    for problem in problems:
        print(problem)
    sys.exit(bool(problems))


main()
