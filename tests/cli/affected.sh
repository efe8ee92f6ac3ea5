# `moongate affected`: which areas of a monorepo a change concerns.
. "$(dirname "$0")/../lib.sh"

AREAS='[areas.lib]\npaths = ["lib/"]\n[areas.api]\npaths = ["services/api/", "!**/*.md"]\ndepends = ["lib"]\n[areas.my-web]\npaths = ["web/"]\ndepends = ["api"]\n'

monorepo() {
  git init -q .
  write moongate.toml "$AREAS"
  write lib/a.c 'a\n' && write services/api/b.c 'b\n' && write services/api/b.md 'b\n' && write web/c.js 'c\n'
  write README.md 'r\n'
  git add -A && git commit -qm "feat: begin"
}

it "prints what is staged"
  monorepo
  write services/api/b.c 'changed\n' && write README.md 'changed\n' && git add -A
  run moongate affected
  expect_exit 0
  expect_out_is $'api: 1 file, services/api/b.c\nmy-web: depends on api\nin no area: 1 file, README.md'
  run moongate affected --staged --format json
  expect_json . '{"areas":["api","my-web"],"unmatched":["README.md"]}'

it "has a range, a commit and a whole tree"
  monorepo
  git checkout -q -b topic
  write web/c.js 'changed\n' && git commit -qam "feat: web"
  write moongate.toml "$AREAS# more\n" && write services/api/b.md 'changed\n' && git commit -qam "feat: more"
  run moongate affected --range main..topic --format json
  expect_json . '{"areas":["my-web"],"unmatched":["moongate.toml","services/api/b.md"]}'
  run moongate affected --commit HEAD --format json
  expect_json . '{"areas":[],"unmatched":["moongate.toml","services/api/b.md"]}'
  run moongate affected --all --format json
  expect_json . '{"areas":["api","lib","my-web"],"unmatched":["README.md","moongate.toml","services/api/b.md"]}'
  git checkout -q main && write lib/a.c 'main goes on\n' && git commit -qam "feat: lib"
  run moongate affected --range main..topic --format json
  expect_json .areas '["my-web"]'

it "counts both paths of a rename, and what is deleted"
  monorepo
  git mv lib/a.c web/a.c && git rm -q services/api/b.c && git commit -qm "feat: move"
  run moongate affected --commit HEAD --format json
  expect_json . '{"areas":["api","lib","my-web"],"unmatched":[]}'
  git mv web/a.c elsewhere.c
  run moongate affected --format json
  expect_json . '{"areas":["my-web"],"unmatched":["elsewhere.c"]}'

it "takes what the change itself says in CI, and its own change without WHAT"
  monorepo
  git checkout -q -b topic
  write moongate.toml "$AREAS"'[areas.new]\npaths = ["new/"]\n' && write new/x 'x\n' && git add -A && git commit -qm "feat: new"
  CI=true MOONGATE_BASE=main MOONGATE_HEAD=topic run moongate affected --format github
  expect_exit 0
  expect_out_is $'areas=["new"]\nmatrix={"area":["new"]}\nany=true\napi=false\nlib=false\nmy-web=false\nnew=true'
  CI=true run moongate affected
  expect_exit 2
  expect_empty_out

it "prints for shells what can be evaluated"
  monorepo
  write lib/a.c 'changed\n' && git add -A
  run moongate affected --format shell
  eval "$out"
  expect_same "areas" "api lib my-web" "$MOONGATE_AREAS"
  expect_same "one area" true "$MOONGATE_AREA_MY_WEB"
  run moongate affected --format gitlab
  expect_out_is $'MOONGATE_AREAS=api,lib,my-web\nMOONGATE_AREA_API=true\nMOONGATE_AREA_LIB=true\nMOONGATE_AREA_MY_WEB=true'
  run moongate affected --format jenkins
  expect_out "areas=api,lib,my-web"
  run moongate affected --format matrix
  expect_out_is '{"area":["api","lib","my-web"]}'

it "is an error where nothing can be said, with an empty stdout"
  monorepo
  run moongate affected --range nowhere..HEAD --format json
  expect_exit 3
  expect_empty_out
  expect_err "nowhere"
  run moongate affected --format yaml
  expect_exit 2
  expect_empty_out
  expect_err "there is no format 'yaml'"
  run moongate affected --frmat json
  expect_exit 2
  expect_empty_out
  write moongate.toml '' && git add -A
  run moongate affected --format github
  expect_exit 2
  expect_empty_out
  expect_err "no areas are configured"
  expect_err "[areas.api]"

it "is an error in a shallow clone without the base"
  monorepo
  write lib/a.c '2\n' && git commit -qam "feat: two"
  write lib/a.c '3\n' && git commit -qam "feat: three"
  first=$(git rev-parse HEAD~2)
  git clone -q --depth 1 "file://$PWD" ../shallow-affected && cd ../shallow-affected
  run moongate affected --range "$first..HEAD" --format json
  expect_exit 3
  expect_empty_out
  run moongate affected --range "$first..HEAD" --format json --fetch
  expect_exit 0
  expect_json .areas '["api","lib","my-web"]'

it "names what is wrong with areas, and where"
  repository
  wrong() {
    write moongate.toml "$1"
    run moongate affected
    expect_exit 2
    expect_empty_out
    expect_err "moongate.toml:$2"
    expect_err "$3"
  }
  wrong '[areas.a]\npaths = ["a/"]\ndepends = ["abd", "b"]\n[areas.abc]\npaths = ["b/"]\n' "3: areas.a.depends: there is no area 'abd'" "did you mean 'abc'?"
  wrong '[areas.a]\ndepends = []\n' "1: areas.a has no 'paths'" "write for example"
  wrong '[areas.a]\npath = ["a/"]\npaths = ["a/"]\n' "2: unknown key 'path'" "did you mean 'paths'?"
  wrong '[areas.a]\npaths = "a/"\n' "2: areas.a.paths must be a list" "write"
  wrong '[areas.a]\npaths = ["!a/"]\n' "2: areas.a.paths has no glob that says" "write for example"
  wrong '[areas.a]\npaths = ["[x"]\n' "2: " "'[x'"
  wrong '[areas."a b"]\npaths = ["a/"]\n' "1: 'a b' is no name for an area" "use letters"
  wrong '[areas.1a]\npaths = ["a/"]\n' "1: '1a' is no name for an area" "use letters"
  wrong '[areas.any]\npaths = ["a/"]\n' "1: an area cannot be called 'any'" "choose another"
  wrong '[areas.a-b]\npaths = ["a/"]\n[areas.A_B]\npaths = ["b/"]\n' "3: the areas 'a-b' and 'A_B' are one variable" "rename"
  wrong 'areas = 3\n' "1: areas must be a table" ""
  wrong '[areas]\na = ["a/"]\n' "2: areas.a must be a table" ""
  write moongate.toml "$AREAS" && write sub/moongate.toml "$AREAS" && git add -A
  run moongate check --staged
  expect_exit 2
  expect_err "'areas' may not stand in a nested moongate.toml"

finish
