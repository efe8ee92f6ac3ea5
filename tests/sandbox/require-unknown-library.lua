-- expect: error no module 'moongate.io'
require "moongate.io"
