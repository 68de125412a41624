import type { ReadingStep } from '../../src-core/contract/reader-calls.ts';
import { quantile } from '../../src-core/stats/numbers.ts';
import type { Truth } from '../../src-core/study/sealed-truth.ts';
import type { AppSession } from '../../src-main/app/session.ts';
import type { recordReader } from '../../src-main/app/testing/reader-records.ts';
import type { TestApp } from '../../src-main/app/testing/test-app.ts';
import type { TestReader } from '../../src-main/app/testing/test-reader.ts';
import { pixelHeaders } from '../../src-main/shell/pixel-headers.ts';
import { ARMS, type Exposure, type MemberEntry } from './recording.ts';

export const isCase = (step: ReadingStep): step is Extract<ReadingStep, { kind: 'case' }> =>
  step.kind === 'case';

/** Reads one case to its end, and says what there was to see of it. */
export async function exposuresOf(
  test: TestApp,
  session: AppSession,
  reader: TestReader,
  recorder: ReturnType<typeof recordReader>,
  repeats: number,
  {
    truth,
    name,
    entries,
  }: { readonly truth: Truth; readonly name: string; readonly entries: readonly MemberEntry[] },
): Promise<Omit<Exposure, 'file' | 'databaseOffsets'>[]> {
  const first = reader.step;
  if (!isCase(first)) return [];
  const from = recorder.received.length;
  const openMs = await medianMs(repeats, async () => {
    await reader.resume();
  });
  const pixels: { readonly bytes: Uint8Array; readonly pixelsMs: number }[] = [];
  for (const url of first.films) {
    let bytes = new Uint8Array();
    const pixelsMs = await medianMs(repeats, async () => {
      bytes = Uint8Array.from((await test.app.pixels(session, url.slice('app://blob/'.length))) ?? []);
    });
    await recorder.fetchFilm(session, url);
    pixels.push({ bytes, pixelsMs });
  }
  const submits: number[] = [];
  let text: string | null = null;
  const isHere = (step: ReadingStep): boolean => isCase(step) && step.readerCaseId === first.readerCaseId;
  while (isHere(reader.step)) {
    if (isCase(reader.step)) text = reader.step.text ?? text;
    submits.push(await medianMs(1, async () => void (await reader.goOn())));
  }
  const messages = recorder.received
    .slice(from)
    .flatMap((entry) => (entry.kind === 'answer' ? [JSON.stringify(entry.answer)] : []))
    .filter((message) => message.includes(first.readerCaseId))
    .map((message) =>
      withoutAnswers(text === null ? message : message.replaceAll(JSON.stringify(text), '""')),
    );
  const trial = trialOf(truth, first.readerCaseId);
  return trial.films.map(({ readerFilmId, caseId }, place) => {
    const member = entries.find((entry) => entry.name.includes(readerFilmId));
    const shown = pixels[place];
    if (member === undefined || shown === undefined) throw new Error('A film is not in the package.');
    const own = truth.protocol.cases.find((entry) => entry.caseId === caseId);
    if (own === undefined) throw new Error(`The protocol has no case ${caseId}.`);
    return {
      caseId,
      filmId: own.filmId,
      prompt: own.prompt,
      positive: own.arm === ARMS[1],
      reader: name,
      session: trial.session,
      position: first.position,
      total: first.total,
      place,
      readerCaseId: first.readerCaseId,
      readerFilmId,
      url: first.films[place] ?? '',
      pixels: shown.bytes,
      headers: pixelHeaders(shown.bytes.byteLength),
      messages,
      text,
      pixelsMs: shown.pixelsMs,
      openMs,
      submitMs: quantile(submits, 0.5),
      member,
    };
  });
}

/** What the reader entered comes back as locked answers: of the reader, not of the film. */
function withoutAnswers(message: string): string {
  return message.replaceAll(/"answers":\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/g, '"answers":{}');
}

function trialOf({ allocations }: Truth, readerCaseId: string) {
  for (const { sessions } of allocations) {
    for (const { number, trials } of sessions) {
      const trial = trials.find((own) => own.readerCaseId === readerCaseId);
      if (trial !== undefined) return { ...trial, session: number };
    }
  }
  throw new Error(`The order has no case ${readerCaseId}.`);
}

async function medianMs(repeats: number, work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return quantile(times, 0.5);
}
