-- expect: error no module '
require "moongate.../x"
