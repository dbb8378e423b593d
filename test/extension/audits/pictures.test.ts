import { describe, expect, test } from 'vitest';
import { withPictures } from '../../../src/extension/audit-browser/pictures';
import { droppedPaths } from '../../../src/extension/audits/dropped';
import type { ItemDetail, ItemPicture } from '../../../src/protocol';

const SET = '/w/.stagecraft/audits/a';

function shown(pictures: readonly ItemPicture[], folders: readonly string[]): readonly ItemPicture[] {
  const item = { index: 0, pictures } as unknown as ItemDetail;
  return withPictures(item, SET, folders, {
    toUri: (file) => `webview:${file}`,
    outside: (file) => `outside ${file}`,
  }).pictures;
}

describe('images of an item', () => {
  test('of the folders and of the set itself become addresses, with their size', () => {
    expect(
      shown([{ file: '/w/data/a.png', width: 3, height: 2 }, { file: `${SET}/images/1a.jpg` }], ['/w/data']),
    ).toEqual([
      { file: 'webview:/w/data/a.png', width: 3, height: 2 },
      { file: `webview:${SET}/images/1a.jpg` },
    ]);
  });

  test.each([
    '/etc/passwd',
    '/w/data/../../etc/x.png',
    '/w/data.png',
    'a.png',
    '/w/data/a.svg',
    '/w/data/a.html',
  ])('all others are told why they are not: %s', (file) =>
    expect(shown([{ file }], ['/w/data'])).toEqual([{ missing: `outside ${file}` }]),
  );

  test('one that is missing stays so', () => {
    expect(shown([{ missing: 'no such file' }], ['/w'])).toEqual([{ missing: 'no such file' }]);
  });
});

describe('what is dropped on the view', () => {
  const toPath = (uri: string): string => {
    if (uri.includes('broken')) throw new Error(uri);
    return new URL(uri).pathname;
  };

  test('files of this machine, each once', () => {
    const list =
      'file:///a/x.xlsx\r\n# a comment\r\nhttps://example.org/x\r\nfile:///a/b\nfile:///a/x.xlsx\nfile:///broken';
    expect(droppedPaths(list, toPath)).toEqual(['/a/x.xlsx', '/a/b']);
  });

  test('not hundreds of them', () => {
    const many = Array.from({ length: 100 }, (_, index) => `file:///f${index}`).join('\n');
    expect(droppedPaths(many, toPath)).toHaveLength(20);
  });
});
