// What the rest takes for granted about the libraries underneath.
#include <git2.h>
#include <hs/hs.h>
#include <lauxlib.h>
#include <libdeflate.h>
#include <lua.h>
#include <lualib.h>
#include <re2/re2.h>
#include <tree_sitter/grammars.h>

#include <array>
#include <catch2/catch.hpp>
#include <string>

namespace {

struct Witness {
  bool& destroyed;
  ~Witness() { destroyed = true; }
};

int raise_with_local(lua_State* state) {
  const Witness witness{*static_cast<bool*>(lua_touserdata(state, lua_upvalueindex(1)))};
  return luaL_error(state, "on purpose");
}

}  // namespace

TEST_CASE("a Lua error runs the destructors between throw and catch") {
  bool destroyed = false;
  lua_State* state = luaL_newstate();
  REQUIRE(state != nullptr);
  lua_pushlightuserdata(state, &destroyed);
  lua_pushcclosure(state, raise_with_local, 1);
  CHECK(lua_pcall(state, 0, 0, 0) == LUA_ERRRUN);
  CHECK(destroyed);
  CHECK(std::string(lua_tostring(state, -1)) == "on purpose");
  lua_close(state);
}

TEST_CASE("libgit2 is 1.9 or later, reads SHA-256 and has no network transport") {
  int major = 0;
  int minor = 0;
  int patch = 0;
  REQUIRE(git_libgit2_init() > 0);
  REQUIRE(git_libgit2_version(&major, &minor, &patch) == 0);
  CHECK(major * 100 + minor >= 109);
  const int features = git_libgit2_features();
  CHECK((features & (GIT_FEATURE_HTTPS | GIT_FEATURE_SSH)) == 0);
#ifdef GIT_EXPERIMENTAL_SHA256
  git_oid oid;
  CHECK(git_oid_fromstr(&oid, std::string(64, 'a').c_str(), GIT_OID_SHA256) == 0);
  git_remote* remote = nullptr;
  REQUIRE(git_remote_create_detached(&remote, "http://localhost:1/x.git") == 0);
  CHECK(git_remote_connect(remote, GIT_DIRECTION_FETCH, nullptr, nullptr, nullptr) < 0);
  CHECK(std::string(git_error_last()->message).find("unsupported URL protocol") !=
        std::string::npos);
  git_remote_free(remote);
#endif
  git_libgit2_shutdown();
}

TEST_CASE("every grammar loads and parses") {
  using Grammar = const TSLanguage* (*)();
  const std::array<Grammar, 8> grammars = {
      tree_sitter_c,          tree_sitter_cpp,        tree_sitter_python, tree_sitter_go,
      tree_sitter_javascript, tree_sitter_typescript, tree_sitter_tsx,    tree_sitter_json};
  for (const Grammar grammar : grammars) {
    TSParser* parser = ts_parser_new();
    CHECK(ts_parser_set_language(parser, grammar()));
    TSTree* tree = ts_parser_parse_string(parser, nullptr, "1", 1);
    CHECK(tree != nullptr);
    ts_tree_delete(tree);
    ts_parser_delete(parser);
  }
}

TEST_CASE("Vectorscan runs on this machine and finds a literal") {
  REQUIRE(hs_valid_platform() == HS_SUCCESS);
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  REQUIRE(hs_compile("a[0-9]+b", 0, HS_MODE_BLOCK, nullptr, &database, &error) == HS_SUCCESS);
  hs_scratch_t* scratch = nullptr;
  REQUIRE(hs_alloc_scratch(database, &scratch) == HS_SUCCESS);
  int matches = 0;
  const auto count = [](unsigned, unsigned long long, unsigned long long, unsigned, void* context) {
    ++*static_cast<int*>(context);
    return 0;
  };
  CHECK(hs_scan(database, "xa12b", 5, 0, scratch, count, &matches) == HS_SUCCESS);
  CHECK(matches == 1);
  hs_free_scratch(scratch);
  hs_free_database(database);
}

TEST_CASE("RE2 and libdeflate link") {
  CHECK(RE2::FullMatch("a12b", "a[0-9]+b"));
  CHECK(libdeflate_crc32(0, "123456789", 9) == 0xcbf43926U);
}
