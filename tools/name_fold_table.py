#!/usr/bin/env python3
"""Prints sdk/src/core/name_fold_table.inc: canonical decompositions, combining classes and simple case
folding of the Unicode version that this Python knows. Run by hand; the result is committed."""
import unicodedata as u

HANGUL = range(0xAC00, 0xD7A4)  # decomposed by arithmetic


def simple_fold(c):
    for folded in (c.casefold(), c.lower()):
        if len(folded) == 1:
            return folded
    return c


def rows(items, width=100):
    line = " "
    for item in items:
        if len(line) + len(item) + 1 > width:
            yield line
            line = " "
        line += " " + item
    yield line


def table(name, kind, items):
    print(f"constexpr {kind} {name}[] = {{")
    for line in rows(items):
        print(line)
    print("};")


all_codes = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
parts = []
for c in all_codes:
    text = u.decomposition(chr(c))
    if not text or text.startswith("<") or c in HANGUL:
        continue
    codes = text.split()
    parts.append(f"{{0x{c:X}, 0x{codes[0]}, 0x{codes[1] if len(codes) > 1 else 0}}},")

classes = []  # first, last, class
for c in all_codes:
    number = u.combining(chr(c))
    if number and classes and classes[-1][1] == c - 1 and classes[-1][2] == number:
        classes[-1][1] = c
    elif number:
        classes.append([c, c, number])

folds = []  # first, last, step, delta
for c in all_codes:
    delta = ord(simple_fold(chr(c))) - c
    if not delta:
        continue
    if folds and folds[-1][3] == delta:
        first, last, step, _ = folds[-1]
        if c - last in (1, 2) and (first == last or step == c - last):
            folds[-1][1], folds[-1][2] = c, c - last
            continue
    folds.append([c, c, 1, delta])

print(f"// Of Unicode {u.unidata_version}; written by tools/name_fold_table.py.")
table("decompositions", "Decomposition", parts)
table("combining_classes", "CombiningClass",
      [f"{{0x{a:X}, 0x{b:X}, {n}}}," for a, b, n in classes])
table("case_folds", "CaseFold", [f"{{0x{a:X}, 0x{b:X}, {s}, {d}}}," for a, b, s, d in folds])
