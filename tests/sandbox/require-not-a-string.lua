-- expect: error require wants
require {}
