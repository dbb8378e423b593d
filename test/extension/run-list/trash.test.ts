import { expect, test } from 'vitest';
import { trashFailure } from '../../../src/extension/run-list/actions/trash';

const failure = (code: string, message = 'no'): Error => Object.assign(new Error(message), { code });
const NO_TRASH = "Unable to delete file 'vscode-userdata:/x' via trash because provider does not support it.";

test('only a file system without a trash may lose runs for good', () => {
  expect(trashFailure(failure('Unknown', NO_TRASH), false)).toBe('unsupported');
  expect(trashFailure(failure('Unknown', 'Error: not supported'), true)).toBe('unsupported');
  expect(trashFailure(failure('Unknown', "Failed to move '/w/run' to the trash"), false)).toBe('refused');
  expect(trashFailure(failure('NoPermissions', 'EACCES: permission denied'), true)).toBe('refused');
  expect(trashFailure(failure('NoPermissions', 'EROFS: read-only file system'), false)).toBe('refused');
  expect(trashFailure('what', false)).toBe('refused');
});

test('a run that is gone already is no failure', () => {
  expect(trashFailure(failure('FileNotFound'), false)).toBe('gone');
  expect(trashFailure(failure('FileNotFound'), true)).toBe('gone');
});
