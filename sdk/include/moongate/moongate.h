/* Moongate: Lua-scripted checks over Git changes, as a library.
 *
 * Ownership. A function named moongate_X_new, moongate_change_open, moongate_change_from_buffers or
 * moongate_run gives an object that the caller frees with its moongate_X_delete; NULL may be
 * deleted. A function that can fail returns NULL on success, else an error that the caller owns;
 * then no out-parameter is set. A moongate_str that a function gives is borrowed: it lives as long
 * as the object it came from, and rendered text until that report is rendered again or deleted.
 *
 * Strings are bytes with a length, UTF-8 where they are text for people; they are not terminated by
 * NUL. Paths are relative to the repository's root with '/' between, as Git has them.
 *
 * Structs of options start with their size: set it, and leave the rest zero for the defaults:
 *
 *     moongate_run_options options = { sizeof options };
 *
 * A later release may add members at the end, never change or remove one; a struct of an older
 * release is understood.
 *
 * Threads. There is no global state. An engine may be used by several threads at once as long as
 * none configures it or loads a check meanwhile; a change likewise, always. A report belongs to one
 * thread at a time. moongate_cancel_request may be called from any thread, and from a signal
 * handler.
 *
 * Time. A check is bounded by its limits; moongate_run returns within them for each check (their
 * sum over checks and cores). Between two looks at the clock one native call may take a few
 * milliseconds. */
#ifndef MOONGATE_MOONGATE_H
#define MOONGATE_MOONGATE_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define MOONGATE_API
#elif defined(__GNUC__)
#define MOONGATE_API __attribute__((visibility("default")))
#else
#define MOONGATE_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Text ------------------------------------------------------------------------------------ */

typedef struct moongate_str {
  const char* data; /* may be NULL when size is 0 */
  size_t size;      /* bytes */
} moongate_str;

/* "0.2.0"; a constant, terminated by NUL. */
MOONGATE_API const char* moongate_version(void);

/* ---- Errors ---------------------------------------------------------------------------------- */

typedef struct moongate_error moongate_error;

/* What an exit code of the program would say: usage, config and check are 2; repository is 3. */
typedef enum moongate_code {
  MOONGATE_CODE_NONE = 0,
  MOONGATE_CODE_USAGE = 1,
  MOONGATE_CODE_CONFIG = 2,
  MOONGATE_CODE_CHECK = 3,
  MOONGATE_CODE_REPOSITORY = 4,
  MOONGATE_CODE_MEMORY = 5
} moongate_code;

MOONGATE_API moongate_code moongate_error_code(const moongate_error* error);
/* What is wrong; where (empty, or a file); the line (0: none); what to do about it. */
MOONGATE_API moongate_str moongate_error_message(const moongate_error* error);
MOONGATE_API moongate_str moongate_error_path(const moongate_error* error);
MOONGATE_API uint32_t moongate_error_line(const moongate_error* error);
MOONGATE_API moongate_str moongate_error_cure(const moongate_error* error);
MOONGATE_API void moongate_error_delete(moongate_error* error);

/* ---- Engine: checks and their configuration ---------------------------------------------------
 */

typedef struct moongate_engine moongate_engine;

typedef struct moongate_options {
  size_t size;
  uint32_t check_milliseconds; /* CPU time of a check on a change; 0: the default, 5000 */
  uint64_t check_bytes;        /* Lua memory of a check; 0: the default, 64 MiB */
  int without_built_in;        /* nonzero: only checks that are loaded by moongate_engine_load */
} moongate_options;

/* `options` may be NULL. */
MOONGATE_API moongate_error* moongate_engine_new(const moongate_options* options,
                                                 moongate_engine** out);
/* Adds a check: `name` as in "no-print", `source` its Lua text. Refused with file:line when it does
 * not load, and when the name is taken. Both are copied. */
MOONGATE_API moongate_error* moongate_engine_load(moongate_engine* engine, moongate_str name,
                                                  moongate_str source);
/* Settings in the form of moongate.toml, as JSON (moongate_engine_schema describes it). They lie
 * below a repository's own file, as a policy does. Replaces what was configured before; refused as
 * a whole, and without effect, when anything in it is wrong. */
MOONGATE_API moongate_error* moongate_engine_configure(moongate_engine* engine, moongate_str json);
/* JSON Schema of the configuration, with the options of the checks that are loaded. Borrowed from
 * the engine until the next load or deletion; not to be called by two threads at once. */
MOONGATE_API moongate_str moongate_engine_schema(moongate_engine* engine);
MOONGATE_API void moongate_engine_delete(moongate_engine* engine);

/* ---- Change: what is checked ------------------------------------------------------------------
 */

typedef struct moongate_change moongate_change;

typedef enum moongate_kind {
  MOONGATE_KIND_STAGED = 0,  /* HEAD against the index that Git is committing */
  MOONGATE_KIND_MESSAGE = 1, /* `message`: a commit message */
  MOONGATE_KIND_RANGE = 2,   /* `base`..`head`, from their merge base */
  MOONGATE_KIND_COMMIT = 3,  /* `head` against its parents */
  MOONGATE_KIND_TREE = 5,    /* all of `head` */
  MOONGATE_KIND_REFS = 7,    /* branches and tags */
  MOONGATE_KIND_BUFFER = 8   /* from moongate_change_from_buffers */
} moongate_kind;

typedef struct moongate_change_options {
  size_t size;
  moongate_kind kind;
  moongate_str repository;   /* a folder in it; empty: the current one */
  moongate_str base, head;   /* revisions */
  moongate_str message_file; /* for MOONGATE_KIND_MESSAGE */
  int fetch;                 /* nonzero: may ask the remote for what is missing */
  int64_t now;               /* seconds since the epoch; 0: the clock's */
} moongate_change_options;

/* Nothing is written. Content is read when a check asks for it. */
MOONGATE_API moongate_error* moongate_change_open(const moongate_change_options* options,
                                                  moongate_change** out);

typedef struct moongate_buffer {
  moongate_str path;
  moongate_str old_text; /* data NULL: the file is new */
  moongate_str new_text; /* data NULL: the file is deleted */
} moongate_buffer;

/* No Git at all: an editor's buffers, a server's blobs. Everything is copied. */
MOONGATE_API moongate_error* moongate_change_from_buffers(const moongate_buffer* buffers,
                                                          size_t count, moongate_change** out);
MOONGATE_API void moongate_change_delete(moongate_change* change);

/* ---- Run --------------------------------------------------------------------------------------
 */

typedef struct moongate_cancel moongate_cancel;

MOONGATE_API moongate_error* moongate_cancel_new(moongate_cancel** out);
/* The run that holds it ends soon, with a report that says so. Cannot be taken back. */
MOONGATE_API void moongate_cancel_request(moongate_cancel* cancel);
MOONGATE_API void moongate_cancel_delete(moongate_cancel* cancel);

typedef struct moongate_run_options {
  size_t size;
  uint32_t jobs;                 /* threads; 0: one a core */
  int include_old;               /* nonzero: report what was there before, too */
  int show_secrets;              /* nonzero: do not mask */
  int ignore_repository;         /* nonzero: neither its moongate.toml nor its checks */
  const moongate_cancel* cancel; /* may be NULL; must outlive the run */
  /* Called from the threads of the run, one at a time; may be NULL. */
  void (*progress)(void* user, uint64_t done, uint64_t total);
  void* user;
} moongate_run_options;

typedef struct moongate_report moongate_report;

/* `options` may be NULL. What a check does wrong is in the report and fails neither the run nor the
 * other checks. */
MOONGATE_API moongate_error* moongate_run(const moongate_engine* engine,
                                          const moongate_change* change,
                                          const moongate_run_options* options,
                                          moongate_report** out);

/* ---- Report -----------------------------------------------------------------------------------
 */

typedef enum moongate_level {
  MOONGATE_LEVEL_NOTE = 1,
  MOONGATE_LEVEL_WARNING = 2,
  MOONGATE_LEVEL_ERROR = 3
} moongate_level;

typedef struct moongate_finding {
  size_t size; /* set by the caller */
  moongate_str check, rule, message, path, excerpt, commit, branch, fingerprint, suggestion;
  moongate_level level;
  /* 1-based, columns in bytes, the end exclusive; 0: no place. */
  uint32_t line, column, end_line, end_column;
} moongate_finding;

/* 0, 1, 2 or 3, as the program would exit. */
MOONGATE_API int moongate_report_exit(const moongate_report* report);
MOONGATE_API size_t moongate_report_count(const moongate_report* report);
/* Nonzero when there is a finding `index`; `out->size` must be set. */
MOONGATE_API int moongate_report_finding(const moongate_report* report, size_t index,
                                         moongate_finding* out);
MOONGATE_API size_t moongate_report_problem_count(const moongate_report* report);
/* A problem as an error object that the report owns: not to be deleted. NULL past the end. */
MOONGATE_API const moongate_error* moongate_report_problem(const moongate_report* report,
                                                           size_t index);
/* "json", "text", "sarif" …: what `moongate check --format` takes. */
MOONGATE_API moongate_error* moongate_report_render(moongate_report* report, moongate_str format,
                                                    moongate_str* out);
MOONGATE_API void moongate_report_delete(moongate_report* report);

#ifdef __cplusplus
}
#endif

#endif
