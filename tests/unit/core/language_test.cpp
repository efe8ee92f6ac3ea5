#include "core/language.h"

#include <catch2/catch.hpp>

using namespace moongate;

TEST_CASE("languages by name", "[language]") {
  CHECK(language_by_name("src/a.py") == "python");
  CHECK(language_by_name("a.cpp") == "cpp");
  CHECK(language_by_name("a.H") == "cpp");
  CHECK(language_by_name("a.h") == "c");
  CHECK(language_by_name("A.PY") == "python");
  CHECK(language_by_name("x/CMakeLists.txt") == "cmake");
  CHECK(language_by_name("notes.txt") == "text");
  CHECK(language_by_name("build.gradle.kts") == "kotlin");
  CHECK(language_by_name("jquery.min.js") == "javascript");
  CHECK(language_by_name("Dockerfile.release") == "dockerfile");
  CHECK(language_by_name("config.yaml.in") == "yaml");
  CHECK(language_by_name(".env.production") == "dotenv");
  CHECK(language_by_name(".bashrc") == "shell");
  CHECK(language_by_name("types.d.ts") == "typescript");
  CHECK(language_by_name("py").empty());
  CHECK(language_by_name("a.py/README").empty());
  CHECK(language_by_name("").empty());
}

TEST_CASE("languages by first line", "[language]") {
  CHECK(language_by_first_line("#!/bin/sh\n") == "shell");
  CHECK(language_by_first_line("#! /usr/bin/env python3.12\nx") == "python");
  CHECK(language_by_first_line("#!/usr/bin/env -S A=1 node --x\r\n") == "javascript");
  CHECK(language_by_first_line("#!/opt/lua/bin/lua5.4") == "lua");
  CHECK(language_by_first_line("<?xml version='1.0'?>") == "xml");
  CHECK(language_by_first_line("#!").empty());
  CHECK(language_by_first_line("#!\n").empty());
  CHECK(language_by_first_line("#!/usr/bin/env").empty());
  CHECK(language_by_first_line("python").empty());
}

TEST_CASE("language ids are lower case and known", "[language]") {
  for (const std::string& id : language_ids()) {
    CHECK(is_language(id));
    CHECK(id.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ ") == std::string::npos);
  }
  CHECK_FALSE(is_language("Python"));
}
