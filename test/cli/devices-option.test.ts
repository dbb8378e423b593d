import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/cli/command';
import { devicesOption } from '../../src/cli/devices-option';

describe('--devices', () => {
  it('takes auto, none, so many GPUs, or names', () => {
    expect(devicesOption()).toEqual({ kind: 'auto' });
    expect(devicesOption('none')).toEqual({ kind: 'none' });
    expect(devicesOption('any:2')).toEqual({ kind: 'any', gpus: 2 });
    expect(devicesOption('gpu:0, gpu:1')).toEqual({ kind: 'these', devices: ['gpu:0', 'gpu:1'] });
    expect(devicesOption('cpu')).toEqual({ kind: 'these', devices: ['cpu'] });
  });

  it.each(['', 'gpu', 'gpu:', 'any', 'any:0', 'cpu;rm', 'gpu:0,all'])('refuses %j', (text) => {
    expect(() => devicesOption(text)).toThrow(UsageError);
  });
});
