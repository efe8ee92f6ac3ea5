local check = require("moongate.test").check("paths")

local function names(list)
  local tree = {}
  for _, name in ipairs(list) do tree[name] = "x\n" end
  return tree
end

local function refused(name, why, path)
  return {
    finding = ("%s: `%s` cannot exist on Windows: %s"):format(path or name, name, why),
    rule = "windows-name", level = "warning", help = "choose another name",
  }
end

check:case "ordinary names are fine" {
  after = names {
    "README.md", ".gitignore", "a b/c d.txt", "console.c", "null.c", "auxiliary", "lpt", "com0.txt",
    "com10", "lpt1x", "naïve/日本語.txt", "a..b", "...x", "git~2", "a+b=c,d;e'f^g%h&i(j)[k]{l}@m!n$o#p`q", "a.con",
  },
  expect = {},
}

check:case "characters that Windows refuses" {
  after = names { "a<b", "a>b", "a:b", 'a"b', "a|b", "a?b", "a*b", "a\\b", "a\1b", "a\31b" },
  expect = {
    refused("a\1b", "it has a control character"),
    refused("a\\x1fb", "it has a control character"),
    refused('a"b', 'it has the character `"`'),
    refused("a*b", "it has the character `*`"),
    refused("a:b", "it has the character `:`"),
    refused("a<b", "it has the character `<`"),
    refused("a>b", "it has the character `>`"),
    refused("a?b", "it has the character `?`"),
    refused("a\\b", "it has the character `\\`"),
    refused("a|b", "it has the character `|`"),
  },
}

check:case "endings that Windows drops" {
  after = names { "a.", "b/c. /d", "e ", "f.." },
  expect = {
    refused("a.", "it ends in a dot"),
    refused("c. ", "it ends in a space", "b/c. /d"),
    refused("e ", "it ends in a space"),
    refused("f..", "it ends in a dot"),
  },
}

check:case "devices of Windows, with any extension and case" {
  after = names {
    "aux", "b/Con.txt", "CONIN$", "conout$.log", "com1", "COM9.tar.gz", "c/nul.d/e", "lpt³", "prn .txt", "com¹.x",
  },
  expect = {
    refused("COM9.tar.gz", "COM9 is the name of a device, with any extension"),
    refused("CONIN$", "CONIN$ is the name of a device, with any extension"),
    refused("aux", "AUX is the name of a device, with any extension"),
    refused("Con.txt", "CON is the name of a device, with any extension", "b/Con.txt"),
    refused("nul.d", "NUL is the name of a device, with any extension", "c/nul.d/e"),
    refused("com1", "COM1 is the name of a device, with any extension"),
    refused("com¹.x", "COM¹ is the name of a device, with any extension"),
    refused("conout$.log", "CONOUT$ is the name of a device, with any extension"),
    refused("lpt³", "LPT³ is the name of a device, with any extension"),
    refused("prn .txt", "PRN is the name of a device, with any extension"),
  },
}

check:case "another name of .git" {
  after = names { "a/GIT~1" },
  expect = { refused("GIT~1", "it is another name of `.git`", "a/GIT~1") },
}

check:case "a name that is not UTF-8" {
  after = names { "caf\xE9/x" },
  expect = {
    { finding = "caf\\xe9/x: `caf\\xe9` cannot exist on macOS: it is not UTF-8", rule = "utf8-name", level = "warning" },
  },
}

check:case "what was there before is not new" {
  before = { ["a:b"] = "1\n", ["a:c"] = "2\n", ["d:e/f"] = "3\n" },
  after = { ["a:b"] = "changed\n", ["d:e/g"] = "3\n" },
  expect = {},
}

check:case "a rename to a wrong name is new, also from another one" {
  before = { ["a"] = "1\n", ["b:c"] = "2\n" },
  after = { ["a*"] = "1\n", ["d:e"] = "2\n" },
  expect = { refused("a*", "it has the character `*`"), refused("d:e", "it has the character `:`") },
}

check:case "names that differ in case" {
  before = names { "README.md", "src/a.c", "x/old", "x/OLD", "same" },
  after = names { "README.md", "Readme.md", "src/a.c", "SRC/b.c", "SRC/c.c", "x/old", "x/OLD", "x/new", "same" },
  expect = {
    {
      finding = "Readme.md: `Readme.md` and `README.md` are one name on Windows or macOS",
      rule = "case-collision", level = "error", help = "rename or remove one of them",
    },
    "SRC/b.c: `SRC` and `src` are one name on Windows or macOS",
  },
}

check:case "of two new names the second is reported" {
  after = names { "dir/B", "dir/b", "dir/c" },
  expect = { "dir/b: `b` and `B` are one name on Windows or macOS" },
}

check:case "names that differ beyond ASCII, or in composed characters" {
  before = names { "cafe\u{301}", "Ärger" },
  after = names { "cafe\u{301}", "caf\u{E9}", "Ärger", "ärger" },
  expect = {
    "caf\u{E9}: `caf\u{E9}` and `cafe\u{301}` are one name on Windows or macOS: they differ only in case or in how "
      .. "characters are composed",
    "ärger: `ärger` and `Ärger` are one name on Windows or macOS: they differ only in case or in how characters are "
      .. "composed",
  },
}

check:case "a rename that changes the case alone is fine" {
  before = { ["Readme.md"] = "x\n", ["Src/a"] = "y\n" },
  after = { ["README.md"] = "x\n", ["src/a"] = "y\n" },
  expect = {},
}

check:case "a whole tree is looked at, too" {
  kind = "tree",
  after = names { "A", "a", "b:c" },
  expect = {
    "a: `a` and `A` are one name on Windows or macOS",
    refused("b:c", "it has the character `:`"),
  },
}

local function unwanted(path, command)
  return {
    finding = path .. ": this kind of file is usually not committed", rule = "unwanted", level = "warning",
    help = "remove it from Git (" .. command .. ") and add it to .gitignore; if it belongs here, add a glob to "
      .. "`allow` of paths in moongate.toml",
  }
end

check:case "files that are usually not committed" {
  before = names { "old.orig" },
  after = names { ".DS_Store", "a/.b.swp", "a/b.orig", "a/b.py", "a/origin", "b/Desktop.ini", "old.orig", "swp" },
  expect = {
    unwanted(".DS_Store", "git rm --cached -- .DS_Store"),
    unwanted("a/.b.swp", "git rm --cached -- a/.b.swp"),
    unwanted("a/b.orig", "git rm --cached -- a/b.orig"),
    unwanted("b/Desktop.ini", "git rm --cached -- b/Desktop.ini"),
  },
}

check:case "a directory that is usually not committed is reported once" {
  after = names {
    "web/node_modules/a/index.js", "web/node_modules/b/node_modules/c/index.js", "web/node_modules/b/x~", "z/__pycache__/a.pyc",
  },
  expect = {
    {
      finding = "web/node_modules/a/index.js: web/node_modules/ with 3 files is usually not committed",
      rule = "unwanted", level = "warning",
      help = "remove it from Git (git rm -r --cached -- web/node_modules/) and add it to .gitignore; if it belongs "
        .. "here, add a glob to `allow` of paths in moongate.toml",
    },
    "z/__pycache__/a.pyc: z/__pycache__/ with 1 file is usually not committed",
  },
}

check:case "`allow` makes exceptions, `unwanted` replaces the list" {
  options = { unwanted = { "*.log", "out/" }, allow = { "docs/**" } },
  after = names { "a.log", "docs/b.log", "docs/out/c", ".DS_Store" },
  expect = { "a.log: this kind of file is usually not committed" },
}

check:case "changing and deleting unwanted files is fine" {
  before = { [".DS_Store"] = "1", ["x~"] = "2", ["a~"] = "3" },
  after = { [".DS_Store"] = "4" },
  expect = {},
}

check:case "a rename to an unwanted name is reported" {
  before = { ["a"] = "3\n" },
  after = { ["a.orig"] = "3\n" },
  expect = { "a.orig: this kind of file is usually not committed" },
}

check:case "append-only files stay as they are" {
  options = { append_only = { "migrations/", "**/adr/*.md" } },
  before = {
    ["migrations/1.sql"] = "1\n", ["migrations/2.sql"] = "2\n", ["migrations/3.sql"] = "3\n", ["docs/adr/1.md"] = "a\n",
    ["docs/x.md"] = "b\n", ["migrations/5.sql"] = "5\n",
  },
  after = {
    ["migrations/1.sql"] = "changed\n", ["migrations/4.sql"] = "3\n", ["docs/adr/1.md"] = { symlink = "x" },
    ["docs/x.md"] = "changed\n", ["docs/adr/2.md"] = "new\n", ["migrations/6.sql"] = "new\n", ["migrations/5.sql"] = "5\n",
  },
  expect = {
    "docs/adr/1.md: docs/adr/1.md must stay as it is: only new files may be added here",
    {
      finding = "migrations/1.sql: migrations/1.sql must stay as it is: only new files may be added here",
      rule = "append-only", level = "error", help = "restore it, and put the change into a new file",
    },
    "migrations/2.sql: migrations/2.sql must stay as it is: only new files may be added here",
    "migrations/4.sql: migrations/3.sql must stay as it is: only new files may be added here",
  },
}

check:case "a whole tree changes nothing" {
  kind = "tree",
  options = { append_only = { "**" } },
  after = names { "migrations/1.sql" },
  expect = {},
}

check:case "binary files are looked at, too" {
  after = { ["a:b.png"] = "\0\1" },
  expect = { refused("a:b.png", "it has the character `:`") },
}

local generated = { paths = { "gen/", "*.lock" }, help = "change the generator" }
local before = { ["gen/a"] = "1\n", ["gen/b"] = "2\n", ["gen/c"] = "3\n", ["src/d"] = "4\n", ["src/e"] = "5\n", ["gen/k"] = "k\n" }
local after = {
  ["gen/a"] = "changed\n", ["gen/moved"] = "3\n", ["gen/d"] = "4\n", ["gen/new"] = "6\n", ["src/e"] = "changed\n",
  ["gen/k"] = { symlink = "x" }, ["src/f"] = "7\n",
}

check:case "nothing may happen to protected files" {
  options = { protect = { generated = generated } },
  before = before, after = after,
  expect = {
    {
      finding = "gen/a: gen/a may not be changed", rule = "protected", level = "error",
      help = "change the generator",
    },
    "gen/b: gen/b may not be deleted",
    "gen/d: gen/d may not be added",
    "gen/k: gen/k may not be changed",
    "gen/moved: gen/c may not be renamed",
    "gen/new: gen/new may not be added",
  },
}

check:case "what `may` allows is fine" {
  options = {
    protect = {
      b = { paths = { "gen/" }, may = { "add", "rename", "modify" } }, a = { paths = { "gen/b" }, may = { "rename" }, help = "no" },
    },
  },
  before = before, after = after,
  expect = {
    { finding = "gen/b: gen/b may not be deleted", help = "no" },
    { finding = "gen/b: gen/b may not be deleted", help = "" },
  },
}

check:case "a whole tree adds nothing" {
  kind = "tree",
  options = { protect = { generated = generated } },
  after = after,
  expect = {},
}

check:case "authors who may" {
  options = { protect = { db = { paths = { "db/" }, may = { "add" }, authors = { "*@DBA.example.com", "root@localhost" }, help = "ask them" } } },
  before = { ["db/1"] = "1\n", ["db/2"] = "2\n", ["db/3"] = "3\n" },
  commits = {
    { message = "one", author = "A <a@dba.Example.com>", files = { ["db/1"] = "changed\n" } },
    { message = "two", author = "B <b@example.com>", files = { ["db/2"] = "changed\n", ["x"] = "y\n", ["db/new"] = "z\n" } },
    { message = "three", author = "Root <root@localhost>", files = { ["db/3"] = false } },
  },
  after = { ["db/1"] = "changed\n", ["db/2"] = "changed\n", ["x"] = "y\n", ["db/new"] = "z\n" },
  expect = {
    {
      finding = "commit #2: db/2 may not be changed by b@example.com", rule = "protected", level = "error",
      help = "ask them",
    },
  },
}

check:case "a single author who may" {
  options = { protect = { db = { paths = { "db/" }, authors = { "a@example.com" } } } },
  commits = { { message = "one", author = "A <A@example.com>", files = { ["db/1"] = "1\n" } } },
  after = { ["db/1"] = "1\n" },
  expect = {},
}

for _, kind in ipairs { "buffer", "history" } do
  check:case("nobody knows what a " .. kind .. " adds") {
    kind = kind,
    options = { protect = { generated = generated } },
    after = { ["gen/a"] = "1\n" },
    expect = {},
  }
end
