#include "syntax/walk.h"

#include <memory>

namespace moongate {

void walk_tree(TSNode root, const std::function<Step(TSNode)>& visit) {
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  const std::unique_ptr<TSTreeCursor, void (*)(TSTreeCursor*)> closer(&cursor,
                                                                      ts_tree_cursor_delete);
  for (;;) {
    const Step step = visit(ts_tree_cursor_current_node(&cursor));
    if (step == Step::stop) return;
    if (step == Step::down && ts_tree_cursor_goto_first_child(&cursor)) continue;
    while (!ts_tree_cursor_goto_next_sibling(&cursor))
      if (!ts_tree_cursor_goto_parent(&cursor)) return;
  }
}

}  // namespace moongate
