import { createHmac } from 'node:crypto';
import { act } from './people.ts';
import type { Page } from './test.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code that a telephone shows now for this secret (RFC 6238: SHA-1, six digits, thirty seconds). */
export function codeOf(secret: string): string {
  const bits = [...secret.replaceAll(' ', '')].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', key).update(step).digest();
  const number = hash.readUInt32BE(hash.at(-1)! & 15) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** Turns on a second factor for who is signed in here. */
export async function guard(page: Page): Promise<void> {
  await act(page, 'begin_second_factor', {});
  const { setup } = (await act(page, 'second_factor', {})) as { setup: { secret: string } };
  await act(page, 'confirm_second_factor', { code: codeOf(setup.secret) });
}
