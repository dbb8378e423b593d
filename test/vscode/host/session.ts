import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/protocol';
import { compileSuite } from './compile';
import { follow } from './follow';
import type { Host, Session } from './host';
import { linkExtension } from './link';
import { whyFailed } from './results';
import { removeFolder, temporaryFolder } from './temporary';

/** A whole suite; the tests have limits of their own. */
const TIMEOUT_MS = 600_000;
/** With everything of an example but what running it left there. */
const LEFT_OVER = /[\\/](\.stagecraft|reports)$/;

export interface Suite {
  /** Folder under test/vscode/suite. */
  readonly name: string;
  /** Examples whose copies the opened folder holds. */
  readonly examples: readonly string[];
  readonly trusted: boolean;
  /** What is tested that needs the Python of the engines; absent: it needs none. */
  readonly python?: string;
  /** Folder with the packaged extension installed; absent: this checkout is under development. */
  readonly installed?: string;
}

/** Starts VS Code once on a fresh folder and runs one suite in it; the reason when it did not pass. */
export async function runSuite(host: Host, suite: Suite): Promise<string | undefined> {
  const { folder: compiled, files } = await compileSuite(suite.name);
  const folder = temporaryFolder();
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  for (const example of suite.examples)
    cpSync(join(packageRoot(), 'examples', example), join(workspace, example), {
      recursive: true,
      filter: (path) => !LEFT_OVER.test(path),
    });
  const log = join(folder, 'log.txt');
  const results = join(folder, 'results.json');
  const keys = join(folder, 'keys.jsonl');
  const following = follow(log, results);
  try {
    await host.run(
      {
        name: suite.name,
        folder: workspace,
        ...parts(suite, compiled, folder),
        // Tests in a web window are told that they are trusted, yet its tasks would wait for the user's word.
        ...(suite.trusted ? { settings: { 'security.workspace.trust.enabled': false } } : {}),
        env: {
          STAGECRAFT_TEST_LOG: log,
          STAGECRAFT_TEST_RESULTS: results,
          STAGECRAFT_TEST_KEYS: keys,
          // Runs of a test wait for one another, never for those of the user.
          STAGECRAFT_QUEUE: join(folder, 'queue'),
          ...(suite.trusted ? {} : { STAGECRAFT_TEST_BY_ACTIVATION: '1' }),
        },
        keys,
        timeoutMs: TIMEOUT_MS,
      },
      following.finished,
    );
    following.stop();
    // Who asks for some tests knows that other files have none.
    return whyFailed(results, process.env.STAGECRAFT_TEST_GREP === undefined ? files : []);
  } catch (error) {
    following.stop();
    return error instanceof Error ? error.message : String(error);
  } finally {
    removeFolder(folder);
  }
}

/** Which extensions a window has, and who runs the tests in it. */
function parts(
  { trusted, installed }: Suite,
  compiled: string,
  folder: string,
): Pick<Session, 'extension' | 'extensions' | 'tests'> {
  if (trusted) {
    const tests = join(compiled, 'index.js');
    // A window with tests needs an extension under development; beside an installed one it is the suite.
    return installed === undefined
      ? { extension: packageRoot(), tests }
      : { extension: compiled, extensions: installed, tests };
  }
  const extensions = join(folder, 'extensions');
  linkExtension(extensions, compiled);
  return { extension: packageRoot(), extensions };
}
