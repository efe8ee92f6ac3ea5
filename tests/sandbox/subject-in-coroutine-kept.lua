-- expect: error after its visit
co = co or coroutine.wrap(function(l)
  while true do
    local _ = l.text
    coroutine.yield()
  end
end)
co(line)
line:report("ok")
