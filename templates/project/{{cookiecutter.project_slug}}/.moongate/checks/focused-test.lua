-- A check of this project's own. Change it, or write another: `moongate new NAME`.
return {
  api = 1,
  summary = "No test is left running alone",
  options = {
    calls = {
      default = { "describe.only(", "it.only(", "test.only(" },
      doc = "Text that makes a test runner skip all other tests",
    },
  },
  paths = { exclude = { ".moongate/**" } },  -- the test has such calls
  added_line = function(line, opt)
    for _, call in ipairs(opt.calls) do
      local column = line.text:find(call, 1, true)
      if column then
        line:report("`" .. call .. "` skips every other test", { column = column, length = #call })
        return
      end
    end
  end,
}
