-- expect: error module '_self' requires itself
require "_self"
