-- expect: error no module '
require ""
