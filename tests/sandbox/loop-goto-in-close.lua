-- expect: aborted time
do
  local x <close> = setmetatable({}, { __close = function() ::again:: goto again end })
end
