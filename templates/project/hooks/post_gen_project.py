"""Takes out what was not chosen: a file whose condition does not hold was rendered to nothing."""

import os
import shutil
import subprocess

for directory, _, names in os.walk(".", topdown=False):
    for name in names:
        path = os.path.join(directory, name)
        with open(path, "rb") as file:
            blank = not file.read().strip()
        if blank:
            os.remove(path)
    if directory != "." and not os.listdir(directory):
        os.rmdir(directory)


def git(*arguments):
    done = subprocess.run(["git", *arguments], capture_output=True, check=False)
    return done.returncode == 0


# A directory inside of another repository stays a part of that.
if shutil.which("git") and not git("rev-parse", "--git-dir"):
    branch = {{ cookiecutter.default_branch | tojson }}
    git("init", "--quiet") and git("symbolic-ref", "HEAD", "refs/heads/" + branch)

print("moongate: CONTRIBUTING.md says how a clone gets its hooks")
