#!/usr/bin/env python3
"""check_links.py FILE…: every relative link of Markdown files leads to a file, and to a heading where it names one.

Prints each link that does not, and exits with 1 when there is one.
"""
import pathlib
import re
import sys


def without_code(text):
    text = re.sub(r'^( {0,3})(`{3,}|~{3,}).*?^ {0,3}\2[`~]*[ \t]*$', '', text, flags=re.M | re.S)
    return re.sub(r'(`+)(?!`).+?(?<!`)\1(?!`)', lambda match: '`' * len(match[0]), text, flags=re.S)


def anchors(path):
    """As GitHub makes them of headings."""
    found, text = set(), re.sub(r'^( {0,3})(`{3,}|~{3,}).*?^ {0,3}\2[`~]*[ \t]*$', '', path.read_text(), flags=re.M | re.S)
    for heading in re.findall(r'^#{1,6} +(.*?) *#* *$', text, re.M):
        plain = re.sub(r'\[([^\]]*)\]\([^)]*\)', r'\1', heading).lower()
        anchor = re.sub(r'[^\w\- ]', '', plain).replace(' ', '-')
        number = 0
        while (anchor if number == 0 else f'{anchor}-{number}') in found:
            number += 1
        found.add(anchor if number == 0 else f'{anchor}-{number}')
    return found


def main():
    broken = 0
    for name in sys.argv[1:]:
        path = pathlib.Path(name)
        for target in re.findall(r'\]\(<?([^()\s>]+(?:\([^()\s]*\))?)>?(?:\s+"[^"]*")?\)', without_code(path.read_text())):
            if re.match(r'[a-z][a-z0-9+.-]*:', target):
                continue
            where, _, anchor = target.partition('#')
            file = (path.parent / where) if where else path
            if not file.exists():
                print(f'{name}: no file {where}')
                broken += 1
            elif anchor and (file.suffix != '.md' or anchor not in anchors(file)):
                print(f'{name}: {where or name} has no heading #{anchor}')
                broken += 1
    sys.exit(broken > 0)


main()
