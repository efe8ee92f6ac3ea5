-- expect: error
-- whole
-- join 1: return {x =
-- join 5000: (
-- join 1: 1
-- join 5000: )
}
