#!/usr/bin/env python3
"""Prints every text of the program that a person may read, so that they can be read in one go.

  messages.py             to stdout, what tests/messages.txt holds (`./dev messages` writes it)

Taken from the string literals of C++ and Lua: those of several words. What is put together with `+` or `..`
is one text; what is inserted stands as {…}. Literals that are code (Lua in a string, JSON) are left out by
their form.
"""
import pathlib
import re
import subprocess
import sys

CPP = re.compile(
    r'(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<raw>R"(?P<d>[^(\s]*)\((?P<rawtext>.*?)\)(?P=d)")'
    r'|(?P<string>"(?:[^"\\\n]|\\.)*")|(?P<char>\'(?:[^\'\\\n]|\\.)+\')|(?P<include>#\s*include[^\n]*)'
    r'|(?P<word>\w+)|(?P<space>\s+)|(?P<sign>.)', re.S)
LUA = re.compile(
    r'(?P<comment>--\[(?P<c>=*)\[.*?\](?P=c)\]|--[^\n]*)|(?P<raw>\[(?P<d>=*)\[(?P<rawtext>.*?)\](?P=d)\])'
    r'|(?P<string>"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')|(?P<word>\w+)|(?P<space>\s+)|(?P<join>\.\.)|(?P<sign>.)',
    re.S)
ESCAPE = re.compile(r'\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|.)', re.S)


def plain(literal):
    """The text of a literal without quotes; ends of lines stay visible as \\n."""
    def one(match):
        return {'"': '"', "'": "'", '\\': '\\', 'n': '\\n', 't': '\\t'}.get(match[1], match[0])
    return ESCAPE.sub(one, literal[1:-1])


def tokens(grammar, text):
    for match in grammar.finditer(text):
        kind = match.lastgroup if match.lastgroup not in ('rawtext', 'd', 'c') else 'raw'
        if match['comment'] is not None or kind in ('space', 'include'):
            continue
        if match['raw'] is not None:
            yield 'string', match['rawtext'].strip('\n').replace('\n', '\\n')
        elif match['string'] is not None:
            yield 'string', plain(match['string'])
        else:
            yield ('join' if match[0] in ('+', '..') else kind), match[0]


def texts(stream):
    """Literals that stand next to each other or are joined, as one text each."""
    items = list(stream)
    at = 0
    while at < len(items):
        if items[at][0] != 'string':
            at += 1
            continue
        text = ''
        while at < len(items):
            kind, value = items[at]
            if kind == 'string':
                text += value
                at += 1
            elif kind == 'join':
                at += 1
                if at < len(items) and items[at][0] != 'string':
                    text += '{…}'
                    depth = 0
                    while at < len(items):
                        kind, value = items[at]
                        if depth == 0 and (kind == 'join' or value in (',', ';', ')', '}', ']', ':', '?', 'then', 'end')):
                            break
                        if kind == 'string' and depth > 0:
                            yield value
                        depth += (value in ('(', '[', '{')) - (value in (')', ']', '}'))
                        at += 1
            else:
                break
        yield text


WORDS = re.compile(r'[A-Za-z’\'`)}…»>:,.]\s+[A-Za-z`\'({…«<]')
CODE = re.compile(r'^\^|^\s*[{\[]|\breturn \{|\blocal \w+ =|^\(|;\s*$|\bend\b.*\bend\b|::|^--|^#|^SELECT |\(\?')


def is_message(text):
    return bool(WORDS.search(text)) and not CODE.search(text)


def main():
    root = pathlib.Path(__file__).resolve().parent.parent.parent
    names = subprocess.run(['git', 'ls-files', '-co', '--exclude-standard', 'sdk/src', 'hosts', 'checks', 'lua'],
                           cwd=root, check=True, stdout=subprocess.PIPE, text=True).stdout.split('\n')
    blocks = []
    for name in sorted(set(names)):
        path = root / name
        if not path.is_file() or name.endswith('_test.lua') or name.startswith('lua/meta/'):
            continue
        grammar = {'.cpp': CPP, '.h': CPP, '.lua': LUA}.get(path.suffix)
        if grammar is None:
            continue
        found = []
        for text in texts(tokens(grammar, path.read_text(encoding='utf-8'))):
            if is_message(text) and text not in found:
                found.append(text)
        if found:
            blocks.append('## ' + name + '\n' + ''.join('  ' + text.strip() + '\n' for text in found))
    sys.stdout.write('\n'.join(blocks))


main()
