import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { inspectBytes } from '../../src/data/images/inspect';
import { picture } from './helpers';

const FORMATS = ['png', 'jpeg', 'webp', 'gif'] as const;

/** A bitmap as Windows writes it: 24 bits a pixel, rows from the bottom. */
function bitmap(width: number, height: number): Buffer {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const bytes = Buffer.alloc(54 + stride * height);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(-height, 22);
  bytes.writeUInt16LE(24, 28);
  return bytes;
}

describe('headers', () => {
  it.each(FORMATS)('%s', async (format) => {
    for (const [width, height] of [
      [1, 1],
      [37, 23],
      [300, 2],
    ] as const) {
      expect(await inspectBytes(await picture(format, width, height))).toEqual({
        kind: 'image',
        header: { format, width, height },
      });
    }
  });

  it('bmp', async () => {
    expect(await inspectBytes(bitmap(5, 7))).toEqual({
      kind: 'image',
      header: { format: 'bmp', width: 5, height: 7 },
    });
  });

  it('webp in its three forms', async () => {
    const image = sharp({
      create: { width: 321, height: 123, channels: 4, background: { r: 9, g: 8, b: 7, alpha: 0.5 } },
    });
    for (const options of [{ lossless: true }, { quality: 50 }, { quality: 50, alphaQuality: 10 }]) {
      const header = { format: 'webp', width: 321, height: 123 };
      expect(await inspectBytes(await image.clone().webp(options).toBuffer())).toEqual({
        kind: 'image',
        header,
      });
      expect(await inspectBytes(await image.clone().removeAlpha().webp(options).toBuffer())).toEqual({
        kind: 'image',
        header,
      });
    }
  });

  it('jpeg behind large metadata and progressive', async () => {
    const image = sharp({ create: { width: 50, height: 60, channels: 3, background: '#123456' } });
    const bytes = await image
      .jpeg({ progressive: true })
      .withExif({ IFD0: { ImageDescription: 'x'.repeat(60_000) } })
      .toBuffer();
    expect(await inspectBytes(bytes)).toEqual({
      kind: 'image',
      header: { format: 'jpeg', width: 50, height: 60 },
    });
  });

  it.each([
    ['', 'empty'],
    ['<svg xmlns="x"/>', 'SVG'],
    ['II*\0abc', 'TIFF'],
    ['version https://git-lfs.github.com/spec/v1', 'Git LFS'],
    ['plain text', 'not PNG'],
  ])('%j is refused', async (text, reason) => {
    expect(await inspectBytes(Buffer.from(text, 'latin1'))).toMatchObject({
      kind: 'broken',
      reason: expect.stringContaining(reason) as string,
    });
  });
});

describe('damaged bytes', () => {
  const runs = Number(process.env.STAGECRAFT_FUZZ ?? 300);

  it.each(FORMATS)('a %s cut anywhere is broken or its true size, never an exception', async (format) => {
    const whole = await picture(format, 64, 48);
    for (let length = 0; length < whole.length; length++) {
      const seen = await inspectBytes(whole.subarray(0, length));
      if (seen.kind === 'image') expect(seen.header).toEqual({ format, width: 64, height: 48 });
    }
    // Without its last quarter no format passes.
    expect((await inspectBytes(whole.subarray(0, Math.floor(whole.length * 0.75)))).kind).toBe('broken');
  });

  it.each(FORMATS)('a %s with any bytes changed gets an answer', async (format) => {
    const whole = await picture(format, 64, 48);
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 20 }),
        fc.nat(whole.length),
        async (changes, length) => {
          const bytes = Buffer.from(whole);
          for (const { at, byte } of changes) bytes[at] = byte;
          const seen = await inspectBytes(bytes.subarray(0, length));
          if (seen.kind === 'image') {
            expect(seen.header.width).toBeGreaterThan(0);
            expect(seen.header.height).toBeGreaterThan(0);
          } else expect(seen.reason).not.toBe('');
        },
      ),
      { numRuns: runs },
    );
  });

  it('any bytes behind a signature get an answer', async () => {
    const signature = fc.constantFrom(
      '\x89PNG\r\n\x1a\n',
      '\xff\xd8\xff',
      'RIFF\0\0\0\0WEBPVP8 ',
      'RIFF\0\0\0\0WEBPVP8X',
      'GIF89a',
      'BM',
    );
    await fc.assert(
      fc.asyncProperty(signature, fc.uint8Array({ maxLength: 200 }), async (start, rest) => {
        const seen = await inspectBytes(Buffer.concat([Buffer.from(start, 'latin1'), rest]));
        expect(['image', 'broken']).toContain(seen.kind);
      }),
      { numRuns: runs },
    );
  });
});
