import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';
import { openDataEngine } from '../../../src/data';
import { withEngineProblems } from '../../../src/engines';
import { checkFile } from '../../../src/plan';
import { atDatasets, codeActions, type Known, type Snapshot } from '../../../src/service';
import { openKnown, type OpenKnown } from '../known';
import { snapshotAt } from '../snapshot';
import { added, diagnosticsOf, edited } from './support';

/** What a check of the whole file says: language, data, plan and engine, all variants. */
export interface Looked {
  readonly snapshot: Snapshot;
  readonly diagnostics: readonly Diagnostic[];
  /** Codes of all errors, each as often as it occurs. */
  readonly errors: readonly string[];
}

/** A way to mend a problem, and what the file then is. */
export interface Mended {
  readonly title: string;
  readonly text: string;
  readonly after: Looked;
}

/** A folder of real files with DuckDB on it, in which texts are broken and mended. */
export interface Bench {
  readonly folder: string;
  readonly known: OpenKnown;
  write(name: string, text: string | Buffer): void;
  look(text: string): Promise<Looked>;
  /**
   * Every fix of the first problem of a code (whose message has `about`), each made on its own and checked anew: it must
   * leave fewer problems of the code, and no error besides those that it `reveals`.
   */
  mend(text: string, code: string, about?: string, reveals?: readonly string[]): Promise<readonly Mended[]>;
  close(): Promise<void>;
}

export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

export async function openBench(): Promise<Bench> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-mend-')));
  const open = await openKnown(folder);
  // Columns are read from the head of a file, whatever the curriculum calls them.
  const known: OpenKnown = { ...open, columns: (dataset, split) => open.data.columns(dataset, split) };
  const file = join(folder, 'm.curriculum.yaml');
  const write: Bench['write'] = (name, text) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  const look: Bench['look'] = async (text) => {
    writeFileSync(file, text);
    const snapshot = snapshotAt(file);
    const more = snapshot.checked.base.curriculum?.folders ?? [];
    // Folders that the curriculum declares are open to it, as in every program here.
    const data = more.length === 0 ? known.data : await openDataEngine({ folders: [folder, ...more] });
    const checked = await checkFile(file, { data, variant: 'all' });
    const problems = await withEngineProblems(file, checked);
    if (data !== known.data) await data.close();
    return {
      snapshot,
      diagnostics: diagnosticsOf(snapshot, atDatasets(problems, snapshot.checked.base)),
      errors: problems.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    };
  };
  return {
    folder,
    known,
    write,
    look,
    mend: async (text, code, about = '', reveals = []) => {
      const before = await look(text);
      const said = (one: Diagnostic): string =>
        typeof one.message === 'string' ? one.message : one.message.value;
      const own = before.diagnostics.filter((one) => one.code === code && said(one).includes(about));
      expect(own, JSON.stringify(before.diagnostics.map((one) => [one.code, one.message]))).not.toHaveLength(
        0,
      );
      const actions = await fixesOf(before.snapshot, own[0]!, known);
      const mended: Mended[] = [];
      for (const action of actions) {
        const changed = edited(before.snapshot, action.edit?.changes?.[before.snapshot.uri] ?? []);
        const after = await look(changed);
        const more = added(before.errors, after.errors).filter((one) => !reveals.includes(one));
        expect(more, `${action.title}\n${changed}`).toEqual([]);
        const left = after.diagnostics.filter((one) => one.code === code).length;
        const had = before.diagnostics.filter((one) => one.code === code).length;
        expect(left, `${action.title}\n${changed}\n${JSON.stringify(after.diagnostics)}`).toBeLessThan(had);
        mended.push({ title: action.title, text: changed, after });
      }
      return mended;
    },
    close: async () => {
      await known.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const fixesOf = (snapshot: Snapshot, diagnostic: Diagnostic, known: Known): Promise<readonly CodeAction[]> =>
  codeActions(snapshot, diagnostic.range, [diagnostic], known, ['quickfix']);
