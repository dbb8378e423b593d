import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHalf, toHalf } from '../../../src/engines/embedded/checkpoints/half';
import { decodeSafetensors, encodeSafetensors } from '../../../src/engines/embedded/checkpoints/safetensors';

const tensors = new Map([
  ['a.weight', { shape: [2, 3], values: Float32Array.from([0, 1, -2.5, 1e-3, 3e8, -0]) }],
  ['__proto__', { shape: [1], values: Float32Array.from([7]) }],
]);

/** A file with the given header text and data. */
function file(
  header: string,
  data = new Uint8Array(8),
  length = BigInt(Buffer.byteLength(header)),
): Uint8Array {
  const bytes = new Uint8Array(8 + Buffer.byteLength(header) + data.length);
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  bytes.set(new TextEncoder().encode(header), 8);
  bytes.set(data, 8 + Buffer.byteLength(header));
  return bytes;
}
const entry = (shape: unknown, offsets: unknown, dtype = 'F32') =>
  JSON.stringify({ w: { dtype, shape, data_offsets: offsets } });

describe('safetensors', () => {
  it('gives back what was written, whatever the names', () => {
    const read = decodeSafetensors(encodeSafetensors(tensors, { format: 'x' }), 'f');
    for (const [name, tensor] of tensors) expect(read.get(name)).toEqual(tensor);
  });

  it('reads half precision as near as half precision is', () => {
    const read = decodeSafetensors(
      encodeSafetensors(new Map([['w', tensors.get('a.weight')!]]), {}, 'F16'),
      'f',
    );
    expect([...read.get('w')!.values]).toEqual([
      0,
      1,
      -2.5,
      Math.fround(fromHalf(toHalf(1e-3))),
      Infinity,
      -0,
    ]);
  });

  const hostile: Record<string, [Uint8Array, RegExp]> = {
    empty: [new Uint8Array(0), /too short/],
    'a header length of 2^63': [file('{}', new Uint8Array(0), 1n << 63n), /longer than the file/],
    'a header beyond the end': [file('{}', new Uint8Array(0), 100n), /longer than the file/],
    'no JSON': [file('{{', new Uint8Array(0)), /not JSON/],
    'a list': [file('[]', new Uint8Array(0)), /not an object/],
    'null entry': [file('{"w":null}', new Uint8Array(0)), /tensor w/],
    'offsets after the end': [file(entry([4], [0, 16])), /ends after/],
    'negative offsets': [file(entry([2], [-8, 0])), /data_offsets/],
    'offsets against the shape': [file(entry([3], [0, 8])), /disagree/],
    'a shape that overflows': [file(entry([2 ** 40, 2 ** 40], [0, 8])), /disagree/],
    'a fractional shape': [file(entry([0.5], [0, 2])), /shape/],
    'another type': [file(entry([1], [0, 8], 'I64')), /only F32/],
    'a gap': [file(entry([1], [4, 8])), /gap/],
    'trailing bytes': [file(entry([1], [0, 4])), /after its tensors/],
  };
  for (const [name, [bytes, message]] of Object.entries(hostile))
    it(`refuses ${name}, naming the file`, () => {
      expect(() => decodeSafetensors(bytes, 'some/model.safetensors')).toThrow(message);
      expect(() => decodeSafetensors(bytes, 'some/model.safetensors')).toThrow('some/model.safetensors');
    });

  it('never does anything but refuse or read when bytes are changed', () => {
    const good = encodeSafetensors(new Map([['a', tensors.get('a.weight')!]]), {});
    const runs = Number(process.env.STAGECRAFT_FUZZ ?? 500);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(9),
        (edits, cut) => {
          const bytes = good.slice(0, good.length - cut);
          for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
          try {
            decodeSafetensors(bytes, 'f');
          } catch (error) {
            expect((error as Error).name).toBe('UserError');
          }
        },
      ),
      { numRuns: runs },
    );
  });
});

describe('half precision', () => {
  it('reads every number back that it wrote', () => {
    const wrong = Array.from({ length: 0x7c00 }, (_, bits) => bits).filter(
      (bits) => toHalf(fromHalf(bits)) !== bits || toHalf(-fromHalf(bits)) !== (bits | 0x8000),
    );
    expect(wrong).toEqual([]);
  });

  it('rounds to the nearest, ties to even', () => {
    fc.assert(
      fc.property(fc.double({ min: -70000, max: 70000, noNaN: true }), (value) => {
        const rounded = fromHalf(toHalf(value));
        if (Math.abs(value) >= 65520) expect(rounded).toBe(Math.sign(value) * Infinity);
        else
          expect(Math.abs(rounded - value)).toBeLessThanOrEqual(
            Math.max(2 ** -25, Math.abs(value) * 2 ** -11),
          );
      }),
    );
    expect(toHalf(1 + 2 ** -11)).toBe(toHalf(1));
    expect(toHalf(1 + 3 * 2 ** -11)).toBe(toHalf(1 + 2 ** -9));
  });
});
