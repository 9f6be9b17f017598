# SPDX-License-Identifier: Apache-2.0
"""Turns sql/ into a C table: the two schema scripts, the migrations in order, and every named statement of queries/.

    embed_sql.py OUT.c SQL_FOLDER FILE...

Files are told apart by their place: enduring.sql, derived.sql, migrations/NNN.sql, queries/NAME.sql. In a query file
a statement begins after a line "-- name: its_name" and ends at the next such line; it is one statement. Names are
unique over all files. The table is sorted by name, so that a search may halve it.
"""
import hashlib
import pathlib
import re
import sys


def quoted(text):
    """A C string literal, one source line a text line."""
    lines = text.splitlines(keepends=True) or ['']
    out = []
    for line in lines:
        safe = line.replace('\\', '\\\\').replace('"', '\\"').replace('\n', '\\n').replace('\t', '\\t').replace('?', '\\?')
        out.append('\t"' + safe + '"')
    return '\n'.join(out)


def statements(path):
    found, name, lines = [], None, []

    def finish():
        if name is None:
            return
        text = '\n'.join(line for line in lines if not line.lstrip().startswith('--')).strip()
        if not text.endswith(';') or ';' in re.sub(r"'[^']*'", '', text)[:-1]:
            sys.exit(f'{path}: "{name}" is not one statement that ends in a semicolon')
        found.append((name, text))

    for line in path.read_text(encoding='utf-8').splitlines():
        match = re.fullmatch(r'-- name: ([a-z0-9_]+)\s*', line)
        if match:
            finish()
            name, lines = match.group(1), []
        elif name is not None:
            lines.append(line)
        elif line.strip() and not line.startswith('--'):
            sys.exit(f'{path}: text before the first "-- name:" line')
    finish()
    return found


def main():
    out, root = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    scripts, migrations, queries = {}, [], {}
    for given in sorted(pathlib.Path(p) for p in sys.argv[3:]):
        place = given.resolve().relative_to(root.resolve())
        if place.parts[0] == 'migrations':
            migrations.append((int(place.stem), given.read_text(encoding='utf-8')))
        elif place.parts[0] == 'queries':
            for name, text in statements(given):
                if name in queries:
                    sys.exit(f'{given}: the name "{name}" is taken')
                queries[name] = text
        else:
            scripts[place.stem] = given.read_text(encoding='utf-8')
    migrations.sort()
    if [n for n, _ in migrations] != list(range(1, len(migrations) + 1)):
        sys.exit('sql/migrations: the numbers must be 001, 002, ... without gaps')
    parts = ['/* Made by tools/embed_sql.py from sql/. */', '#include "store/sql.h"', '']
    for name in ('enduring', 'derived'):
        parts += [f'const char sql_{name}[] =', quoted(scripts[name]) + ';', '']
    parts += [f'const char sql_derived_hash[] = "{hashlib.sha256(scripts["derived"].encode()).hexdigest()}";', '']
    parts += ['const char *const sql_migrations[] = {']
    parts += [quoted(text) + ',' for _, text in migrations]
    parts += ['};', f'const unsigned sql_migration_count = {len(migrations)};', '']
    parts += ['const sql_statement sql_statements[] = {']
    for name in sorted(queries):
        parts.append('{"' + name + '",\n' + quoted(queries[name]) + '},')
    parts += ['};', f'const size_t sql_statement_count = {len(queries)};', '']
    out.write_text('\n'.join(parts), encoding='utf-8')


main()
