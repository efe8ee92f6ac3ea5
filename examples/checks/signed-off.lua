return {
  api = 1,
  summary = "Every commit is signed off by its author",
  commit = function(commit)
    if commit.is_merge then return end
    local wanted = commit.author.name .. " <" .. commit.author.email .. ">"
    for _, trailer in ipairs(commit.trailers) do
      if trailer.key:lower() == "signed-off-by" and trailer.value == wanted then return end
    end
    commit:report("not signed off by " .. commit.author.name, {
      help = "git commit --amend --signoff",
    })
  end,
}
