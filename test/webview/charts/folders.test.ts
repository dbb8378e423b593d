import { describe, expect, test } from 'vitest';
import { imageFolders } from '../../../src/extension/pages/folders';

describe('folders from which a dashboard may show images', () => {
  test('are the workspace and what a run of it names, once', () => {
    const folders = imageFolders(
      () => ['/lab/space'],
      () => true,
    );
    expect(folders.take(['/data/pictures', '/lab/space/inner', '/lab/space'])).toBe(true);
    expect(folders.list()).toEqual(['/lab/space', '/data/pictures']);
    expect(folders.take(['/data/pictures', '/data/pictures/more'])).toBe(false);
  });

  test('never become a whole disk, nor a path that hangs on where the editor stands', () => {
    const folders = imageFolders(
      () => ['/lab/space'],
      () => true,
    );
    expect(folders.take(['/', '/data/..', 'pictures', '..'])).toBe(false);
    expect(folders.list()).toEqual(['/lab/space']);
  });

  test('are the workspace alone while it is not trusted', () => {
    let isTrusted = false;
    const folders = imageFolders(
      () => ['/lab/space'],
      () => isTrusted,
    );
    expect(folders.take(['/data/pictures'])).toBe(false);
    isTrusted = true;
    expect(folders.take(['/data/pictures'])).toBe(true);
  });
});
