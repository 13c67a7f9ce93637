import { describe, expect, it, vi } from 'vitest';
import { createRedaction } from '../redaction/redact.ts';
import { createStackText } from './stack-text.ts';

const redaction = createRedaction({ allowKeys: [] });
const frames = '\n    at charge (/app/charge.js:10:5)\n    at main (/app/main.js:2:1)';

describe('createStackText', () => {
  it('is the redacted stack as JSON, for an error that comes back too', () => {
    const stackText = createStackText(redaction);
    for (const who of ['bob@example.com', 'eve@example.com', '"quoted"']) {
      const stack = `Error: for ${who}${frames}`;
      expect(JSON.parse(stackText(stack, '', '"'))).toBe(redaction.redactStack(stack));
    }
  });

  it('takes the head that it is given, if the stack starts with it', () => {
    const stackText = createStackText(redaction);
    expect(stackText(`Error: secret${frames}`, 'Error: secret', '"Error: shown')).toBe(JSON.stringify(`Error: shown${frames}`));
    expect(stackText(`Error: other${frames}`, 'Error: secret', '"Error: shown')).toBe(JSON.stringify(`Error: other${frames}`));
    expect(stackText(`Error: secret and more${frames}`, 'Error: secret', '"Error: shown')).toBe(
      JSON.stringify(`Error: secret and more${frames}`),
    );
  });

  it('scans the frames of one place once, and forgets old places', () => {
    const redactStack = vi.fn(redaction.redactStack);
    const stackText = createStackText({ ...redaction, redactStack });
    for (let round = 0; round < 10; round++) stackText(`Error: ${round}${frames}`, '', '"');
    expect(redactStack).toHaveBeenCalledTimes(1);
    for (let place = 0; place < 300; place++) stackText(`Error: x\n    at f (/app/f.js:${place}:1)`, '', '"');
    stackText(`Error: x${frames}`, '', '"');
    expect(redactStack).toHaveBeenCalledTimes(302);
  });

  it('hides what a frame tells', () => {
    const stackText = createStackText(redaction);
    expect(stackText('Error: x\n    at f (https://h.example/a.js?token=abc123:1:2)', '', '"')).not.toContain('abc123');
  });

  it('can do without frames', () => {
    expect(createStackText(redaction)('Error: for bob@example.com', '', '"')).toBe('"Error: for [REDACTED:email]"');
  });
});
