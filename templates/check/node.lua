-- Called for each match of a tree-sitter query that touches a change. Its test stands next to it:
-- `moongate test`.
return {
  api = 1,
  summary = "Comparisons do not coerce types",
  options = {
    allow_null = { default = true, doc = "Accept `x == null`" },
  },
  queries = {
    javascript = [[(binary_expression operator: ["==" "!="] @operator right: (_) @right)]],
  },
  changed_node = function(node, opt)
    if opt.allow_null and node.right.kind == "null" then return end
    local strict = node.operator.text .. "="
    node.operator:report("use " .. strict, { fix = strict })
  end,
}
