-- expect: error|aborted
-- whole
return {
  api = 1,
  summary = "x",
-- join 1:   options = { ["
-- join 50000: k
"] = {
-- repeat 9600:     a%d = 1,
  } },
  added_line = function(line) line:report("ok") end,
}
