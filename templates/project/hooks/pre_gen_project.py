"""Refuses answers that would make a broken project, before anything of it is written."""

import json
import re
import sys

# Twice `tojson` makes a Python string of it all: what was answered stays text, whatever quotes it has.
answers = json.loads({{ cookiecutter | tojson | tojson }})

# name, text for people, pattern of the whole answer, and the question without which it does not matter
bad = [
    f"moongate: {name}: {answers[name]!r} must match {pattern}"
    for name, _, pattern, _ in answers["_questions"]
    if pattern and not re.fullmatch(pattern, answers[name])
]
if bad:
    sys.exit("\n".join(bad))
