import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { note } from '../support/note';
import { active, stagecraft } from '../support/stagecraft';
import { openNew } from '../support/workspace';

/** Longer than VS Code takes from an opened file to the activation that it asks for. */
const WAIT_MS = 1500;

describe('in a folder without a curriculum', () => {
  it('does not activate for other files, YAML among them', async () => {
    const yaml = await openNew('settings.yaml', 'a: 1\n');
    const json = await openNew('rows.jsonl', '{"problem": "?"}\n');
    assert.equal(yaml.document.languageId, 'yaml');
    assert.notEqual(json.document.languageId, 'curriculum');
    await sleep(WAIT_MS);
    assert.equal(stagecraft().isActive, false);
  });

  it('activates when a curriculum is opened', async () => {
    const began = performance.now();
    const { document } = await openNew('new.curriculum.yaml', 'curriculum: 1\n');
    assert.equal(document.languageId, 'curriculum');
    await active();
    note(`active ${Math.round(performance.now() - began)} ms after the file was written`);
  });
});
