import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { completeByKeyboard, inside, putCursor, rangeOf, replace, setText } from '../support/editing';
import { hoverWith } from '../support/hover';
import { click, lens } from '../support/lenses';
import { problem } from '../support/problems';
import { runOf } from '../support/run-list';
import { stateOf } from '../support/runs';
import { SMALL } from '../support/small';
import { active, stagecraft } from '../support/stagecraft';
import { until } from '../support/until';
import { openNew } from '../support/workspace';

const TRAINING_MS = 120_000;

describe('the installed package', () => {
  let editor: vscode.TextEditor;

  before(async () => {
    editor = await openNew('shape-math/installed.curriculum.yaml', SMALL);
    await active();
  });

  beforeEach(() => setText(editor, SMALL));

  it('is the one from the folder of extensions, without sources', () => {
    const files = readdirSync(stagecraft().extensionPath);
    assert.ok(files.includes('dist') && !files.includes('.git') && !files.includes('test'), files.join(', '));
    assert.ok(!existsSync(join(stagecraft().extensionPath, 'src', 'extension')));
  });

  it('completes', async () => {
    await replace(editor, 'capability: perception', 'capability: perc');
    putCursor(editor, rangeOf(editor.document, 'capability: perc').end);
    assert.equal(await completeByKeyboard(editor), SMALL);
  });

  it('reads data with its own DuckDB', async () => {
    await replace(editor, 'pass_rate < 1', 'pass_rat < 1');
    await problem(editor.document.uri, 'SC251');
    await replace(editor, 'pass_rat < 1', 'pass_rate < 1');
    await hoverWith(editor.document, inside(editor.document, 'data: pictures', 'pictures'), '384');
  });

  it('shows a plan', async () => {
    const plan = await lens(editor.document, 'curriculum: 1', /^plan$/i);
    await click(plan);
    await until('the plan', () =>
      vscode.window.visibleTextEditors.some(({ document }) => document.getText().includes('339 of 384 rows')),
    );
  });

  it('trains with its own onnxruntime and sharp', async () => {
    await editor.document.save();
    await click(await lens(editor.document, '- id: see', /run stage/i));
    const { dir } = await runOf('small', ({ state }) => state === 'done', 'run that is done', TRAINING_MS);
    assert.equal(stateOf(dir).state, 'done');
  }).timeout(TRAINING_MS);
});
