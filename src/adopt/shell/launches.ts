import { resolve, isAbsolute } from 'node:path';
import { findNear, type ReadText } from '../files';
import { readCommands } from './commands';
import { Scope, type Expanded } from './scope';
import type { Command, Word } from './words';

/** A command that a script would start, its words as far as they are known. */
export interface Launch {
  /** Absolute path of the script that has it. */
  readonly script: string;
  readonly words: readonly Expanded[];
  /** Folder that it would start in; absent: not known. */
  readonly cwd?: string;
}

export interface Launches {
  readonly launches: readonly Launch[];
  /** Variables without a value, with the script's own message for each. */
  readonly missing: ReadonlyMap<string, string>;
  /** Files of settings that were read. */
  readonly sourced: readonly string[];
  /** Files of settings that are named and were not found in the folder tree. */
  readonly absent: readonly string[];
}

/** Files read for one script, and how deep one may call another. */
const MOST_FILES = 64;
const MOST_DEPTH = 5;

/**
 * What a script would start, read and never run. `source`d files and scripts called with `bash FILE` are read where
 * they lie in its folder tree; so are files that a comment or message asks to `source` first. `settings` are read
 * before all.
 */
export function readLaunches(
  script: string,
  text: string,
  read: ReadText,
  settings: readonly string[] = [],
): Launches {
  const walk = new Walk(script, read);
  for (const path of settings) walk.source(path);
  for (const [, named = ''] of text.matchAll(/\bsource\s+(?<file>[\w./-]{1,200})/gu))
    walk.sourceNear(script, named);
  walk.run(script, text, 0);
  return {
    launches: walk.launches,
    missing: walk.scope.missing(),
    sourced: [...walk.sourced],
    absent: [...walk.absent],
  };
}

class Walk {
  readonly launches: Launch[] = [];
  readonly sourced = new Set<string>();
  readonly absent = new Set<string>();
  readonly scope: Scope;
  private files = 0;
  private readonly found = new Map<string, string | undefined>();

  constructor(
    script: string,
    private readonly read: ReadText,
  ) {
    this.scope = new Scope(script);
  }

  source(path: string): void {
    if (this.sourced.has(path)) return;
    const text = this.text(path);
    if (text === undefined) {
      this.absent.add(path);
      return;
    }
    this.sourced.add(path);
    this.run(path, text, MOST_DEPTH);
  }

  sourceNear(script: string, named: string): void {
    const path = this.near(script, named);
    if (path === undefined) this.absent.add(named);
    else this.source(path);
  }

  /** Where a file that a script names lies, asked once. */
  private near(script: string, named: string): string | undefined {
    const key = JSON.stringify([script, named, this.scope.cwd]);
    if (!this.found.has(key)) this.found.set(key, findNear(script, named, this.scope.cwd)?.path);
    return this.found.get(key);
  }

  run(script: string, text: string, depth: number): void {
    this.scope.within(script, () => {
      for (const command of readCommands(text)) this.command(script, command, depth);
    });
  }

  private text(path: string): string | undefined {
    this.files += 1;
    return this.files > MOST_FILES ? undefined : this.read(path);
  }

  private command(script: string, { words }: Command, depth: number): void {
    const rest = this.assignments(words);
    const expanded = rest.flatMap((word) => this.scope.words(word));
    const [program, first] = expanded.map(({ text }) => text);
    switch (program) {
      case undefined:
      case ':':
        return;
      case 'cd': {
        const to = expanded[1];
        if (to === undefined || to.open.length > 0) this.scope.cwd = undefined;
        else if (isAbsolute(to.text)) this.scope.cwd = to.text;
        else this.scope.cwd = this.scope.cwd === undefined ? undefined : resolve(this.scope.cwd, to.text);
        return;
      }
      case 'source':
      case '.':
        if (first !== undefined) this.sourceNear(script, first);
        return;
      case 'bash':
      case 'sh': {
        const named = expanded.find(({ text }, index) => index > 0 && !text.startsWith('-'))?.text;
        const path = named === undefined ? undefined : this.near(script, named);
        const called = path === undefined || depth >= MOST_DEPTH ? undefined : this.text(path);
        if (path !== undefined && called !== undefined) this.run(path, called, depth + 1);
        return;
      }
      default:
        this.launches.push({
          script,
          words: expanded,
          ...(this.scope.cwd === undefined ? {} : { cwd: this.scope.cwd }),
        });
    }
  }

  /**
   * `NAME=value` before a command, and after `export` and the like. What is set for one command alone goes on being
   * set here: a called script needs it, and what follows sets its own.
   */
  private assignments(words: readonly Word[]): readonly Word[] {
    let rest = words;
    for (let word = rest[0]; word !== undefined; word = rest[0]) {
      const [head] = word.parts;
      const text = head?.kind === 'text' ? head.text : '';
      const named = /^(?<name>[A-Za-z_]\w*)(?<plus>\+?)=/u.exec(text);
      if (named?.groups !== undefined) {
        this.assign(named.groups.name ?? '', named.groups.plus === '+', word, text.slice(named[0].length));
      } else if (
        !/^(?:export|readonly|local|declare|typeset|env|set|-[\w]+|-o|pipefail)$/u.test(text) ||
        word.parts.length > 1
      ) {
        return rest;
      }
      rest = rest.slice(1);
    }
    return rest;
  }

  private assign(name: string, more: boolean, word: Word, begin: string): void {
    const before = this.scope.get(name);
    if (word.items !== undefined) {
      const items = word.items.flatMap((item) => this.scope.words(item).map(({ text }) => text));
      this.scope.set(name, [
        ...(more && Array.isArray(before) ? (before as readonly string[]) : []),
        ...items,
      ]);
      return;
    }
    const value = this.scope.text({ parts: [{ kind: 'text', text: begin }, ...word.parts.slice(1)] });
    // What hangs on a variable without a value stays as it is written, and is reported where it is used.
    this.scope.set(name, more && typeof before === 'string' ? before + value.text : value.text);
  }
}
