-- expect: error cannot set the global 'co'
co = rawget(_G, 'co') or coroutine.wrap(function(l)
  while true do
    local _ = l.text
    coroutine.yield()
  end
end)
co(line)
line:report("ok")
