"""Answers to a cookiecutter template in which every two choices meet: one JSON object a line.

pairs.py COOKIECUTTER_JSON: each question with a list of choices, and two texts for the name and the
branch. Greedy: each row is begun with a pair that has not met, and filled with what meets most.
"""

import itertools
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    prompts = json.load(file)
questions = {name: value for name, value in prompts.items() if isinstance(value, list) and name[0] != "_"}
questions["project_name"] = ["New project", "It's a \"project\" & <more>"]
questions["default_branch"] = ["main", "trunk/2.x"]


def pairs_of(row):
    return {frozenset(pair) for pair in itertools.combinations(sorted(row.items()), 2)}


missing = set()
for one, other in itertools.combinations(sorted(questions), 2):
    for first, second in itertools.product(questions[one], questions[other]):
        missing.add(frozenset([(one, first), (other, second)]))
every = set(missing)

rows = []
while missing:
    row = dict(min(missing, key=sorted))
    for name in sorted(questions, key=lambda name: (-len(questions[name]), name)):
        if name not in row:
            row[name] = max(
                questions[name],
                key=lambda choice: len(pairs_of({**row, name: choice}) & missing),
            )
    missing -= pairs_of(row)
    rows.append(row)

assert set().union(*map(pairs_of, rows)) >= every
for number, row in enumerate(rows):
    print(json.dumps({"project_slug": f"p{number}", **row}, sort_keys=True))
