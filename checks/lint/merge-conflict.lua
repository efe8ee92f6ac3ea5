-- Above this the text is not asked for as one string: it would count against the memory limit.
local whole_text = 8 * 1024 * 1024  -- moongate:unmutated only what is kept in memory

-- What Git writes: seven equal characters at the start of a line, then the end or a blank and a label.
local function marker(text)
  local first = text:byte(1)
  if first ~= 60 and first ~= 61 and first ~= 62 and first ~= 124 then return nil end
  local signs = text:sub(1, 7)
  if signs ~= string.char(first):rep(7) then return nil end
  local next_byte = text:byte(8)
  if next_byte and next_byte ~= 32 then return nil end
  -- Git gives the line between the sides no label.
  if signs == "=======" and next_byte then return nil end
  return signs
end

local function report(line, signs)
  line:report("merge conflict marker `" .. signs .. "`", {
    column = 1,
    length = 7,
    help = "choose between the two sides, delete the markers, then `git add` the file again",
  })
end

return {
  api = 1,
  summary = "No conflict of a merge is committed unresolved",
  doc = [==[
Lines as Git writes them into a file with a conflict: `<<<<<<< ours`, `||||||| base`, `=======`,
`>>>>>>> theirs`, each with seven signs at the start of the line. A line of `=` or `|` alone may be
anything, such as a heading's underline, and is reported only between the other two.

Where such lines are content (a test of a merge tool), a comment `moongate:ignore lint/merge-conflict`
or an `[[ignore]]` in moongate.toml says so.]==],
  changed_file = function(file)
    if file.status == "deleted" then return end
    if file.size <= whole_text then  -- moongate:unmutated only for speed
      local text = file.text
      if not text:find("<<<<<<<", 1, true) and not text:find(">>>>>>>", 1, true) then return end
    end

    local added = {}
    for line in file:added_lines() do added[line.number] = true end

    -- `middle` holds the lines of `=` and `|` that wait for a reason to believe in them.
    local open, middle = false, {}
    for line in file:lines() do
      local signs = marker(line.text)
      if signs == "<<<<<<<" then
        open, middle = true, {}
        if added[line.number] then report(line, signs) end
      elseif signs == ">>>>>>>" then
        for _, waiting in ipairs(middle) do report(waiting, marker(waiting.text)) end
        open, middle = false, {}
        if added[line.number] then report(line, signs) end
      elseif signs and added[line.number] then
        if open then
          report(line, signs)
        else
          middle[#middle + 1] = line
        end
      end
    end
  end,
}
