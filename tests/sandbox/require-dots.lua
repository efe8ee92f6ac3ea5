-- expect: error no module '
require "a.b"
