"""run-steps.py WORKFLOW JOB: prints the job's `run:` scripts as one script for bash, each after a line
that names it, with `env` values that need GitHub's expressions left to the caller's environment.

This stands in for `act`, which starts jobs through a Docker daemon that a test machine need not have, and
fetches the actions that they use. What the steps do is executed; what GitHub does with the file is left to
the validators of github-files.sh."""

import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    steps = yaml.safe_load(file)["jobs"][sys.argv[2]]["steps"]
for step in steps:
    if "run" in step:
        print(f"# {step.get('name', '')}\n{step['run'].rstrip()}")
        print('while read -r folder; do PATH=$folder:$PATH; done <"$GITHUB_PATH"')
