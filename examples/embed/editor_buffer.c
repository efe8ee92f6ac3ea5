/* What an editor does when a file is saved: its text, against what was there when it was opened,
 * with a check of the editor's own next to the built-in ones. No Git is involved.
 *
 *     editor_buffer PATH OLD_FILE < NEW_TEXT      prints findings, and the text with fixes applied
 *
 * Exit: 0 nothing at or over "error", 1 findings, 2 and 3 as the program `moongate`. */
#include <moongate/moongate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char no_tabs[] =
    "return {\n"
    "  api = 1,\n"
    "  summary = 'Lines are indented with spaces',\n"
    "  level = 'warning',\n"
    "  added_line = function(line)\n"
    "    local first, last = line.text:find('^\\t+')\n"
    "    if first then\n"
    "      line:report('indented with tabs', { column = 1, length = last,\n"
    "                  fix = ('    '):rep(last) })\n"
    "    end\n"
    "  end,\n"
    "}\n";

static moongate_str text(const char* terminated) {
  moongate_str made = {terminated, strlen(terminated)};
  return made;
}

static void print(moongate_str what) {
  fwrite(what.data, 1, what.size, stdout);
}

static void stop(moongate_error* error) {
  const moongate_str message = moongate_error_message(error), path = moongate_error_path(error),
                     help = moongate_error_help(error);
  const moongate_code code = moongate_error_code(error);
  fprintf(stderr, "%.*s%s%.*s\n  %.*s\n", (int)path.size, path.data, path.size ? ": " : "",
          (int)message.size, message.data, (int)help.size, help.data);
  moongate_error_delete(error);
  exit(code == MOONGATE_CODE_REPOSITORY || code == MOONGATE_CODE_MEMORY ? 3 : 2);
}

static moongate_str read_all(FILE* file) {
  char* data = NULL;
  size_t size = 0, room = 0, got = 1;
  while (got > 0) {
    if (size == room) {
      char* more = realloc(data, room = room * 2 + 4096);
      if (!more) exit(3);
      data = more;
    }
    got = fread(data + size, 1, room - size, file);
    size += got;
  }
  {
    const moongate_str made = {data, size};
    return made;
  }
}

/* Fixes are ordered as findings are; where two overlap, the first wins. */
static void print_fixed(const moongate_report* report, moongate_str before) {
  uint64_t at = 0;
  size_t i, j;
  moongate_finding finding = {0};
  moongate_fix fix = {0};
  finding.size = sizeof finding;
  fix.size = sizeof fix;
  for (i = 0; moongate_report_finding(report, i, &finding); ++i)
    for (j = 0; moongate_report_fix(report, i, j, &fix); ++j) {
      if (fix.start < at || fix.end > before.size) continue;
      fwrite(before.data + at, 1, (size_t)(fix.start - at), stdout);
      print(fix.text);
      at = fix.end;
    }
  fwrite(before.data + at, 1, before.size - (size_t)at, stdout);
}

int main(int argc, char** argv) {
  moongate_engine* engine = NULL;
  moongate_change* change = NULL;
  moongate_report* report = NULL;
  moongate_error* error;
  moongate_buffer buffer = {0};
  moongate_finding finding = {0};
  FILE* old;
  size_t i;
  int exit_code;

  if (argc != 3) {
    fprintf(stderr, "usage: editor_buffer PATH OLD_FILE < NEW_TEXT\n");
    return 2;
  }
  error = moongate_engine_new(NULL, &engine);
  if (!error) error = moongate_engine_load(engine, text("no-tabs"), text(no_tabs));
  if (error) stop(error);

  buffer.size = sizeof buffer;
  buffer.path = text(argv[1]);
  buffer.new_text = read_all(stdin);
  old = fopen(argv[2], "rb");
  if (old) {
    buffer.old_text = read_all(old);
    fclose(old);
  }
  error = moongate_change_from_buffers(&buffer, 1, NULL, &change);
  if (!error) error = moongate_run(engine, change, NULL, &report);
  if (error) stop(error);

  finding.size = sizeof finding;
  for (i = 0; moongate_report_finding(report, i, &finding); ++i) {
    printf("%u:%u: ", (unsigned)finding.line, (unsigned)finding.column);
    print(finding.message);
    printf(" [");
    print(finding.check);
    printf("]\n");
  }
  printf("--\n");
  print_fixed(report, buffer.new_text);

  exit_code = moongate_report_exit(report);
  moongate_report_delete(report);
  moongate_change_delete(change);
  moongate_engine_delete(engine);
  free((void*)buffer.old_text.data);
  free((void*)buffer.new_text.data);
  return exit_code;
}
