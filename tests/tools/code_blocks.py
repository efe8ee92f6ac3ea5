#!/usr/bin/env python3
"""code_blocks.py LANGUAGE DIRECTORY FILE…: writes each fenced block of a language into a file of its own.

Prints a line `FILE:LINE` for each, in the order of the files DIRECTORY/1, DIRECTORY/2 …
"""
import pathlib
import re
import sys


def main():
    language, directory = sys.argv[1], pathlib.Path(sys.argv[2])
    number = 0
    for name in sys.argv[3:]:
        text = pathlib.Path(name).read_text()
        for block in re.finditer(r'^( *)(`{3,})(\w*)[^\n]*\n(.*?)^\1\2[ \t]*$', text, re.M | re.S):
            if block[3] != language:
                continue
            number += 1
            lines = [line.removeprefix(block[1]) for line in block[4].split('\n')]
            (directory / str(number)).write_text('\n'.join(lines))
            print(f'{name}:{text.count(chr(10), 0, block.start()) + 1}')


main()
