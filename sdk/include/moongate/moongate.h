/* Moongate: Lua-scripted checks over Git changes, as a library. The program `moongate` runs the
 * same functions: whatever it can be asked, a program can ask here, with the same result.
 *
 *     moongate_engine_new                      checks (built in, or loaded) and their configuration
 *     moongate_change_open, _from_buffers      what is checked
 *     moongate_run                             gives a report: findings, problems, exit code
 *     moongate_report_render                   the report as JSON, SARIF, text …
 *
 * Ownership. A function that takes `X** out` gives an object that the caller frees with its
 * moongate_X_delete; NULL may be deleted. A function that can fail returns NULL on success, else an
 * error that the caller owns and frees with moongate_error_delete; then `*out` is left as it was. A
 * moongate_str that a function gives is borrowed: it lives as long as the object it came from, and
 * rendered text until that report is rendered again or deleted. What the caller gives is copied,
 * unless it says otherwise.
 *
 * Strings are bytes with a length, UTF-8 where they are text for people; they are not terminated by
 * NUL. Paths are relative to the repository's root with '/' between, as Git has them.
 *
 * Structs of options start with their size: set it, and leave the rest zero for the defaults:
 *
 *     moongate_run_options options = { sizeof options };
 *
 * A later release may add members at the end, never change or remove one; a struct of an older
 * release is understood, one of a newer release is refused with MOONGATE_CODE_USAGE.
 *
 * Threads. There is no global state. An engine may be used by several threads at once as long as
 * none configures it or loads a check meanwhile; a change likewise, always. A report belongs to one
 * thread at a time. moongate_cancel_request may be called from any thread, and from a signal
 * handler. Threads that a run starts have ended when it returns.
 *
 * Environment. Nothing reads MOONGATE_* variables or the terminal. moongate_change_open obeys Git's
 * own (GIT_DIR, GIT_INDEX_FILE, GIT_OBJECT_DIRECTORY …), as Git would.
 *
 * Time. A check is bounded by its limits; moongate_run returns within them for each check (their
 * sum over checks and cores). Between two looks at the clock one native call may take a few
 * milliseconds. No function ends the process, prints, or leaves a signal handler behind. */
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

/* ---- Text ---------------------------------------------------------------------------------- */

typedef struct moongate_str {
  const char* data; /* may be NULL when size is 0 */
  size_t size;      /* bytes */
} moongate_str;

/* "0.2.0"; a constant, terminated by NUL. */
MOONGATE_API const char* moongate_version(void);

/* ---- Errors -------------------------------------------------------------------------------- */

typedef struct moongate_error moongate_error;

typedef enum moongate_code {
  MOONGATE_CODE_NONE = 0,       /* of NULL: no error */
  MOONGATE_CODE_USAGE = 1,      /* an argument, a name or a path is wrong; the program's exit 2 */
  MOONGATE_CODE_CONFIG = 2,     /* the configuration is wrong; exit 2 */
  MOONGATE_CODE_CHECK = 3,      /* a check does not load or errs: exit 2; was aborted: exit 3 */
  MOONGATE_CODE_REPOSITORY = 4, /* the change cannot be known or read; exit 3 */
  MOONGATE_CODE_MEMORY = 5      /* out of memory; exit 3 */
} moongate_code;

MOONGATE_API moongate_code moongate_error_code(const moongate_error* error);
/* What is wrong; where (empty, or a file); the line (1-based; 0: none); what to do about it (may be
 * empty). Of NULL: empty, 0. */
MOONGATE_API moongate_str moongate_error_message(const moongate_error* error);
MOONGATE_API moongate_str moongate_error_path(const moongate_error* error);
MOONGATE_API uint32_t moongate_error_line(const moongate_error* error);
MOONGATE_API moongate_str moongate_error_help(const moongate_error* error);
MOONGATE_API void moongate_error_delete(moongate_error* error);

/* ---- Engine: checks and their configuration ------------------------------------------------ */

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
/* Adds a check: `name` as in "no-print" or "team/no-print", `source` its Lua text. Refused with
 * file:line and MOONGATE_CODE_CHECK when it does not load, and when the name is taken. A name whose
 * last part begins with '_' is no check but a module, which checks of the same directory that are
 * loaded after it can `require` by that part. */
MOONGATE_API moongate_error* moongate_engine_load(moongate_engine* engine, moongate_str name,
                                                  moongate_str source);
/* Settings in the form of moongate.toml or of a policy, as JSON (moongate_engine_schema describes
 * it). They lie below a repository's own file, as a policy does, and may lock what that file must
 * not relax. Replaces what was configured before; refused with MOONGATE_CODE_CONFIG as a whole,
 * and without effect, when anything in it is wrong. */
MOONGATE_API moongate_error* moongate_engine_configure(moongate_engine* engine, moongate_str json);
/* JSON Schema of the configuration, with the options of the checks that are loaded. Borrowed from
 * the engine until the next load or deletion. Empty for NULL, and when memory runs out. */
MOONGATE_API moongate_str moongate_engine_schema(const moongate_engine* engine);
MOONGATE_API void moongate_engine_delete(moongate_engine* engine);

/* ---- Change: what is checked --------------------------------------------------------------- */

typedef struct moongate_change moongate_change;

typedef enum moongate_kind {
  MOONGATE_KIND_STAGED = 0,  /* HEAD against the index that Git is committing */
  MOONGATE_KIND_MESSAGE = 1, /* `message`: a commit message */
  MOONGATE_KIND_RANGE = 2,   /* `base`..`head`, from their merge base */
  MOONGATE_KIND_COMMIT = 3,  /* `head` against its parents */
  MOONGATE_KIND_PUSH = 4,    /* `updates`: what the receiving side does not have */
  MOONGATE_KIND_TREE = 5,    /* all of `head` */
  MOONGATE_KIND_REFS = 7,    /* branches and tags */
  MOONGATE_KIND_BUFFER = 8,  /* from moongate_change_from_buffers */
  MOONGATE_KIND_WORKING = 9  /* HEAD against the working tree, as `git add` would store it */
} moongate_kind;

/* A ref that a push moves: ids in hex, all zeros where it is created or deleted. */
typedef struct moongate_ref_update {
  moongate_str name; /* "refs/heads/main" */
  moongate_str before, after;
} moongate_ref_update;

/* What a host knows about a pull request, for checks that look at it. */
typedef struct moongate_pull_request {
  size_t size;
  int64_t number;
  moongate_str title, body, base, head, author;
  const moongate_str* labels;
  size_t label_count;
  int draft; /* nonzero: not ready */
} moongate_pull_request;

typedef struct moongate_change_options {
  size_t size;
  int kind;                           /* a moongate_kind */
  moongate_str repository;            /* a directory in it; empty: the current one */
  moongate_str base, head;            /* revisions; for commit and tree: `head`, empty is HEAD */
  moongate_str message_file;          /* for MOONGATE_KIND_MESSAGE: a path */
  int fetch;                          /* nonzero: may ask the remote for what is missing */
  int64_t now;                        /* seconds since the epoch, for ages; 0: the clock's */
  const moongate_ref_update* updates; /* for MOONGATE_KIND_PUSH */
  size_t update_count;
  int receiving;                             /* nonzero: this is the receiving side */
  moongate_str remote;                       /* of a push that is sent: name or URL */
  moongate_str default_branch;               /* for MOONGATE_KIND_REFS; empty: found out */
  const moongate_pull_request* pull_request; /* may be NULL */
  moongate_str why;                          /* how the host came to it, for a person */
} moongate_change_options;

/* Nothing is written. Content is read when a check asks for it, so the repository must stay. Fails
 * with MOONGATE_CODE_REPOSITORY, cause and help when the change cannot be known. */
MOONGATE_API moongate_error* moongate_change_open(const moongate_change_options* options,
                                                  moongate_change** out);

/* What the change is compared with, as ids in hex, the main base first: a file belongs to the
 * change when it differs from its version in every base, and its added lines are those that no base
 * has. A merge has several; 0 where there is nothing to compare with, and for NULL. */
MOONGATE_API size_t moongate_change_base_count(const moongate_change* change);
/* Borrowed from the change; empty past the end. */
MOONGATE_API moongate_str moongate_change_base(const moongate_change* change, size_t index);

typedef struct moongate_buffer {
  size_t size;           /* set by the caller, the same in all elements of an array */
  moongate_str path;     /* relative, as in a repository */
  moongate_str old_text; /* data NULL: the file is new */
  moongate_str new_text; /* data NULL: the file is deleted */
} moongate_buffer;

typedef struct moongate_buffer_options {
  size_t size;
  int64_t now; /* seconds since the epoch; 0: the clock's */
  moongate_str why;
} moongate_buffer_options;

/* No Git at all: an editor's buffers, a server's blobs. A buffer named moongate.toml, or one below
 * .moongate/checks, applies as it would in a repository. `options` may be NULL. */
MOONGATE_API moongate_error* moongate_change_from_buffers(const moongate_buffer* buffers,
                                                          size_t count,
                                                          const moongate_buffer_options* options,
                                                          moongate_change** out);
MOONGATE_API void moongate_change_delete(moongate_change* change);

/* ---- Run ----------------------------------------------------------------------------------- */

typedef struct moongate_cancel moongate_cancel;

MOONGATE_API moongate_error* moongate_cancel_new(moongate_cancel** out);
/* The run that holds it ends soon, also in the middle of a check, with a report that says so and
 * whose exit code is 3. Cannot be taken back; NULL does nothing. */
MOONGATE_API void moongate_cancel_request(moongate_cancel* cancel);
MOONGATE_API void moongate_cancel_delete(moongate_cancel* cancel);

typedef enum moongate_level {
  MOONGATE_LEVEL_NOTE = 1,
  MOONGATE_LEVEL_WARNING = 2,
  MOONGATE_LEVEL_ERROR = 3,
  MOONGATE_LEVEL_NEVER = 4 /* of `fail_on` only */
} moongate_level;

typedef enum moongate_fix_mode {
  MOONGATE_FIX_OFF = 0,
  MOONGATE_FIX_APPLY = 1, /* what is staged: in the index and in the working tree */
  MOONGATE_FIX_PATCH = 2  /* nothing is changed: moongate_report_patch says what would be */
} moongate_fix_mode;

/* What the flags of `moongate check` say; the program's page explains each. */
typedef struct moongate_run_options {
  size_t size;
  uint32_t jobs;                 /* threads; 0: one a core */
  int include_existing;          /* nonzero: report what was there before, too */
  int show_secrets;              /* nonzero: do not mask */
  int ignore_repository;         /* nonzero: neither its moongate.toml nor its checks */
  const moongate_cancel* cancel; /* may be NULL; must outlive the run */
  /* Called from the threads of the run, one at a time, `done` growing; may be NULL. It must not
   * call back with the same engine, nor let an exception out. */
  void (*progress)(void* user, uint64_t done, uint64_t total);
  void* user;
  const moongate_str* checks; /* only these: a check, a group or NAME/RULE; none: all */
  size_t check_count;
  const moongate_str* skips; /* all but these */
  size_t skip_count;
  const moongate_str*
      paths; /* only these files and directories, as a person types them; none: all */
  size_t path_count;
  int fail_on;              /* a moongate_level; 0: what the configuration says */
  moongate_str config_file; /* instead of the repository's moongate.toml */
  moongate_str config_from; /* a revision: configuration and checks from a trusted commit */
  moongate_str policy_file; /* an organisation's settings */
  int work_tree_rules;      /* nonzero: moongate.toml and checks as they lie in the working tree */
  int no_cache;             /* nonzero: neither use nor fill the result cache */
  int no_baseline;          /* nonzero: report what the baseline accepts, too */
  uint32_t shard, shards;   /* part 1..shards of a run that moongate_report_merge joins; 0: all */
  int fix;                  /* a moongate_fix_mode */
} moongate_run_options;

typedef struct moongate_report moongate_report;

/* `options` may be NULL. What a check or the repository does wrong is in the report and fails
 * neither the run nor the other checks; only wrong arguments and lack of memory are errors. */
MOONGATE_API moongate_error* moongate_run(const moongate_engine* engine,
                                          const moongate_change* change,
                                          const moongate_run_options* options,
                                          moongate_report** out);

/* ---- Report -------------------------------------------------------------------------------- */

/* moongate.report/1 (docs/report.md) says what each member means; empty where there is none. */
typedef struct moongate_finding {
  size_t size; /* set by the caller */
  moongate_str check, rule, message, path, snippet, commit, branch, fingerprint, help;
  moongate_level level;
  /* 1-based, columns in bytes, the end exclusive; 0: no place. */
  uint32_t line, column, end_line, end_column;
  size_t fix_count; /* of moongate_report_fix */
  /* What a person may paste into a shell, and what undoes it; empty where there is none. */
  moongate_str command, undo;
  moongate_str tag; /* the tag that it is about */
  /* The columns in UTF-16 code units, also of a file in UTF-16. */
  uint32_t utf16_column, utf16_end_column;
  /* Where not all of its lines are among those that the change added: the nearest that is; or 0. */
  uint32_t changed_line;
  int changed;   /* zero: it stands on a line that the net change did not add */
  int known;     /* nonzero: in a commit that another remote has already */
  int masked;    /* nonzero: `snippet` shows a mask instead of a secret */
  int has_value; /* nonzero: `value` is one */
  double value;  /* a measure that may grow worse */
} moongate_finding;

/* Replace bytes [start, end) of the new version of `path` by `text`; offsets are 0-based. */
typedef struct moongate_fix {
  size_t size; /* set by the caller */
  moongate_str path, text;
  uint64_t start, end;
} moongate_fix;

/* 0, 1, 2 or 3, as the program would exit; 2 for NULL. */
MOONGATE_API int moongate_report_exit(const moongate_report* report);
MOONGATE_API size_t moongate_report_count(const moongate_report* report);
/* Nonzero, and `out` filled, when there is a finding `index` (from 0) and `out->size` is one that
 * this library knows; else 0. Findings are ordered by path, line, column, check. */
MOONGATE_API int moongate_report_finding(const moongate_report* report, size_t index,
                                         moongate_finding* out);
/* The same for the fix `index` of a finding. The fixes of one finding belong together. */
MOONGATE_API int moongate_report_fix(const moongate_report* report, size_t finding, size_t index,
                                     moongate_fix* out);
/* What MOONGATE_FIX_PATCH would change, as `git apply` takes it; empty where there is nothing. */
MOONGATE_API moongate_str moongate_report_patch(const moongate_report* report);
/* What could not be checked, and why: the run itself, and checks that erred or were aborted. */
MOONGATE_API size_t moongate_report_problem_count(const moongate_report* report);
/* A problem as an error object that the report owns: not to be deleted. NULL past the end. */
MOONGATE_API const moongate_error* moongate_report_problem(const moongate_report* report,
                                                           size_t index);
/* "json", "text", "sarif" …: what `moongate check --format` takes; an unknown one is an error that
 * names them. Text is plain: no colour, no width. */
MOONGATE_API moongate_error* moongate_report_render(moongate_report* report, moongate_str format,
                                                    moongate_str* out);
/* One report of several in JSON, as `moongate merge` makes it: the shards of a run, and SARIF of
 * other tools. Refused when a shard is missing or the reports are of different changes. */
MOONGATE_API moongate_error* moongate_report_merge(const moongate_str* documents, size_t count,
                                                   moongate_report** out);
MOONGATE_API void moongate_report_delete(moongate_report* report);

#ifdef __cplusplus
}
#endif

#endif
