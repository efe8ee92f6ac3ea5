-- Words for a POSIX shell, in the commands that a help shows. Names of branches and files are
-- anybody's text: quote them.
local shell = {}

--- `word` as one word of a POSIX shell command. Plain words stay as they are.
function shell.quote(word)
  if word:find("\0", 1, true) then
    error("shell.quote: a shell word cannot hold a zero byte", 2)
  end
  -- '~' is plain only inside a word, '=' not in the first word; '-' first is an option to the
  -- program, which quoting cannot change.
  if word:find("^[%w_./:@%%+,-][%w_./:@%%+,=~-]*$") then return word end
  return "'" .. word:gsub("'", "'\\''") .. "'"
end

--- Words quoted and joined by blanks: `shell.join { "git", "branch", "-d", name }`.
function shell.join(words)
  if type(words) ~= "table" then
    error("shell.join: it wants a list of words, not a " .. type(words), 2)
  end
  local quoted = {}
  for i, word in ipairs(words) do quoted[i] = shell.quote(word) end
  return table.concat(quoted, " ")
end

return shell
