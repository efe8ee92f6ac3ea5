-- expect: aborted time
while true do
  local a = ("%99.99f%99.99f%99.99f%99.99f"):format(1.7e308, -1.7e308, 5e-324, 0 / 0)
  pcall(string.format, "%100.3f", 1) pcall(string.format, "%.100f", 1) pcall(string.format, "%a%q", 1 / 0, -(0 / 0))
end
