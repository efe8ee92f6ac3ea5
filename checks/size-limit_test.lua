local check = require("moongate.test").check("size-limit")

local function kib(number) return ("x"):rep(number * 1024) end

local function pointer(size)
  return "version https://git-lfs.github.com/spec/v1\noid sha256:" .. ("4d"):rep(32)
    .. "\nsize " .. size .. "\n"
end

check:case "vendored files do not count towards the totals" {
  options = { max_files = 1 },
  after = { ["a.txt"] = "a\n", ["deps/b.txt"] = "b\n", ["gen/c.txt"] = "c\n",
    [".gitattributes"] = "gen/** linguist-generated\n.gitattributes linguist-generated\n" },
  expect = {},
}

check:case "a file over the limit is reported, one at the limit is not" {
  options = { max_file = "2KiB" },
  after = { ["a.txt"] = kib(2), ["b.txt"] = kib(2) .. "x", ["c.txt"] = kib(3) },
  expect = {
    "b.txt: file of 2.1 KiB, over the limit of 2 KiB",
    "c.txt: file of 3 KiB, over the limit of 2 KiB",
  },
}

check:case "the default is 1 MiB" {
  after = { ["a.txt"] = kib(1024), ["b.txt"] = kib(1024) .. "x" },
  expect = { "b.txt: file of 1.1 MiB, over the limit of 1 MiB" },
}

check:case "0 means no limit" {
  options = { max_file = 0 },
  after = { ["a.txt"] = kib(1025) },
  expect = {},
}

check:case "a large file that has not grown is old" {
  options = { max_file = "1KiB" },
  before = { ["a.txt"] = kib(3) },
  after = { ["a.txt"] = kib(2) .. "y" },
  expect = {},
}

check:case "a large file that has grown is new again" {
  options = { max_file = "1KiB" },
  before = { ["a.txt"] = kib(2) },
  after = { ["a.txt"] = kib(3) },
  expect = { "a.txt: file of 3 KiB, over the limit of 1 KiB" },
}

check:case "deleting is always fine" {
  options = { max_file = "1KiB", max_files = 1 },
  before = { ["a.txt"] = kib(2), ["b.txt"] = kib(2) },
  after = {},
  expect = {},
}

check:case "a Git LFS pointer counts with what it points to, on request" {
  options = { max_lfs_file = "1MiB" },
  after = {
    ["a.psd"] = pointer(1048576),
    ["b.psd"] = pointer(1048577),
    ["c.psd"] = pointer(1048577):gsub("version", "Version"),
    ["d.psd"] = pointer(1048577):gsub("sha256", "md5"),
  },
  expect = { "b.psd: Git LFS file of 1.1 MiB, over the limit of 1 MiB" },
}

check:case "a Git LFS pointer may point to anything by default" {
  after = { ["a.psd"] = pointer(5000000000) },
  expect = {},
}

check:case "a pointer to more than before is new" {
  options = { max_lfs_file = "1KiB" },
  before = { ["a.psd"] = pointer(2000), ["b.psd"] = pointer(2000) },
  after = { ["a.psd"] = pointer(1999), ["b.psd"] = pointer(2001) },
  expect = { "b.psd: Git LFS file of 2 KiB, over the limit of 1 KiB" },
}

check:case "a new binary file of an unexpected kind is a warning" {
  after = { ["app.exe"] = "MZ\0\1", ["logo.png"] = "\137PNG\0", ["a.txt"] = "text\n" },
  expect = { "app.exe: binary file of 4 bytes added" },
}

check:case "fonts, and what starts a build, are expected" {
  after = {
    ["a.eot"] = "\0", ["gradle/wrapper/gradle-wrapper.jar"] = "\0", [".mvn/wrapper/maven-wrapper.jar"] = "\0",
    ["lib/gradle-wrapper.jar"] = "\0",
  },
  expect = { "lib/gradle-wrapper.jar: binary file of 1 byte added" },
}

check:case "a binary file that was there may change" {
  before = { ["app.exe"] = "MZ\0\1" },
  after = { ["app.exe"] = "MZ\0\2" },
  expect = {},
}

check:case "binary files can be allowed" {
  options = { allow_binaries = { "tests/**" } },
  after = { ["tests/a.bin"] = "\0", ["a.png"] = "\0" },
  expect = { "a.png: binary file of 1 byte added" },
}

check:case "a binary file is not reported twice" {
  options = { max_file = "1KiB" },
  after = { ["app.exe"] = kib(1) .. "\0" , ["b.exe"] = "\0" .. kib(1) },
  expect = {
    "app.exe: file of 1.1 KiB, over the limit of 1 KiB",
    "b.exe: file of 1.1 KiB, over the limit of 1 KiB",
  },
}

check:case "many files" {
  options = { max_files = 2 },
  before = { ["gone"] = "x\n" },
  after = { ["a"] = "1\n", ["b"] = "2\n", ["c"] = "3\n", ["vendor/d"] = "4\n" },
  expect = { "change: change of 3 files, over the limit of 2" },
}

check:case "not too many files" {
  options = { max_files = 3 },
  after = { ["a"] = "1\n", ["b"] = "2\n", ["c"] = "3\n", ["vendor/d"] = "4\n" },
  expect = {},
}

check:case "many lines" {
  options = { max_added_lines = 3 },
  before = { ["a"] = "1\n2\n3\n" },
  after = { ["a"] = "1\n2\n3\n4\n5\n", ["b"] = "6\n7\n", ["yarn.lock"] = "8\n9\n" },
  expect = { "change: change adds 4 lines, over the limit of 3" },
}

check:case "not too many lines" {
  options = { max_added_lines = 4 },
  before = { ["a"] = "1\n2\n3\n" },
  after = { ["a"] = "1\n2\n3\n4\n5\n", ["b"] = "6\n7\n", ["yarn.lock"] = "8\n9\n" },
  expect = {},
}

check:case "many bytes: what files grow by" {
  options = { max_change = "2KiB" },
  before = { ["a"] = kib(3), ["b"] = kib(2) },
  after = { ["a"] = kib(5), ["b"] = kib(1), ["c"] = "x", ["go.sum"] = kib(9) },
  expect = { "change: files grow by 2.1 KiB, over the limit of 2 KiB" },
}

check:case "not too many bytes" {
  options = { max_change = "2KiB" },
  before = { ["a"] = kib(3), ["b"] = kib(2) },
  after = { ["a"] = kib(5), ["b"] = kib(1), ["go.sum"] = kib(9) },
  expect = {},
}

check:case "limits of a change are off at 0" {
  options = { max_change = 0, max_added_lines = 0, max_files = 0 },
  after = { ["a"] = kib(1023) .. "\n2\n" },
  expect = {},
}

check:case "a whole tree is not one change" {
  kind = "tree",
  options = { max_change = "1KiB", max_added_lines = 1, max_files = 1, max_file = "2KiB" },
  after = { ["a"] = kib(2), ["b"] = kib(3) },
  expect = { "b: file of 3 KiB, over the limit of 2 KiB" },
}

local function many(number, entry)
  local tree = {}
  for i = 1, number do tree[("f%03d"):format(i)] = entry end
  return tree
end

check:case "300 files are the default" {
  after = many(300, "x"),
  expect = {},
}

check:case "and 301 too many, but no error" {
  after = many(301, "x"),
  expect = { { finding = "change: change of 301 files, over the limit of 300", rule = "files", level = "warning" } },
}

check:case "5000 lines are the default" {
  after = { ["a"] = ("x\n"):rep(5000) },
  expect = {},
}

check:case "and 5001 too many, but no error" {
  after = { ["a"] = ("x\n"):rep(5001) },
  expect = {
    { finding = "change: change adds 5001 lines, over the limit of 5000", rule = "lines", level = "warning" },
  },
}

check:case "what to do is said" {
  options = { max_file = "1KiB" },
  after = { ["my file.psd"] = kib(2), ["data/raw"] = kib(2), ["x/.env"] = kib(2) },
  expect = {
    {
      finding = "data/raw: file of 2 KiB, over the limit of 1 KiB", rule = "file", level = "error",
      help = "keep it out of Git (git rm --cached -- data/raw and a line in .gitignore) "
        .. "or track it with Git LFS (git lfs track data/raw)",
    },
    {
      finding = "my file.psd: file of 2 KiB, over the limit of 1 KiB",
      help = "keep it out of Git (git rm --cached -- 'my file.psd' and a line in .gitignore) "
        .. "or track it with Git LFS (git lfs track '*.psd')",
    },
    {
      finding = "x/.env: file of 2 KiB, over the limit of 1 KiB",
      help = "keep it out of Git (git rm --cached -- x/.env and a line in .gitignore) "
        .. "or track it with Git LFS (git lfs track x/.env)",
    },
  },
}

for _, kind in ipairs { "tree", "history", "buffer" } do
  check:case("a change of kind " .. kind .. " has no limits as a whole") {
    kind = kind,
    options = { max_files = 1, max_added_lines = 1, max_change = "1KiB" },
    after = { ["a"] = kib(2), ["b"] = "1\n2\n" },
    expect = {},
  }
end

check:case "kinds of binary files are known in capitals too" {
  after = { ["IMG_1.PNG"] = "\0", ["SETUP.EXE"] = "\0" },
  expect = { "SETUP.EXE: binary file of 1 byte added" },
}

check:case "every limit may be as small as 1" {
  options = { max_file = 1, max_files = 1, max_added_lines = 1, max_change = 1 },
  after = { ["a"] = "1\n2\n", ["b"] = "", ["c.exe"] = "\0\1" },
  expect = {
    "change: files grow by 6 bytes, over the limit of 1 byte",
    "change: change of 3 files, over the limit of 1",
    "change: change adds 2 lines, over the limit of 1",
    "a: file of 4 bytes, over the limit of 1 byte",
    "c.exe: file of 2 bytes, over the limit of 1 byte",
  },
}

check:case "a Git LFS file may be as small as 1" {
  options = { max_lfs_file = 1 },
  after = { ["a.psd"] = pointer(1), ["b.psd"] = pointer(2) },
  expect = { "b.psd: Git LFS file of 2 bytes, over the limit of 1 byte" },
}

-- A line that the specification leaves to extensions makes the pointer as long as it shall be.
local function long_pointer(length)
  local short = pointer(2000)
  local extension = "ext-0-a sha256:"
  return (short:gsub("\n", "\n" .. extension .. ("0"):rep(length - #short - #extension - 1) .. "\n", 1))
end

check:case "a pointer has less than 1024 bytes" {
  options = { max_lfs_file = "1KiB" },
  after = { ["a.psd"] = long_pointer(1023), ["b.psd"] = long_pointer(1024) },
  expect = { "a.psd: Git LFS file of 2 KiB, over the limit of 1 KiB" },
}

check:case "a binary file is reported unless its size was" {
  options = { max_file = "1KiB" },
  after = { ["a.exe"] = "\0" .. ("x"):rep(1023), ["b.exe"] = "\0" .. ("x"):rep(1024) },
  expect = {
    "a.exe: binary file of 1 KiB added",
    "b.exe: file of 1.1 KiB, over the limit of 1 KiB",
  },
}

check:case "also where files have no limit" {
  options = { max_file = 0 },
  after = { ["a.exe"] = "\0" },
  expect = { "a.exe: binary file of 1 byte added" },
}

check:case "the baseline has no limits; another of its name has" {
  options = { max_file = "1KiB", max_files = 1, max_added_lines = 2, max_change = "2KiB" },
  after = {
    [".moongate/baseline.json"] = kib(3) .. "\n2\n3\n", ["a"] = "1\n2\n", ["baseline.json"] = "",
  },
  expect = { "change: change of 2 files, over the limit of 1" },
}
