-- expect: aborted memory
pcall(string.pack, "c2147483647", "short")
