import { describe, expect, it } from 'vitest';
import { engineRequest } from '../../src/engines/supervised';

describe('a line on an engine’s standard input', () => {
  it.each([
    ['{"type":"stop"}', { type: 'stop' }],
    ['{"type":"stop","reason":"until"}', { type: 'stop', reason: 'until' }],
    // A reason that nobody knows must not keep a run from being stopped.
    ['{"type":"stop","reason":7,"more":[]}', { type: 'stop' }],
  ])('%s is a request', (line, request) => {
    expect(engineRequest(line)).toEqual(request);
  });

  it.each(['', 'stop', '"stop"', 'null', '[]', '["stop"]', '{}', '{"type":"STOP"}', '{"type":"stop"'])(
    '%j is nobody’s wish',
    (line) => {
      expect(engineRequest(line)).toBeUndefined();
    },
  );
});
