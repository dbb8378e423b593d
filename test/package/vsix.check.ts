import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { CompletionList, PublishDiagnosticsParams } from 'vscode-languageserver';
import nativeModules from '../../scripts/package/native-modules.json';
import { packAndUnpack, type Unpacked } from './unpacked';

let unpacked: Unpacked;
beforeAll(() => {
  unpacked = packAndUnpack();
  return () => unpacked.remove();
});

const curriculum = () => join(unpacked.workspace, 'shape-math.curriculum.yaml');
/** As the editor starts it: no variable of this process that could lead back to the checkout. */
const environment = { PATH: process.env.PATH, HOME: process.env.HOME };

describe('what is in the package', () => {
  test('all that the extension needs', () => {
    for (const file of [
      'package.json',
      'package.nls.json',
      'l10n/bundle.l10n.json',
      'LICENSE.txt',
      'readme.md',
      'changelog.md',
      'THIRD-PARTY-NOTICES.txt',
      'dist/extension.cjs',
      'dist/language-client.cjs',
      'dist/language-server.cjs',
      'dist/stagecraft.cjs',
      'dist/supervisor.cjs',
      'dist/embedded-runner.cjs',
      'dist/monitor.cjs',
      'dist/auditor.cjs',
      'dist/easyr1-runner.cjs',
      'dist/keeper.cjs',
      'src/engines/trl/runner/main.py',
      'src/engines/trl/runner/train.py',
      'src/rewards/python/reward_server.py',
      'src/rewards/python/stagecraft_reward.py',
      'src/rewards/python/stagecraft_grading/__init__.py',
      'examples/paper/qwen3-vl-8b.curriculum.yaml',
      'docs/engines.md',
      'dist/webview/dashboard.js',
      'dist/webview/audit.js',
      'dist/webview/audit.css',
      'dist/webview/dashboard.css',
      'dist/webview/math.js',
      'media/icon.png',
      'models/micro-vlm/model.safetensors',
      'schemas/curriculum.schema.json',
      'syntaxes/curriculum.tmLanguage.json',
      'examples/shape-math/shape-math.curriculum.yaml',
      'examples/published-schema/rehearsal.curriculum.yaml',
    ])
      expect(unpacked.files).toContain(file);
  });

  test('no sources, tests, maps, runs, nor programs for another platform', () => {
    const strange = unpacked.files.filter((file) =>
      /\.map$|\.ts$|^(test|bench|scripts|webview)\/|\.stagecraft|__pycache__|\.vsix$/.test(file),
    );
    expect(strange).toEqual([]);
    const own = `${process.platform}[-/]${process.arch}`;
    const native = unpacked.files.filter((file) => /\.(node|so|dylib|dll)(\.[\d.]+)?$/.test(file));
    expect(native.length).toBeGreaterThanOrEqual(5);
    for (const file of native) expect(file).toMatch(new RegExp(own));
  });

  test('every licence of what is bundled or brought', () => {
    const text = readFileSync(join(unpacked.extension, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of [
      'yaml',
      'vscode-languageclient',
      'vscode-languageserver',
      'sharp',
      'onnxruntime-node',
      'katex',
      'saxes',
    ])
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });
});

describe('what the package can do, with nothing else installed', () => {
  test('each native module loads from it', () => {
    const dist = join(unpacked.extension, 'dist');
    for (const name of nativeModules) {
      expect(createRequire(join(dist, 'stagecraft.cjs')).resolve(name)).toContain(unpacked.extension);
      // As the bundles load it, by `import()`: a package may have other files for that than for `require`.
      execFileSync(process.execPath, ['-e', `import(${JSON.stringify(name)})`], {
        cwd: dist,
        env: environment,
      });
    }
  });

  test('the command line checks, and runs a stage to its end', () => {
    const cli = (...args: readonly string[]) =>
      execFileSync(process.execPath, [join(unpacked.extension, 'dist', 'stagecraft.cjs'), ...args], {
        cwd: unpacked.workspace,
        env: environment,
        encoding: 'utf8',
      });
    expect(cli('check', curriculum())).not.toMatch(/error|warning/);
    const report = JSON.parse(
      cli(
        'run',
        `--workspace=${unpacked.workspace}`,
        '--stage=see',
        '--no-audit',
        '--json',
        '--',
        curriculum(),
      ),
    ) as { readonly state: string };
    expect(report.state).toBe('done');
  });

  test('the language server finds a mistake and completes', async () => {
    const server = spawn(
      process.execPath,
      [
        join(unpacked.extension, 'dist', 'language-server.cjs'),
        '--stdio',
        `--clientProcessId=${process.pid}`,
      ],
      { cwd: join(unpacked.extension, 'dist'), env: environment, stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const connection = createMessageConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    connection.listen();
    try {
      await speak(connection);
      const ended = new Promise((resolve) => server.once('exit', resolve));
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      expect(await ended).toBe(0);
    } finally {
      server.kill();
    }
  });
});

async function speak(connection: MessageConnection): Promise<void> {
  const uri = pathToFileURL(curriculum()).toString();
  const text = `${readFileSync(curriculum(), 'utf8')}\nschedul: staged\n`;
  const folder = { uri: pathToFileURL(unpacked.workspace).toString(), name: 'workspace' };
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: folder.uri,
    workspaceFolders: [folder],
    capabilities: {},
  });
  await connection.sendNotification('initialized', {});
  const problems = new Promise<PublishDiagnosticsParams>((resolve) => {
    connection.onNotification('textDocument/publishDiagnostics', (told: PublishDiagnosticsParams) => {
      if (told.uri === uri && told.diagnostics.length > 0) resolve(told);
    });
  });
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'curriculum', version: 1, text },
  });
  const { diagnostics } = await problems;
  expect(JSON.stringify(diagnostics)).toContain('schedul');
  const list = await connection.sendRequest<CompletionList>('textDocument/completion', {
    textDocument: { uri },
    position: { line: text.split('\n').length - 1, character: 0 },
  });
  expect(list.items.map(({ label }) => label)).toContain('evaluate');
}
