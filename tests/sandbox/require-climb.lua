-- expect: error no module '
require "../secret"
