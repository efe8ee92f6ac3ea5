-- Called for each commit of a change, and for the message that is being written (hook commit-msg). Its
-- test stands next to it: `moongate test`.
return {
  api = 1,
  summary = "A commit names its ticket",
  options = {
    ticket = { default = "[A-Z]+%-%d+", doc = "Lua pattern of a ticket" },
  },
  commit = function(commit, opt)
    if commit.is_merge then return end
    if not commit.message:find(opt.ticket) then
      commit:report("the message names no ticket", {
        line = 1, column = 1, help = "name the ticket, as in `ABC-123`",
      })
    end
  end,
}
