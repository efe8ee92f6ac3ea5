-- expect: error no module '
require "_x\0y"
