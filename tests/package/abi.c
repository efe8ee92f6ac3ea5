/* The layout of every public struct as it was released: a later release may add members after
 * these, so that a program built against this one goes on working. One list a release; none is ever
 * edited. */
#include <moongate/moongate.h>

#define AT(type, member, offset) \
  _Static_assert(offsetof(type, member) == (offset), #type "." #member " has moved")
#define HOLDS(type, bytes) _Static_assert(sizeof(type) >= (bytes), #type " has shrunk")

#if UINTPTR_MAX == 0xffffffffffffffffu

/* 0.2: these two are passed by value and in arrays without a size, and never grow. */
_Static_assert(sizeof(moongate_str) == 16, "moongate_str has changed");
_Static_assert(sizeof(moongate_ref_update) == 48, "moongate_ref_update has changed");
AT(moongate_str, data, 0);
AT(moongate_str, size, 8);
AT(moongate_ref_update, name, 0);
AT(moongate_ref_update, before, 16);
AT(moongate_ref_update, after, 32);

/* 0.2 */
AT(moongate_options, size, 0);
AT(moongate_options, check_milliseconds, 8);
AT(moongate_options, check_bytes, 16);
AT(moongate_options, without_built_in, 24);
HOLDS(moongate_options, 32);

AT(moongate_pull_request, size, 0);
AT(moongate_pull_request, number, 8);
AT(moongate_pull_request, title, 16);
AT(moongate_pull_request, body, 32);
AT(moongate_pull_request, base, 48);
AT(moongate_pull_request, head, 64);
AT(moongate_pull_request, author, 80);
AT(moongate_pull_request, labels, 96);
AT(moongate_pull_request, label_count, 104);
AT(moongate_pull_request, draft, 112);
HOLDS(moongate_pull_request, 120);

AT(moongate_change_options, size, 0);
AT(moongate_change_options, kind, 8);
AT(moongate_change_options, repository, 16);
AT(moongate_change_options, base, 32);
AT(moongate_change_options, head, 48);
AT(moongate_change_options, message_file, 64);
AT(moongate_change_options, fetch, 80);
AT(moongate_change_options, now, 88);
AT(moongate_change_options, updates, 96);
AT(moongate_change_options, update_count, 104);
AT(moongate_change_options, receiving, 112);
AT(moongate_change_options, remote, 120);
AT(moongate_change_options, default_branch, 136);
AT(moongate_change_options, pull_request, 152);
AT(moongate_change_options, why, 160);
HOLDS(moongate_change_options, 176);

AT(moongate_buffer, size, 0);
AT(moongate_buffer, path, 8);
AT(moongate_buffer, old_text, 24);
AT(moongate_buffer, new_text, 40);
HOLDS(moongate_buffer, 56);

AT(moongate_buffer_options, size, 0);
AT(moongate_buffer_options, now, 8);
AT(moongate_buffer_options, why, 16);
HOLDS(moongate_buffer_options, 32);

AT(moongate_run_options, size, 0);
AT(moongate_run_options, jobs, 8);
AT(moongate_run_options, include_existing, 12);
AT(moongate_run_options, show_secrets, 16);
AT(moongate_run_options, ignore_repository, 20);
AT(moongate_run_options, cancel, 24);
AT(moongate_run_options, progress, 32);
AT(moongate_run_options, user, 40);
AT(moongate_run_options, checks, 48);
AT(moongate_run_options, check_count, 56);
AT(moongate_run_options, skips, 64);
AT(moongate_run_options, skip_count, 72);
AT(moongate_run_options, paths, 80);
AT(moongate_run_options, path_count, 88);
AT(moongate_run_options, fail_on, 96);
AT(moongate_run_options, config_file, 104);
AT(moongate_run_options, config_from, 120);
AT(moongate_run_options, policy_file, 136);
AT(moongate_run_options, work_tree_rules, 152);
AT(moongate_run_options, no_cache, 156);
AT(moongate_run_options, no_baseline, 160);
AT(moongate_run_options, shard, 164);
AT(moongate_run_options, shards, 168);
AT(moongate_run_options, fix, 172);
HOLDS(moongate_run_options, 176);

AT(moongate_finding, size, 0);
AT(moongate_finding, check, 8);
AT(moongate_finding, rule, 24);
AT(moongate_finding, message, 40);
AT(moongate_finding, path, 56);
AT(moongate_finding, snippet, 72);
AT(moongate_finding, commit, 88);
AT(moongate_finding, branch, 104);
AT(moongate_finding, fingerprint, 120);
AT(moongate_finding, help, 136);
AT(moongate_finding, level, 152);
AT(moongate_finding, line, 156);
AT(moongate_finding, column, 160);
AT(moongate_finding, end_line, 164);
AT(moongate_finding, end_column, 168);
AT(moongate_finding, fix_count, 176);
HOLDS(moongate_finding, 184);

AT(moongate_fix, size, 0);
AT(moongate_fix, path, 8);
AT(moongate_fix, text, 24);
AT(moongate_fix, start, 40);
AT(moongate_fix, end, 48);
HOLDS(moongate_fix, 56);

#endif
