import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readText } from '../../src/adopt/files';
import { readLaunches } from '../../src/adopt/shell/launches';
import { discard } from '../fixtures/discard';

const root = mkdtempSync(join(tmpdir(), 'stagecraft-shell-'));
afterAll(() => discard(root));

/** Arguments of every `show` of a script, as we read them. */
const ours = (text: string): readonly (readonly string[])[] =>
  readLaunches(join(root, 'script.sh'), text, readText)
    .launches.map(({ words }) => words.map(({ text: one }) => one))
    .filter(([program]) => program === 'show')
    .map(([, ...args]) => args);

/** The same, as bash runs them. */
function bash(text: string): readonly (readonly string[])[] {
  const path = join(root, 'script.sh');
  writeFileSync(path, text);
  const show = `set -f; show() { printf '%s\\0' "$#" "$@"; }; source "$0"`;
  const { stdout, status, stderr } = spawnSync('bash', ['--norc', '-c', show, path], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  if (status !== 0) throw new Error(stderr);
  const found: string[][] = [];
  const words = stdout.split('\0').slice(0, -1);
  while (words.length > 0) found.push(words.splice(0, Number(words.shift())));
  return found;
}

describe('the words of a script', () => {
  it.each([
    ['continued lines', 'show a=1 \\\n  b=2 \\\n  c=3\nshow d'],
    ['quotes', `show 'a b' "c d" e\\ f 'it''s' "say \\"so\\"" '\${X}' "\\$X"`],
    ['variables', 'X=one; Y="two three"\nshow $X ${X} "$Y" $Y "${X}/$Y.json"'],
    [
      'defaults',
      'X=${X:-one}; export Y=${Y:-"$X two"}\nshow "$X" "${Y}" "${Z:-}" "${Z-none}" "${X:+yes}" ${Z:+no}',
    ],
    ['defaults in defaults', 'A=${A:-${B:-${C:-deep}}}; show "$A" "${D:=kept}" "$D"'],
    ['comments', '# X=no\nX=yes # not this\nshow a#b "#c" $X # show d'],
    [
      'lists',
      'ARGS=(a=1 "b=2 3"\n  # between\n  c)\nARGS+=(w)\nshow "${ARGS[@]}" end\nshow begin "x${ARGS[@]}y"',
    ],
    ['several on a line', 'X=1; show $X && show 2; (show 3); { show 4; }'],
    ['redirections', 'show a=1 2>&1\nshow b 2>/dev/null < /dev/null\nshow 2 2> /dev/null'],
    ['here-documents', "cat > /dev/null <<'EOF'\nshow hidden\nEOF\nshow seen"],
    ['conditions', 'if [ -z "$X" ]; then\n  X=set\nfi\nshow "$X"'],
    [
      'arithmetic',
      'N=2; G=8\nshow $((N * G)) "$(( ${N} + $G ))" a=$((7/2)) $((-7 / 2)) $(((1+2)*3 % 4)) $((0))',
    ],
    ['a command’s own variables', 'X=1 true; Y=2\nshow $Y'],
  ])('%s', (_name, text) => {
    expect(ours(text)).toEqual(bash(text));
  });

  const name = fc.constantFrom('A', 'B', 'LONG_NAME');
  const plain = fc.stringMatching(/^[a-z0-9/._=-]{1,6}$/);
  const piece: fc.Arbitrary<string> = fc.letrec<{ piece: string; braces: string }>((tie) => ({
    braces: fc
      .tuple(name, fc.constantFrom(':-', '-', ':+', '+'), fc.oneof(plain, tie('piece')))
      .map(([variable, operator, other]) => `\${${variable}${operator}${other}}`),
    piece: fc.oneof(
      { depthSize: 'small' },
      plain,
      plain.map((text) => `'${text} $A'`),
      fc.tuple(plain, name).map(([text, variable]) => `"${text} $${variable}"`),
      name.map((variable) => `"\${${variable}}"`),
      tie('braces').map((text) => (text.includes('"') || text.includes("'") ? text : `"${text}"`)),
      fc.constantFrom('\\ ', '\\"', '\\$'),
    ),
  })).piece;

  it('are those of bash, whatever is written', () => {
    const line = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(line, { minLength: 20, maxLength: 40 }), plain, (lines, value) => {
        // Quoted as a whole where an expansion outside quotes would fall apart or vanish.
        const safe = lines.filter((text) => !/\$\{[A-Z_]+:?[-+][^}]*['"\\]/u.test(text));
        const script = `A=${value}; B=; LONG_NAME='one  two'\n${safe.map((text) => `show x${text}`).join('\n')}\n`;
        expect(ours(script)).toEqual(bash(script));
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});

describe('files that a script names', () => {
  it('are read where they lie in its tree, and its own folder is known', () => {
    const folder = join(root, 'repo', 'examples', 'qwen');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(root, 'repo', '_env.sh'),
      'export HOME_DIR=${HOME_DIR:-$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")}\nDATA=$(cd "$(dirname "$0")" && pwd)/data\n',
    );
    const script = join(folder, 'run.sh');
    const text =
      'source "$(dirname "$0")/../../_env.sh"\nshow "$HOME_DIR" "$DATA"\nbash "$(dirname "$0")/other.sh"\n';
    writeFileSync(script, text);
    writeFileSync(join(folder, 'other.sh'), 'show other "$1" "${DATA}"\n');
    const { launches, sourced } = readLaunches(script, text, readText);
    expect(sourced).toEqual([join(root, 'repo', '_env.sh')]);
    expect(launches.map(({ words }) => words.map((word) => word.text))).toEqual([
      ['show', root, join(root, 'repo', 'data')],
      ['show', 'other', '${1}', join(root, 'repo', 'data')],
    ]);
  });

  it('are not read outside of it, nor over and over', () => {
    const folder = join(root, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(root, 'secret.sh'), 'SECRET=1\n');
    writeFileSync(join(folder, 'loop.sh'), 'show again\nbash loop.sh\nsource loop.sh\n');
    const text = `source ${join(root, 'secret.sh')}\nsource /etc/profile\nshow "$SECRET"\nbash loop.sh\n`;
    const { launches, absent } = readLaunches(join(folder, 'run.sh'), text, readText);
    expect(absent).toContain(join(root, 'secret.sh'));
    expect(absent).toContain('/etc/profile');
    const shown = launches.map(({ words }) => words[1]?.text);
    expect(shown[0]).toBe('${SECRET}');
    expect(shown.length).toBeLessThan(20);
  });
});
