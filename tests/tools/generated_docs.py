#!/usr/bin/env python3
"""Makes the pages of docs/ that follow from the program itself; `./dev docs` writes them.

  generated_docs.py MOONGATE command-line   docs/command-line.md, from the help of every command
  generated_docs.py MOONGATE options        docs/options.md, from the declarations of the built-in checks
"""
import json
import re
import subprocess
import sys


def output(*words):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True,
                          env={'PATH': '/usr/bin:/bin', 'COLUMNS': '100', 'LC_ALL': 'C.UTF-8'}).stdout


def tidy(text):
    return '\n'.join(line.rstrip() for line in text.strip('\n').split('\n'))


def command_line(program):
    whole = output(program, 'help')
    commands = re.findall(r'^  ([a-z-]+) {2,}(.*)$', whole[whole.index('Subcommands:'):], re.M)
    page = ['# Command line', '',
            'Generated from the program\'s own help by `./dev docs`; a test compares them. The same text is in',
            '`moongate COMMAND --help` and in the manual page (`moongate help --man`).', '',
            '| exit code | meaning |', '|---|---|',
            '| 0 | checked, no finding at or above `fail_on` |',
            '| 1 | checked, findings at or above `fail_on` |',
            '| 2 | wrong usage, configuration or check script |',
            '| 3 | could not check: unreadable repository, unknown change, a check that was aborted |', '',
            '| command | |', '|---|---|']
    page += [f'| [`{name}`](#moongate-{name}) | {about} |' for name, about in commands]
    page += ['', '## moongate', '', '```text', tidy(whole), '```']
    for name, _ in commands:
        page += ['', f'## moongate {name}', '', '```text', tidy(output(program, 'help', name)), '```']
    return '\n'.join(page)


def kind_of(option, definitions):
    """The type of an option, as its schema states it."""
    for part in option.get('allOf', []):
        if '$ref' in part:
            name = part['$ref'].rsplit('/', 1)[1]
            return {'non_negative': 'integer'}.get(name, name.replace('_', ' '))
    if 'enum' in option:
        return ', '.join(f'`"{one}"`' for one in option['enum'])
    if 'anyOf' in option or 'oneOf' in option:
        kinds = [kind_of(one, definitions) for one in option.get('anyOf', option.get('oneOf'))]
        return ' or '.join(dict.fromkeys(kinds))
    if option.get('type') == 'array':
        return 'list of ' + kind_of(option.get('items', {}), definitions)
    if '$ref' in option:
        return option['$ref'].rsplit('/', 1)[1]
    return option.get('format', option.get('type', 'any'))


def cell(text):
    return text.replace('|', '\\|').replace('\n', ' ')


def default_of(value):
    if isinstance(value, list) and len(value) > 4:
        return ', '.join(f'`{json.dumps(one, ensure_ascii=False)}`' for one in value[:4]) + f' … ({len(value)})'
    return f'`{cell(json.dumps(value, ensure_ascii=False))}`'


def options(program):
    schema = json.loads(output(program, 'schema'))
    checks = schema['properties']['checks']['properties']
    page = ['# Options and rules of the built-in checks', '',
            'Generated from the checks\' declarations by `./dev docs`; a test compares them. Every check also takes `level`,',
            '`paths`, `stages` and `scope` ([configuration.md](configuration.md)). `moongate explain NAME` shows one check,',
            'with long defaults in full.']
    for name, check in checks.items():
        own = {key: value for key, value in check['properties'].items()
               if key not in ('level', 'paths', 'stages', 'scope', 'rules')}
        rules = check['properties'].get('rules', {}).get('properties', {})
        if not own and not rules:
            continue
        page += ['', f'## {name}']
        if own:
            page += ['', '| option | type | default | meaning |', '|---|---|---|---|']
            page += [f'| `{key}` | {kind_of(one, schema)} | {default_of(one["default"]) if "default" in one else ""} | '
                     f'{cell(one.get("description", ""))} |' for key, one in sorted(own.items())]
        if rules:
            page += ['', '| rule | reports |', '|---|---|']
            page += [f'| `{key}` | {cell(one.get("description", ""))} |' for key, one in sorted(rules.items())]
    return '\n'.join(page)


def main():
    if len(sys.argv) != 3 or sys.argv[2] not in ('command-line', 'options'):
        sys.exit(__doc__)
    print(command_line(sys.argv[1]) if sys.argv[2] == 'command-line' else options(sys.argv[1]))


main()
