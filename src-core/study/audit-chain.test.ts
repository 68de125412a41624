import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChainRow, chainHash, chainRow, GENESIS_HASH, verifyChain } from './audit-chain.ts';

const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

function build(contents: readonly string[]): ChainRow[] {
  const rows: ChainRow[] = [];
  for (const content of contents) rows.push(chainRow(sha256Hex, rows.at(-1)?.hash ?? GENESIS_HASH, content));
  return rows;
}

describe('audit chain', () => {
  it('hashes the previous hash, a line feed and the content', () => {
    // Origin: printf '%064d\n{"a":1}' 0 | sha256sum (coreutils)
    expect(chainHash(sha256Hex, GENESIS_HASH, '{"a":1}')).toBe(
      'f21735afd2cd6af4fc5804b0045cebfd545aef8396d29d030c39cb8880b45b7f',
    );
  });

  it('accepts an intact chain and gives its head and length', () => {
    const rows = build(['a', 'b', 'c']);
    expect(verifyChain(sha256Hex, rows)).toEqual({ ok: true, length: 3, head: rows[2]?.hash });
    expect(verifyChain(sha256Hex, [])).toEqual({ ok: true, length: 0, head: GENESIS_HASH });
  });

  it('names the first row whose content was changed', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 8 }), fc.nat(), (contents, pick) => {
        const rows = build(contents);
        const index = pick % rows.length;
        const changed = rows.map((row, at) => (at === index ? { ...row, content: `${row.content}!` } : row));
        expect(verifyChain(sha256Hex, changed)).toMatchObject({ ok: false, index, fault: 'hash' });
      }),
    );
  });

  it('names the first row after one that was removed, inserted or swapped', () => {
    const rows = build(['a', 'b', 'c', 'd']);
    const [a, b, c, d] = rows as [ChainRow, ChainRow, ChainRow, ChainRow];
    expect(verifyChain(sha256Hex, [a, c, d])).toMatchObject({ ok: false, index: 1, fault: 'prev' });
    expect(verifyChain(sha256Hex, [a, c, b, d])).toMatchObject({ ok: false, index: 1, fault: 'prev' });
    const inserted = chainRow(sha256Hex, b.hash, 'x');
    expect(verifyChain(sha256Hex, [a, b, inserted, c, d])).toMatchObject({
      ok: false,
      index: 3,
      fault: 'prev',
    });
    expect(verifyChain(sha256Hex, [b, c, d])).toMatchObject({ ok: false, index: 0, fault: 'prev' });
  });

  it('says that a rewritten row with a fresh hash breaks the link of the next one', () => {
    const rows = build(['a', 'b', 'c']);
    const forged = chainRow(sha256Hex, rows[0]?.prev ?? '', 'A');
    const verdict = verifyChain(sha256Hex, [forged, ...rows.slice(1)]);
    expect(verdict).toMatchObject({ ok: false, index: 1, fault: 'prev' });
    expect(verdict).toHaveProperty('message', expect.stringContaining('Row 2'));
  });
});
