-- expect: aborted
-- visitor: change
while true do
  for _, commit in ipairs(subject.commits) do local _ = commit.files end
end
