-- Words against random letters, by how common the triples of letters are in words and names (_letters.lua, made by
-- _train.py). For words that it was not trained on, `bound` rejects at most 0.04 % of those of eight letters
-- and more; 8 % of random texts of eight letters pass, 3 % of twelve, 1 % of eighteen.
local letters = require("_letters")

local text = {}

text.bound = 11

-- The mean level of a word's triples, its edges included: 0 (no list has them) to 25. `word`: lower-case letters.
function text.score(word)
  local sum, one, two = 0, 0, word:byte(1) - 96
  for i = 2, #word + 1 do
    local three = i > #word and 0 or word:byte(i) - 96
    sum = sum + letters:byte((one * 27 + two) * 27 + three + 1) - 65
    one, two = two, three
  end
  return sum / #word
end

-- Capital letters begin words: `userName`, `HTTPServer`.
local function words_of(value)
  value = value:gsub("(%l)(%u)", "%1 %2"):gsub("(%u)(%u%l)", "%1 %2")
  return value:lower():gmatch("%a+")
end

-- How many of a value's letters stand in words of three letters and more that look like words, and how many it has.
function text.words(value)
  local known, all = 0, 0
  for word in words_of(value) do
    all = all + #word
    if #word > 2 and text.score(word) >= text.bound then known = known + #word end
  end
  return known, all
end

-- Whether a value's letters are words: by their capitals, or taken without them (`sIgNinPage`, `WORDPress`).
function text.is_words(value)
  local known, all = text.words(value)
  if all == 0 then return false end
  if known * 4 >= all * 3 then return true end
  local sum, count = 0, 0
  for run in value:lower():gmatch("%a+") do
    sum, count = sum + text.score(run) * #run, count + #run
  end
  return sum / count >= text.bound + 1
end

return text
