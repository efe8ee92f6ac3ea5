#!/usr/bin/env python3
"""Trains checks/secrets/_letters.lua: how common each triple of letters is in words and names.

    python3 checks/secrets/_train.py WORDS... > checks/secrets/_letters.lua

WORDS are word lists, a word a line, or sources, of which the words of identifiers are taken. The table in the
repository comes from Debian's wamerican, wngerman, wfrench, wspanish, witalian, wportuguese, wdutch and wswedish
(/usr/share/dict) and the Lua and C++ of this repository. Letters only, accents removed: what is counted are
statistics, no word can be read from the table.

Each list has the same weight. The table has one character for each triple of the 27 signs `a`-`z` and the edge of a
word: `A` is a triple that no list has; each further letter is twice as common.

With --curve the program prints how many words and how many random texts the table rejects, by length.
"""
import collections
import math
import random
import re
import sys
import unicodedata

SIGNS = "`abcdefghijklmnopqrstuvwxyz"  # in the order of bytes: the edge is just before `a`


def words_of(path):
    text = open(path, encoding="utf-8", errors="replace").read()
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = re.sub(r"([a-z])([A-Z])", r"\1 \2", text)
    found = {word.lower() for word in re.findall(r"[A-Za-z]+", text)}
    return sorted(word for word in found if 3 <= len(word) <= 24)


def triples_of(word):
    word = "`" + word + "`"
    return [word[i:i + 3] for i in range(len(word) - 2)]


def train(lists):
    total = collections.Counter()
    for words in lists:
        counts = collections.Counter(t for word in words for t in triples_of(word))
        size = sum(counts.values())
        for triple, count in counts.items():
            total[triple] += count / size / len(lists)
    return total


def table_of(total):
    signs = []
    for a in SIGNS:
        for b in SIGNS:
            for c in SIGNS:
                share = total.get(a + b + c, 0)
                # Against all triples being equally common, in halves of a power of two.
                level = 0 if share < 1e-8 else max(1, min(25, round(math.log2(share * 27**3) + 13)))
                signs.append(chr(65 + level))
    return "".join(signs)


def score(table, word):
    values = [ord(table[(SIGNS.index(t[0]) * 27 + SIGNS.index(t[1])) * 27 + SIGNS.index(t[2])]) - 65 for t in triples_of(word)]
    return sum(values) / len(values)


def curve(table, lists):
    source = random.Random(1)
    words = [source.choice(source.choice(lists)) for _ in range(40000)]
    print("length  words below 9/10/11/12 %   random at or over 9/10/11/12 %")
    for length in range(4, 21):
        real = [score(table, w) for w in words if len(w) == length]
        made = [score(table, "".join(source.choice(SIGNS[1:]) for _ in range(length))) for _ in range(4000)]
        if len(real) < 50:
            continue
        print(f"{length:6}  " + " ".join(f"{100 * sum(s < b for s in real) / len(real):6.2f}" for b in (9, 10, 11, 12))
              + "    " + " ".join(f"{100 * sum(s >= b for s in made) / len(made):6.2f}" for b in (9, 10, 11, 12)))


def main():
    arguments = sys.argv[1:]
    want_curve = "--curve" in arguments
    paths = [a for a in arguments if a != "--curve"]
    sources = [p for p in paths if re.search(r"\.(lua|cpp|h)$", p)]
    lists = [words_of(p) for p in paths if p not in sources]
    if sources:
        lists.append(sorted({word for p in sources for word in words_of(p)}))
    if want_curve:
        # Half of each list trains, the other half is measured.
        table = table_of(train([words[::2] for words in lists]))
        curve(table, [words[1::2] for words in lists])
        return
    table = table_of(train(lists))
    rows = [table[i:i + 27 * 4] for i in range(0, len(table), 27 * 4)]
    print("-- Written by _train.py: how common each triple of letters is in words and names of eight languages.")
    print("-- Row by row for the triples ``` to zzz, ` being the edge of a word: A is none, each letter doubles.")
    print("return table.concat {")
    for row in rows:
        print(f'  "{row}",')
    print("}")


main()
