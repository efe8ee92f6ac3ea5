-- expect: error no module '
require "/etc/passwd"
