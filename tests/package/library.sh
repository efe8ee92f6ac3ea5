# The library as a program finds it: installed, moved to another directory, and built against from there.
. "$(dirname "$0")/../lib.sh"
: "${BUILD_DIR:?the directory that was built}"

sources="$SOURCE_DIR/tests/package"
prefix="$SCRATCH/moved/here"
cmake --install "$BUILD_DIR" --prefix "$SCRATCH/first" >"$SCRATCH/install.log" 2>&1 || {
  cat "$SCRATCH/install.log"
  exit 1
}
mkdir -p "$SCRATCH/moved" && mv "$SCRATCH/first" "$prefix"
lib=$(dirname "$(find "$prefix" -name libmoongate.a)")
export PKG_CONFIG_PATH="$lib/pkgconfig"
warnings=(-Wall -Wextra -pedantic -Werror)
compilers=("${CC:-cc} ${CXX:-c++}")
for clang in clang clang-14; do
  if command -v "$clang" >/dev/null && command -v "${clang/clang/clang++}" >/dev/null; then
    compilers+=("$clang ${clang/clang/clang++}")
    break
  fi
done

it "installs the program, both libraries, headers, packages, completions and licences"
  for file in share/man/man1/moongate.1 share/bash-completion/completions/moongate \
    share/zsh/site-functions/_moongate share/fish/vendor_completions.d/moongate.fish bin/moongate include/moongate/moongate.h include/moongate/moongate.hpp \
    share/licenses/moongate/LICENSE share/licenses/moongate/third_party/lua \
    share/licenses/moongate/third_party/libgit2 share/licenses/moongate/third_party/tree-sitter-c; do
    expect_file "$prefix/$file"
  done
  for file in libmoongate.a libmoongate.so libmoongate.so.0 pkgconfig/moongate.pc \
    cmake/moongate/moongate-config.cmake cmake/moongate/moongate-config-version.cmake; do
    expect_file "$lib/$file"
  done
  run "$prefix/bin/moongate" --version
  expect_exit 0
  run grep -rlaF "$SCRATCH/first" "$prefix"
  expect_same "files that know where they were installed" "" "$out"
  run grep -laF "$SOURCE_DIR" "$prefix/bin/moongate" "$lib/libmoongate.a" "$lib/libmoongate.so.0"
  expect_same "files that know where they were built" "" "$out"

it "has headers that compile alone, twice, as C99 and as C++20"
  printf '#include <moongate/moongate.h>\n#include <moongate/moongate.h>\n' >c.c
  cp c.c cpp.cpp
  printf '#include <moongate/moongate.hpp>\n#include <moongate/moongate.hpp>\n' >hpp.cpp
  for pair in "${compilers[@]}"; do
    read -r cc cxx <<<"$pair"
    run $cc -std=c99 "${warnings[@]}" -I"$prefix/include" -fsyntax-only c.c
    expect_exit 0
    for file in cpp.cpp hpp.cpp; do
      run $cxx -std=c++20 "${warnings[@]}" -I"$prefix/include" -fsyntax-only $file
      expect_exit 0
    done
  done

it "keeps the layout of released structs, and released functions"
  run ${CC:-cc} -std=c11 -I"$prefix/include" -fsyntax-only "$sources/abi.c"
  expect_exit 0
  run bash -c "nm -D --defined-only '$lib/libmoongate.so' | awk '{ print \$NF }' | LC_ALL=C sort"
  exported=$out
  for released in "$sources"/symbols-*; do
    run bash -c "LC_ALL=C comm -23 '$released' - <<<'$exported'"
    expect_same "functions of $(basename "$released") that are gone" "" "$out"
  done
  # … and all that the header declares is there.
  declared=$(grep -o 'moongate_[a-z_]*(' "$prefix/include/moongate/moongate.h" | tr -d '(' |
    LC_ALL=C sort -u)
  expect_same "declared functions" "$declared" "$exported"

it "lets only moongate_* out"
  run bash -c "nm -D --defined-only '$lib/libmoongate.so' | awk '{ print \$NF }' | grep -v '^moongate_'"
  expect_same "other names of the shared library" "" "$out"
  run bash -c "nm -g --defined-only '$lib/libmoongate.a' | awk 'NF == 3 { print \$3 }' | grep -v '^moongate_'"
  expect_same "other names of the archive" "" "$out"
  run bash -c "nm -u '$lib/libmoongate.a' | awk '{ print \$2 }' | grep -E '^(lua|git_|ts_|hs_|libdeflate|_ZN3re2|_ZN8moongate|inflate)'"
  expect_same "what the archive wants of the libraries that are in it" "" "$out"

it "needs few shared libraries"
  run bash -c "readelf -d '$lib/libmoongate.so' | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | sed 's/\.so.*//' | LC_ALL=C sort | tr '\n' ' '"
  expect_out_is "ld-linux-x86-64 libc libgcc_s libhs_runtime libm libre2 libstdc++ "
  run readelf -d "$lib/libmoongate.so"
  expect_out "[libmoongate.so.0]"
  expect_no_out TEXTREL
  expect_no_out RUNPATH

it "is found by CMake, shared and static, and the examples work"
  cmake -S "$SOURCE_DIR/examples/embed" -B build -DCMAKE_PREFIX_PATH="$prefix" \
    -DCMAKE_C_FLAGS="${warnings[*]}" -DCMAKE_CXX_FLAGS="${warnings[*]}" >cmake.log 2>&1 &&
    run cmake --build build -j 2 || { cat cmake.log; fail "CMake does not find the package"; }
  expect_exit 0
  examples="$PWD/build"

  printf 'a\n' >old.c
  run_with $'a\n\tint b;  \n' "$examples/editor_buffer" src/new.c old.c
  expect_exit 1
  expect_out_is $'2:1: indented with tabs [no-tabs]\n2:8: trailing whitespace [lint/trailing-whitespace]\n--\na\n    int b;'
  run_with $'a\n' "$examples/editor_buffer" ../up.c old.c
  expect_exit 2
  expect_err "../up.c"

  repository project
  (cd project && write moongate.toml '[checks.conventional-commits]\n' && commit "chore: rules" &&
    write b.txt 'two  \n' && commit "feat: two" && printf 'x\n' >>b.txt && commit "no type")
  run "$examples/ci_range" project HEAD~2 HEAD
  expect_exit 1
  expect_json '.version' 2.1.0
  expect_json '[.runs[].results[].ruleId]' '["conventional-commits/header","lint/trailing-whitespace"]'
  run "$examples/ci_range" project nowhere HEAD
  expect_exit 3
  expect_err "nowhere"

it "gives the result that the program gives, byte for byte"
  repository
  write src/a.c 'int a;  \n\tint b;' && write moongate.toml 'fail_on = "warning"\n' && commit "feat: a"
  base=$(git rev-parse HEAD~1)
  printf 'token = "ghp_%s"\n' 012345678901234567890123456789abcdEF >>src/a.c && commit "second"
  cat >range.cpp <<'TEXT'
#include <iostream>
#include <moongate/moongate.hpp>
int main(int, char** argv) {
  moongate_change_options options{};
  options.kind = MOONGATE_KIND_RANGE;
  options.base = moongate::str(argv[1]);
  options.head = moongate::str(argv[2]);
  const std::string why = std::string("--range ") + argv[1] + ".." + argv[2];
  options.why = moongate::str(why);
  const auto change = moongate::change::open(options);
  std::vector<std::string> parts;
  for (unsigned i = 1; i <= 3; ++i) {
    moongate::run_options run;
    run.shard = i;
    run.shards = 3;
    parts.push_back(moongate::engine().run(change, run).render("json"));
  }
  auto report = moongate::engine().run(change);
  auto merged = moongate::report::merge(parts);
  std::cout << report.render("json") << merged.render("json");
  return report.exit();
}
TEXT
  run ${CXX:-c++} -std=c++20 "${warnings[@]}" range.cpp $(pkg-config --cflags --libs moongate) \
    -Wl,-rpath,"$lib" -o range
  expect_exit 0
  run ./range "$base" HEAD
  expect_exit 1
  jq -cs '[.[] | del(.timing, .change.now)] | .[0] == .[1], .[0]' "$SCRATCH/.out" >library.json
  run moongate check --range "$base..HEAD" --format json
  expect_exit 1
  expect_same "merged shards are the one run" true "$(head -1 library.json)"
  expect_same "the library's report" "$(jq -c 'del(.timing, .change.now)' "$SCRATCH/.out")" "$(tail -1 library.json)"

it "is found by pkg-config, also for a program without any shared library"
  cp "$SOURCE_DIR/examples/embed/editor_buffer.c" . && printf 'a\n' >old
  run pkg-config --modversion moongate
  expect_same "version" "$("$prefix/bin/moongate" --version)" "moongate $out"
  run ${CC:-cc} -std=c99 "${warnings[@]}" editor_buffer.c $(pkg-config --cflags --libs moongate) -o shared
  expect_exit 0
  LD_LIBRARY_PATH="$lib" run_with $'a\n' ./shared a.c old
  expect_exit 0
  # The linker warns of what a static glibc cannot do.
  run ${CC:-cc} -std=c99 -static editor_buffer.c $(pkg-config --static --cflags --libs moongate) -o static
  expect_exit 0
  run_with $'a\n' ./static a.c old
  expect_exit 0

it "stands next to the program's own Lua and libgit2"
  run ${CXX:-c++} -std=c++20 "${warnings[@]}" "$sources/own_lua.cpp" $(pkg-config --cflags moongate) \
    $(pkg-config --cflags lua5.4) "$lib/libmoongate.a" $(pkg-config --libs lua5.4) -lm -pthread -o own
  expect_exit 0
  run ./own
  expect_exit 0
  expect_out_is "os is nil"

it "is loaded by Python"
  python3 "$SOURCE_DIR/examples/embed/blob_server.py" "$lib/libmoongate.so" >port 2>log &
  server=$!
  for _ in $(seq 1200); do [ -s port ] || sleep 0.1; done
  cat >client.py <<'TEXT'
import sys, urllib.error, urllib.request
url = "http://127.0.0.1:%s/%s" % (open("port").read().strip(), sys.argv[1])
try:
    answer = urllib.request.urlopen(urllib.request.Request(url, sys.stdin.buffer.read()))
except urllib.error.HTTPError as error:
    answer = error
sys.stdout.write("%d\n%s" % (answer.status, answer.read().decode()))
TEXT
  run_with $'bad  \n' python3 client.py src/a.txt
  expect_out 422
  expect_out '"lint/trailing-whitespace"'
  run_with $'good\n' python3 client.py a%20b.txt
  expect_out 200
  run_with $'good\n' python3 client.py ../a.txt
  expect_out 400
  expect_out "../a.txt"
  kill "$server"
  wait "$server" 2>/dev/null

finish
