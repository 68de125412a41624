import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { recipePngText } from '../../src-core/diffusion/recipe-text.ts';
import { drawPhantom } from '../../src-core/imaging/phantom.ts';
import { writeDicomImage } from '../../tools/support/write-dicom.ts';
import { testRecipe } from '../app/testing/test-app.ts';
import { describeDicom } from '../files/dicom-description.ts';
import { encodeGrey8Png } from '../files/png.ts';
import { readRecordedImage } from '../files/recorded-image.ts';
import { lightboxHere } from './test-cli.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lightbox-dicom-write-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pixels = Uint8Array.from(drawPhantom(3, { sizePx: 64 }).radiograph.pixels);
const recipe = testRecipe({ prompt: '61 year old male. AP chest radiograph. "Edema" \\ 肺.' });
const png = path.join(folder, 'made.png');
writeFileSync(png, encodeGrey8Png(pixels, 64, 64, recipePngText(recipe)));
const plain = path.join(folder, 'plain.png');
writeFileSync(plain, encodeGrey8Png(pixels, 64, 64));

const write = (...args: string[]) => lightboxHere(['dicom', 'write', ...args]);

describe('lightbox dicom write', () => {
  it('writes a generated picture with its recipe, and the same file again', async () => {
    const [one, two] = ['one.dcm', 'two.dcm'].map((name) => path.join(folder, name));
    const first = await write(png, '--out', one ?? '', '--json');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(first.stdout)).toEqual({
      file: one,
      sopInstanceUid: expect.stringMatching(/^2\.25\./),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await readRecordedImage(one ?? '')).toEqual({ recipe, width: 64, height: 64, pixels });
    // From the DICOM as from the PNG.
    expect((await write(one ?? '', '--out', two ?? '')).status).toBe(0);
    expect(readFileSync(two ?? '')).toEqual(readFileSync(one ?? ''));
  });

  it('writes a real film without what names its patient', async () => {
    const source = path.join(folder, 'real.dcm');
    const samples = Uint16Array.from({ length: 4096 }, (_, index) => index * 16);
    const extra = [
      ['00100010', 'PN', 'DOE^JANE'],
      ['00100020', 'LO', 'MRN-1234567'],
      ['00104000', 'LT', 'Secret remark'],
    ] as const;
    writeFileSync(source, writeDicomImage({ width: 64, height: 64, samples, extra }));
    const target = path.join(folder, 'real-out.dcm');
    expect((await write(source, '--real', '--out', target)).status).toBe(0);
    const bytes = readFileSync(target);
    for (const secret of ['DOE', 'MRN-1234567', 'Secret']) expect(bytes.includes(secret)).toBe(false);
    expect(await describeDicom(bytes, 'real-out.dcm')).toMatchObject({ synthetic: false, modality: 'CR' });
  });

  it.each([
    { what: 'a picture without a recipe', args: [plain], says: '--real' },
    { what: 'a synthetic picture as real', args: [png, '--real'], says: 'leave --real away' },
    { what: 'a file that is not there', args: [path.join(folder, 'none.png')], says: 'none.png' },
    { what: 'no picture', args: ['package.json'], says: 'neither PNG nor DICOM' },
  ])('refuses $what and writes nothing', async ({ args, says }) => {
    const target = path.join(folder, 'refused.dcm');
    const { status, stdout, stderr } = await write(...args, '--out', target);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(readdirSync(folder)).not.toContain('refused.dcm');
  });

  it('replaces a file only with --force', async () => {
    const target = path.join(folder, 'there.dcm');
    writeFileSync(target, 'before');
    expect(await write(png, '--out', target)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--force'),
    });
    expect(readFileSync(target, 'utf8')).toBe('before');
    expect((await write(png, '--out', target, '--force')).status).toBe(0);
  });
});
