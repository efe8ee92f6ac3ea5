"""generate.py TEMPLATE FOLDER: a project for each line of answers on stdin, by this cookiecutter."""

import json
import sys

from cookiecutter.main import cookiecutter

for line in sys.stdin:
    cookiecutter(sys.argv[1], no_input=True, output_dir=sys.argv[2], extra_context=json.loads(line))
