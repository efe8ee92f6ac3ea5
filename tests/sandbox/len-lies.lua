-- expect: aborted time
for _, n in ipairs { 2 ^ 62, -1, 0 / 0, 1 / 0, "5", {}, math.mininteger, math.maxinteger } do
  local t = setmetatable({}, { __len = function() return n end })
  if n ~= math.maxinteger and n ~= 2 ^ 62 then
    pcall(table.unpack, t) pcall(table.concat, t) pcall(table.insert, t, 1) pcall(table.remove, t) pcall(table.sort, t)
  end
  pcall(table.insert, t, math.maxinteger, 1) pcall(table.remove, t, math.mininteger)
  pcall(table.move, t, math.mininteger, math.maxinteger, 1)
  pcall(select, -1, t) pcall(select, math.mininteger) pcall(select, math.maxinteger, 1)
end
line:report("ok")
