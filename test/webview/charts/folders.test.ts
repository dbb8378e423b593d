import { describe, expect, test } from 'vitest';
import { imageFolders } from '../../../src/extension/dashboard/folders';

describe('folders from which a dashboard may show images', () => {
  test('are the workspace and what a run of it names, once', () => {
    const folders = imageFolders(
      () => ['/work/space'],
      () => true,
    );
    expect(folders.take(['/data/pictures', '/work/space/inner', '/work/space'])).toBe(true);
    expect(folders.list()).toEqual(['/work/space', '/data/pictures']);
    expect(folders.take(['/data/pictures', '/data/pictures/more'])).toBe(false);
  });

  test('never become a whole disk, nor a path that hangs on where the editor stands', () => {
    const folders = imageFolders(
      () => ['/work/space'],
      () => true,
    );
    expect(folders.take(['/', '/data/..', 'pictures', '..'])).toBe(false);
    expect(folders.list()).toEqual(['/work/space']);
  });

  test('are the workspace alone while it is not trusted', () => {
    let isTrusted = false;
    const folders = imageFolders(
      () => ['/work/space'],
      () => isTrusted,
    );
    expect(folders.take(['/data/pictures'])).toBe(false);
    isTrusted = true;
    expect(folders.take(['/data/pictures'])).toBe(true);
  });
});
