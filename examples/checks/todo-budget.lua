-- How many TODOs a change may add. A check is frozen once it is loaded, so each line says what it found
-- with a fact, and `finish` is called once with all of them.
return {
  api = 1,
  summary = "A change adds no more than a few TODOs",
  options = {
    budget = { default = 3, min = 0, doc = "How many TODOs a change may add" },
    word = { default = "TODO", doc = "The word that counts" },
  },
  added_line = function(line, opt)
    if line.text:find(opt.word, 1, true) then line:fact("todo") end
  end,
  finish = function(_, facts, opt)
    for i = opt.budget + 1, #facts do
      facts[i]:report(("%s number %d: a change may add %d"):format(opt.word, i, opt.budget))
    end
  end,
}
