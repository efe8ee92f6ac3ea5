"""One change through every host: hooks, a GitHub container, Jenkins, GitLab.

Each change is a story: a server with a main branch, an author who pushes something through real hooks
(pre-push and pre-receive), and then the checkouts and environments in which CI systems would look at
it. Every place must tell the same findings, fingerprint for fingerprint, or, where its clone does not
reach far enough, fail with an error that names the help. What differs is printed with the story, which
the seed and its number make again: --seed S --only N.
"""

import argparse
import concurrent.futures
import json
import os
import random
import shutil
import string
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ZERO = "0" * 40
KINDS = ["simple", "merge", "rename", "forced", "fork", "new branch", "shallow", "first build"]


def run(arguments, cwd=None, env=None, input=None, check=True):
    done = subprocess.run(arguments, cwd=cwd, env=env, input=input, capture_output=True)
    if check and done.returncode != 0:
        raise RuntimeError(f"{arguments}: exit {done.returncode}\n{done.stderr.decode(errors='replace')}")
    return done


def git(directory, *arguments, env=None, check=True):
    return run(["git", "-C", directory, *arguments], env=env, check=check).stdout.decode().strip()


class Commit:
    """A commit that will be written: its parents, its files, and after writing its id."""

    def __init__(self, parents, files, message):
        self.parents, self.files, self.message, self.id = parents, dict(files), message, None


class Author:
    """Makes up contents. Every line is another one, so that a line's text says where it is from."""

    def __init__(self, dice):
        self.dice, self.count = dice, 0

    def line(self, bad=0.12):
        self.count += 1
        text = f"value_{self.count} = {self.dice.randrange(10**6)}"
        if self.dice.random() >= bad:
            return text + "\n"
        kind = self.dice.randrange(4)
        if kind == 0:
            return text + " \n"
        if kind == 1:
            return f"<<<<<<< ours {self.count}\n"
        if kind == 2:
            word = "".join(self.dice.choices(string.ascii_letters + string.digits, k=20))
            return f'token = "glpat-{word}"\n'
        return text + "\t\n"

    def text(self, lines, bad=0.12):
        return "".join(self.line(bad) for _ in range(lines))

    def message(self, bad=0.25):
        self.count += 1
        if self.dice.random() < bad:
            return f"Changed things, number {self.count}\n"
        return f"{self.dice.choice(['feat', 'fix', 'docs'])}: change number {self.count}\n"

    def edited(self, files, area, renames=False):
        """A copy of the files with a few of an area changed, added, removed or renamed."""
        files = dict(files)
        own = [path for path in files if path.startswith(area)]
        for _ in range(self.dice.randrange(1, 4)):
            action = self.dice.randrange(10)
            if renames or (action == 0 and own):
                path = own.pop(self.dice.randrange(len(own)))
                self.count += 1
                lines = files.pop(path).splitlines(keepends=True)
                lines.insert(self.dice.randrange(len(lines) + 1), self.line(0.5))
                files[f"{area}moved_{self.count}.txt"] = "".join(lines)
                if not own:
                    break
            elif action == 1 and len(own) > 1:
                del files[own.pop(self.dice.randrange(len(own)))]
            elif action < 5 or not own:
                self.count += 1
                text = self.text(self.dice.randrange(1, 12))
                files[f"{area}new_{self.count}.txt"] = text.rstrip("\n") if action == 2 else text
            else:
                path = self.dice.choice(own)
                lines = files[path].splitlines(keepends=True)
                at = self.dice.randrange(len(lines) + 1)
                if lines and self.dice.random() < 0.5:
                    lines[min(at, len(lines) - 1)] = self.line(0.4)
                else:
                    lines[at:at] = [self.line(0.4) for _ in range(self.dice.randrange(1, 4))]
                files[path] = "".join(lines)
        return files


class Story:
    def __init__(self, number, seed, options):
        self.number, self.options = number, options
        self.dice = random.Random(f"{seed}:{number}")
        self.author = Author(self.dice)
        self.kind = KINDS[number % len(KINDS)]
        self.directory = os.path.join(options.directory, str(number))
        self.server = os.path.join(self.directory, "server.git")
        self.dev = os.path.join(self.directory, "dev")
        self.told = {}  # place -> what it said
        self.time = 1700000000

    # ---- history

    def write_commits(self, repository, commits, refs):
        """All at once, through fast-import; `refs` are then set to their commits."""
        stream = []
        marks = {commit: number for number, commit in enumerate(commits, 1)}
        for commit, number in marks.items():
            self.time += 60
            stream.append(f"commit refs/parity/new\nmark :{number}\n"
                          f"committer A U Thor <author@example.com> {self.time} +0000\n"
                          f"data {len(commit.message.encode())}\n{commit.message}\n")
            for index, parent in enumerate(commit.parents):
                name = parent.id or f":{marks[parent]}"
                stream.append(f"{'merge' if index else 'from'} {name}\n")
            stream.append("deleteall\n")
            for path, text in commit.files.items():
                stream.append(f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n")
        marks_file = os.path.join(self.directory, "marks")
        run(["git", "-C", repository, "fast-import", "--quiet", "--force", f"--export-marks={marks_file}"],
            input="".join(stream).encode())
        with open(marks_file) as file:
            ids = dict(line.split() for line in file)
        for commit, number in marks.items():
            commit.id = ids[f":{number}"]
        updates = "delete refs/parity/new\n" + "".join(
            f"update {name} {commit.id}\n" for name, commit in refs.items())
        run(["git", "-C", repository, "update-ref", "--stdin"], input=updates.encode())

    def begin(self):
        os.makedirs(self.directory)
        run(["git", "init", "-q", "--bare", "--template=", self.server])
        for name in ("allowAnySHA1InWant", "allowFilter"):
            git(self.server, "config", f"uploadpack.{name}", "true")
        self.main = []
        files = {f"src/file_{n}.txt": self.author.text(12) for n in range(4)}
        files.update({f"main/file_{n}.txt": self.author.text(8) for n in range(2)})
        files["readme.txt"] = "hello\n"
        for index in range(self.dice.randrange(3, 7)):
            parents = [self.main[-1]] if self.main else []
            # What is on main long since need not be good: the past is not the change's.
            self.main.append(Commit(parents, files, self.author.message(0.3) if index else "feat: begin\n"))
            files = self.author.edited(files, "main/")

    def clone_for_author(self):
        run(["git", "clone", "-q", "--template=", self.server, self.dev])
        self.record_hooks(self.dev, "pre-push")
        self.record_hooks(self.server, "pre-receive")

    def record_hooks(self, repository, hook):
        """The hook as Git runs it; what it reports goes to a file, and the push goes on."""
        directory = os.path.join(git(repository, "rev-parse", "--absolute-git-dir"), "hooks")
        os.makedirs(directory, exist_ok=True)
        path = os.path.join(directory, hook)
        report = os.path.join(self.directory, f"{hook}.json")
        with open(path, "w") as script:
            script.write(f'#!/bin/sh\nexec {self.options.program} hook {hook} "$@" --quiet '
                         f'--fail-on never --format json={report}\n')
        os.chmod(path, 0o755)

    def main_moves_on(self, count=None):
        """On the server, after the author's clone."""
        fresh = []
        for _ in range(self.dice.randrange(1, 4) if count is None else count):
            tip = self.main[-1]
            self.main.append(Commit([tip], self.author.edited(tip.files, "main/"), self.author.message()))
            fresh.append(self.main[-1])
        self.write_commits(self.server, fresh, {"refs/heads/main": self.main[-1]})

    def topic(self, start, count, renames=False, secret=False):
        commits, tip = [], start
        for index in range(count):
            files = self.author.edited(tip.files, "src/", renames and index == 0)
            if secret and index == 0:
                files["src/leak.txt"] = 'token = "glpat-%s"\n' % "".join(
                    self.dice.choices(string.ascii_letters + string.digits, k=20))
            if secret and index == 1:
                files.pop("src/leak.txt", None)
            tip = Commit([tip], files, self.author.message())
            commits.append(tip)
        return commits

    def merged(self, first, second, message):
        """A merge without conflicts: each side has its own area."""
        files = {p: t for p, t in first.files.items() if not p.startswith("main/")}
        files.update({p: t for p, t in second.files.items() if p.startswith("main/")})
        return Commit([first, second], files, message)

    def push(self, commits, ref="refs/heads/topic", force=False, to=None):
        """Through the hooks. Says what they found; the clone then knows the remote's state."""
        self.write_commits(self.dev, commits, {"refs/heads/local": commits[-1]})
        for hook in ("pre-push", "pre-receive"):
            report = os.path.join(self.directory, f"{hook}.json")
            if os.path.exists(report):
                os.remove(report)
        git(self.dev, "push", "-q", *(["--force"] if force else []), to or "origin",
            f"refs/heads/local:{ref}")

    def hear_hooks(self):
        for hook in ("pre-push", "pre-receive"):
            with open(os.path.join(self.directory, f"{hook}.json")) as report:
                self.hear(f"hook {hook}", json.load(report))

    def hear_commit_hooks(self, base, commit):
        """The same change while it is being committed: pre-commit and commit-msg."""
        index = os.path.join(self.directory, "index")
        env = dict(os.environ, GIT_INDEX_FILE=index)
        git(self.dev, "update-ref", "--no-deref", "HEAD", base.id)
        git(self.dev, "read-tree", commit.id, env=env)
        staged = self.report([self.options.program, "hook", "pre-commit"], self.dev, env)[1]
        message = os.path.join(self.directory, "message")
        with open(message, "w") as file:
            file.write(commit.message)
        said = self.report([self.options.program, "hook", "commit-msg", message], self.dev, os.environ)[1]
        staged["findings"] += said["findings"]
        staged["problems"] += said["problems"]
        self.hear("hooks pre-commit and commit-msg", staged)

    # ---- places

    def report(self, arguments, cwd, env):
        done = run([*arguments, "--format", "json"], cwd=cwd, env=env, check=False)
        try:
            return done.returncode, json.loads(done.stdout)
        except ValueError:
            # Told on stderr, before there was anything to report about.
            return done.returncode, {"findings": [], "problems": [
                {"message": done.stderr.decode(errors="replace"), "help": ""}],
                "summary": {"exit": done.returncode}}

    def hear(self, place, report, lines=True):
        # In a whole tree, style is a note; in a change that brings the same lines it is an error.
        if report.get("change", {}).get("kind") == "tree":
            for finding in report["findings"]:
                if finding["level"] == "note" and finding["check"] in ("lint/trailing-whitespace", "lint/final-newline"):
                    finding["level"] = "error"
        findings = sorted(
            (f["fingerprint"], f["check"], f.get("rule") or "", f["level"], f["message"], f.get("path") or "",
             (f.get("line") or 0) if lines else 0) for f in report["findings"])
        problems = [p["message"] + " | " + (p.get("help") or "") for p in report["problems"]]
        self.told[place] = (findings, problems, lines)

    def checkout(self, name, refspecs, target, depth=None, branch=None):
        directory = os.path.join(self.directory, name)
        run(["git", "init", "-q", "--template=", directory])
        git(directory, "remote", "add", "origin", f"file://{self.server}")
        deep = [f"--depth={depth}"] if depth else []
        git(directory, "fetch", "-q", "--no-tags", *deep, "origin", *refspecs)
        git(directory, "checkout", "-q", "--force", *(["-B", branch] if branch else []), target)
        return directory

    def github(self, name, event, payload, sha, ref, local, depth=None):
        """actions/checkout, then the container action."""
        branch = ref.removeprefix("refs/heads/") if ref.startswith("refs/heads/") else None
        wanted = [] if branch and not depth else [f"+{sha}:{local}"]
        if not depth:
            wanted.append("+refs/heads/*:refs/remotes/origin/*")
        workspace = self.checkout(name, wanted, local, depth, branch)
        temp = os.path.join(self.directory, name + ".temp")
        os.makedirs(os.path.join(temp, "_github_workflow"))
        payload = dict(payload, repository={"default_branch": "main", "full_name": "o/r"})
        with open(os.path.join(temp, "_github_workflow", "event.json"), "w") as file:
            json.dump(payload, file)
        run(["chown", "-R", "1001:1001", workspace])
        done = run([os.path.join(HERE, "container"), "action", self.options.store, workspace, temp, event,
                    f"GITHUB_SHA={sha}", f"GITHUB_REF={ref}", "GITHUB_REPOSITORY=o/r", "INPUT_CHECK=",
                    "INPUT_FAIL-ON=", "INPUT_FETCH=false", "INPUT_INCLUDE-EXISTING=false",
                    "INPUT_JSON=report.json", "--", "--network=none"], check=False)
        path = os.path.join(workspace, "report.json")
        if os.path.exists(path):
            with open(path) as file:
                report = json.load(file)
            self.expect_exit(name, done.returncode, report)
        else:
            report = {"findings": [], "problems": [{"message": done.stderr.decode(errors="replace")}]}
            if done.returncode in (0, 1):
                raise AssertionError(f"{name}: exit {done.returncode} without a report")
        self.hear(name, report)

    def ci(self, name, workspace, variables, lines=True):
        env = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "CI", "GITHUB_", "JENKINS"))}
        env.update(variables, CI="true")
        run(["chown", "-R", "1001:1001", workspace])
        code, report = self.report([self.options.program, "ci"], workspace, env)
        self.expect_exit(name, code, report)
        self.hear(name, report, lines)

    def expect_exit(self, name, code, report):
        errors = sum(f["level"] == "error" for f in report["findings"])
        expected = report["summary"]["exit"]
        if code != expected or (not report["problems"] and code != (1 if errors else 0)):
            raise AssertionError(f"{name}: exit {code}, the report says {expected} and has {errors} errors")

    # ---- the same change, as the hosts see it

    def as_pull_request(self, head, opened_on, depth=None):
        """`head` is refs/pull/7/head and refs/merge-requests/7/head on the server."""
        tip = self.main[-1]
        merge = self.merged(tip, head, "Merge topic into main\n")
        self.write_commits(self.server, [merge], {
            "refs/pull/7/head": head, "refs/pull/7/merge": merge,
            "refs/merge-requests/7/head": head, "refs/merge-requests/7/merge": merge})
        payload = {"action": "synchronize", "number": 7, "pull_request": {
            "number": 7, "title": "feat: something", "body": None, "draft": False, "labels": [],
            "user": {"login": "someone"}, "base": {"ref": "main", "sha": opened_on.id},
            "head": {"ref": "topic", "sha": head.id}}}
        self.github("GitHub pull_request", "pull_request", payload, merge.id, "refs/pull/7/merge",
                    "refs/remotes/pull/7/merge", depth)
        if not depth and self.dice.random() < 0.3:
            self.github("GitHub pull_request, head checked out", "pull_request", payload, head.id,
                        "refs/pull/7/merge", "refs/remotes/pull/7/head")

        jenkins = {"JENKINS_URL": "https://jenkins.example.com/", "BRANCH_NAME": "PR-7", "CHANGE_ID": "7",
                   "CHANGE_TARGET": "main", "CHANGE_BRANCH": "topic", "CHANGE_TITLE": "feat: something"}
        refspecs = ["+refs/pull/7/head:refs/remotes/origin/PR-7", "+refs/heads/main:refs/remotes/origin/main"]
        workspace = self.checkout("Jenkins head", refspecs, "refs/remotes/origin/PR-7", depth)
        self.ci("Jenkins head strategy", workspace, dict(jenkins, GIT_COMMIT=head.id))
        if not depth:
            workspace = self.checkout("Jenkins merge", refspecs, "refs/remotes/origin/PR-7")
            git(workspace, "-c", "user.name=Jenkins", "-c", "user.email=nobody@nowhere", "merge", "-q",
                "-m", f"Merge commit '{tip.id}' into HEAD", "refs/remotes/origin/main")
            # What is judged is the merged file: a line may stand elsewhere in it.
            self.ci("Jenkins merge strategy", workspace,
                    dict(jenkins, GIT_COMMIT=git(workspace, "rev-parse", "HEAD")), lines=False)

        base = git(self.server, "merge-base", tip.id, head.id)
        gitlab = {"GITLAB_CI": "true", "CI_PIPELINE_SOURCE": "merge_request_event",
                  "CI_MERGE_REQUEST_IID": "7", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
                  "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "topic", "CI_DEFAULT_BRANCH": "main",
                  "CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "CI_COMMIT_BEFORE_SHA": ZERO}
        whole = [] if depth else ["+refs/heads/*:refs/remotes/origin/*"]
        workspace = self.checkout("GitLab MR", [*whole, f"+{head.id}:refs/pipelines/1"], "refs/pipelines/1", depth)
        self.ci("GitLab merge request", workspace, dict(gitlab, CI_COMMIT_SHA=head.id))
        workspace = self.checkout("GitLab merged", [*whole, f"+{merge.id}:refs/pipelines/1"],
                                  "refs/pipelines/1", depth)
        self.ci("GitLab merged results", workspace, dict(
            gitlab, CI_COMMIT_SHA=merge.id, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=head.id,
            CI_MERGE_REQUEST_TARGET_BRANCH_SHA=tip.id))

    def as_push(self, head, before, branch="topic", forced=False, depth=None):
        ref, remote = f"refs/heads/{branch}", f"refs/remotes/origin/{branch}"
        self.github("GitHub push", "push", {"ref": ref, "before": before, "after": head.id, "forced": forced,
                                            "created": before == ZERO, "deleted": False},
                    head.id, ref, remote, depth)
        whole = ["+refs/heads/*:refs/remotes/origin/*"]
        workspace = self.checkout("Jenkins", whole if not depth else [f"+{ref}:{remote}"], remote, depth)
        jenkins = {"JENKINS_URL": "https://jenkins.example.com/", "BRANCH_NAME": branch, "GIT_COMMIT": head.id,
                   "GIT_BRANCH": branch}
        if branch == "main":
            jenkins["BRANCH_IS_PRIMARY"] = "true"
        if before != ZERO:
            jenkins["GIT_PREVIOUS_COMMIT"] = jenkins["GIT_PREVIOUS_SUCCESSFUL_COMMIT"] = before
        # Jenkins takes a commit that was rewritten away for nothing: that branch starts again.
        if not (forced and git(workspace, "cat-file", "-t", before, check=False) == "commit"):
            self.ci("Jenkins branch", workspace, jenkins)
        workspace = self.checkout("GitLab branch", [*([] if depth else whole), f"+{head.id}:refs/pipelines/1"],
                                  "refs/pipelines/1", depth)
        self.ci("GitLab branch", workspace, {
            "GITLAB_CI": "true", "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": branch,
            "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_BEFORE_SHA": before, "CI_COMMIT_SHA": head.id})

    # ---- stories

    def play(self):
        self.begin()
        getattr(self, "play_" + self.kind.replace(" ", "_"))()

    def server_has_main(self):
        self.write_commits(self.server, self.main, {"refs/heads/main": self.main[-1]})
        git(self.server, "symbolic-ref", "HEAD", "refs/heads/main")
        self.clone_for_author()

    def play_simple(self):
        self.server_has_main()
        start = self.main[-1]
        commits = self.topic(start, self.dice.randrange(1, 4), secret=self.dice.random() < 0.3)
        if self.dice.random() < 0.3:
            # Straight to main, as a push.
            self.push(commits, "refs/heads/main")
            self.hear_hooks()
            self.as_push(commits[-1], start.id, "main")
        else:
            self.push(commits)
            self.hear_hooks()
            if self.dice.random() < 0.7:
                self.main_moves_on()
            self.as_pull_request(commits[-1], start)
        if len(commits) == 1:
            self.hear_commit_hooks(start, commits[0])

    def play_rename(self):
        self.server_has_main()
        start = self.main[-1]
        commits = self.topic(start, self.dice.randrange(1, 3), renames=True)
        self.push(commits)
        self.hear_hooks()
        self.main_moves_on(self.dice.randrange(3))
        self.as_pull_request(commits[-1], start)
        if len(commits) == 1:
            self.hear_commit_hooks(start, commits[0])

    def play_merge(self):
        """Main was merged into the topic, or a side branch was, before or after a first push."""
        self.server_has_main()
        start = self.main[-1]
        commits = self.topic(start, self.dice.randrange(1, 3))
        first_push = self.dice.random() < 0.5
        if first_push:
            self.push(commits)
            before, commits = commits[-1], []
        tip = before if first_push else commits[-1]
        if self.dice.random() < 0.6:
            self.main_moves_on()
            git(self.dev, "fetch", "-q", "origin")
            commits.append(self.merged(tip, self.main[-1], "Merge branch 'main' into topic\n"))
        else:
            side = self.topic(tip, 1)
            own = self.topic(tip, 1)
            files = dict(side[0].files)
            files.update({p: t for p, t in own[0].files.items() if tip.files.get(p) != t})
            commits += [*side, *own, Commit([own[0], side[0]], files, "Merge branch 'side' into topic\n")]
        if self.dice.random() < 0.5:
            commits += self.topic(commits[-1], 1)
        self.push(commits)
        self.hear_hooks()
        if first_push:
            self.as_push(commits[-1], before.id)
        else:
            if self.dice.random() < 0.5:
                self.main_moves_on()
            self.as_pull_request(commits[-1], start)

    def play_forced(self):
        """Rewritten: the last commits amended, or all rebased onto a newer main. The old ones may be
        gone for everybody but who reads them on the server's disk, or kept by another branch."""
        self.server_has_main()
        start = self.main[-1]
        old = self.topic(start, self.dice.randrange(1, 4))
        kept = self.dice.random() < 0.5
        if kept:
            self.push(old)
            git(self.server, "update-ref", "refs/heads/backup", old[-1].id)
        else:
            # Someone else's push: the author has never seen it.
            self.write_commits(self.server, old, {"refs/heads/topic": old[-1]})
        if self.dice.random() < 0.5 or not kept:
            self.main_moves_on(self.dice.randrange(1, 3))
            git(self.dev, "fetch", "-q", "origin", "main")
            new = self.topic(self.main[-1], self.dice.randrange(1, 3))
        else:
            keep = self.dice.randrange(len(old))
            new = old[:keep] + self.topic(old[keep - 1] if keep else start, self.dice.randrange(1, 3))
            if keep:
                new = new[keep:]
        self.push(new, force=True)
        self.hear_hooks()
        self.as_push(new[-1], old[-1].id, forced=True)

    def play_fork(self):
        """The author can write to the fork alone; the pull request is in the server's refs only."""
        self.server_has_main()
        fork = os.path.join(self.directory, "fork.git")
        run(["git", "clone", "-q", "--bare", "--template=", self.server, fork])
        git(self.dev, "remote", "set-url", "origin", fork)
        self.record_hooks(fork, "pre-receive")
        start = self.main[-1]
        commits = self.topic(start, self.dice.randrange(1, 4), secret=self.dice.random() < 0.3)
        self.push(commits)
        self.hear_hooks()
        git(self.server, "fetch", "-q", fork, "+refs/heads/topic:refs/pull/7/head")
        self.main_moves_on(self.dice.randrange(3))
        self.as_pull_request(commits[-1], start)

    def play_new_branch(self):
        self.server_has_main()
        commits = self.topic(self.dice.choice(self.main), self.dice.randrange(1, 4),
                             secret=self.dice.random() < 0.3)
        self.push(commits, "refs/heads/feature/new")
        self.hear_hooks()
        self.main_moves_on(self.dice.randrange(3))
        self.as_push(commits[-1], ZERO, "feature/new")

    def play_shallow(self):
        """A clone may be too shallow to know: then it says so. It never tells something else."""
        self.server_has_main()
        start = self.main[-1]
        commits = self.topic(start, self.dice.randrange(1, 4))
        depth = self.dice.choice([1, 1, 2, 3, 20])
        if self.dice.random() < 0.5:
            self.push(commits)
            self.hear_hooks()
            self.main_moves_on(self.dice.randrange(3))
            self.as_pull_request(commits[-1], start, depth)
        else:
            self.push(commits[:1])
            later = commits[1:] + self.topic(commits[-1], 1)
            self.push(later)
            self.hear_hooks()
            self.as_push(later[-1], commits[0].id, depth=depth)

    def play_first_build(self):
        """All of a project arrives at once. A first build looks at the tree: what history alone holds is
        for the push's hooks, so that this history holds nothing of that kind."""
        clean = []
        for commit in self.main:
            kept = {p: t for p, t in (clean[-1].files if clean else {}).items()}
            kept.update({p: t for p, t in commit.files.items() if p not in kept})
            clean.append(Commit(clean[-1:], kept, f"feat: step {len(clean)}\n"))
        self.main = clean
        self.clone_for_author()
        git(self.server, "symbolic-ref", "HEAD", "refs/heads/main")
        self.push(self.main, "refs/heads/main")
        self.hear_hooks()
        self.as_push(self.main[-1], ZERO, "main")

    # ---- the result

    HELP = {"GitHub": "fetch-depth: 0", "Jenkins": "no shallow clone", "GitLab": "GIT_DEPTH"}

    def differences(self):
        wrong = []
        expected = self.told["hook pre-push"]
        if expected[1]:
            wrong.append(f"hook pre-push: {expected[1]}")
        for place, (findings, problems, lines) in self.told.items():
            if problems:
                help = self.HELP.get(place.split()[0])
                if self.kind != "shallow" or not help or not any(help in problem for problem in problems):
                    wrong.append(f"{place}: {problems}")
                continue
            same = expected[0] if lines else sorted((*f[:6], 0) for f in expected[0])
            missing = [f for f in same if f not in findings]
            extra = [f for f in findings if f not in same]
            if missing or extra or len(same) != len(findings):
                wrong.append(f"{place}:\n    missing {missing}\n    extra {extra}")
        return wrong


def tell(number, options):
    story = Story(number, options.seed, options)
    try:
        story.play()
        wrong = story.differences()
    except Exception as error:  # the story is lost, not the others
        wrong = [f"{type(error).__name__}: {error}"]
    if not options.keep:
        shutil.rmtree(story.directory, ignore_errors=True)
    return story, wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", required=True)
    parser.add_argument("--directory", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--seed", default="6")
    parser.add_argument("--changes", type=int, default=208)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    numbers = [options.only] if options.only is not None else range(options.changes)
    passed, failed, places, findings, blind = 0, 0, 0, 0, 0
    print(f"seed {options.seed}, {len(numbers)} changes")
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for story, wrong in pool.map(lambda number: tell(number, options), numbers):
            places += len(story.told)
            findings += sum(len(told[0]) for told in story.told.values())
            blind += sum(bool(told[1]) for told in story.told.values())
            if wrong:
                failed += 1
                print(f"FAILED: change {story.number} ({story.kind})")
                for line in wrong:
                    print("  " + line)
            else:
                passed += 1
            if options.only is not None:
                for place, told in story.told.items():
                    print(f"  {place}: {len(told[0])} findings {told[1]}")
    print(f"{places} places told {findings} findings; {blind} could not know and said so")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0 or passed == 0)


if __name__ == "__main__":
    main()
