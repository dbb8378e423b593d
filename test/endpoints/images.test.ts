import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeImage, MOST_BYTES } from '../../src/endpoints/images/encode';
import { completion, json } from './fault-server';
import { folder, open, refused, request, serve } from './ask';
import { PNG } from './pictures';

const noise = (width: number, height: number): Buffer => {
  const bytes = Buffer.alloc(width * height * 3);
  for (let i = 0, x = 1; i < bytes.length; i += 1) {
    x = (x * 48_271) % 2_147_483_647;
    bytes[i] = x & 0xff;
  }
  return bytes;
};

describe('images', () => {
  it('go byte for byte as a data URL, behind their mark', async () => {
    const file = join(folder(), 'a.png');
    writeFileSync(file, PNG);
    const server = await serve((response) => json(response, completion('ok')));
    await open(server.url).ask({
      ...request(''),
      messages: [
        {
          role: 'user',
          parts: [
            { type: 'image', file },
            { type: 'text', text: '?' },
          ],
        },
      ],
    });
    expect(server.received[0]!.body.messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG.toString('base64')}` } },
          { type: 'text', text: '?' },
        ],
      },
    ]);
  });

  it('are made smaller only above 3.7 MB or 8,000 pixels', async () => {
    const dir = folder();
    const raw = { width: 1_400, height: 1_000, channels: 3 } as const;
    const large = await sharp(noise(1_400, 1_000), { raw }).png().toBuffer();
    expect(large.length).toBeGreaterThan(MOST_BYTES);
    writeFileSync(join(dir, 'large.png'), large);
    const encoded = await encodeImage(join(dir, 'large.png'));
    expect(Buffer.from(encoded.base64, 'base64').length).toBeLessThanOrEqual(MOST_BYTES);
    const wide = sharp({ create: { width: 9_000, height: 30, channels: 3, background: 'white' } });
    await wide.png().toFile(join(dir, 'wide.png'));
    expect(await encodeImage(join(dir, 'wide.png'))).toMatchObject({
      mime: 'image/png',
      shrunk: { width: 8_000, height: 27 },
    });
  });

  it.each([
    ['missing.png', undefined, 'it is not there'],
    ['empty.png', '', 'the file is empty'],
    ['page.png', '<html>not found</html>', 'web page'],
    ['cut.png', PNG.subarray(0, 40), 'truncated'],
    ['folder', 'FOLDER', 'not a regular file'],
  ])('%s are told, and nothing is asked', async (name, content, why) => {
    const file = join(folder(), name);
    if (content === 'FOLDER') mkdirSync(file);
    else if (content !== undefined) writeFileSync(file, content);
    const server = await serve((response) => json(response, completion('ok')));
    const error = await refused(
      open(server.url).ask({
        ...request(''),
        messages: [{ role: 'user', parts: [{ type: 'image', file }] }],
      }),
    );
    expect(error.fault).toBe('picture');
    expect(error.message).toContain(why);
    expect(server.received).toHaveLength(0);
  });
});
