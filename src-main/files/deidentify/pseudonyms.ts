import { createHmac } from 'node:crypto';

const ROOT = '2.25';
const MAX_SHIFT_DAYS = 3650;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Everything that is drawn from the secret: the same secret gives the same, another nothing that could be compared. */
export class Pseudonyms {
  readonly #secret: Uint8Array;

  /** @param secret at least 16 bytes that nobody can guess */
  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  /** A UID under 2.25 (PS3.5 section B.2: a UUID as one number). */
  uid(uid: string): string {
    const bytes = this.#hash('uid', uid).subarray(0, 16);
    // RFC 9562 section 5.8: version 8, made by a rule of one's own.
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    return `${ROOT}.${BigInt(`0x${bytes.toString('hex')}`)}`;
  }

  /** Stands for name and id. */
  patient(id: string): string {
    return `P${this.#hash('patient', id).toString('hex').slice(0, 15).toUpperCase()}`;
  }

  /** A date (YYYYMMDD...) earlier by the patient's own number of days, 1 to 3650; undefined for what is no date. */
  shiftedDate(date: string, patientId: string): string | undefined {
    const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)/.exec(date) ?? [];
    const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
    if (!Number.isFinite(time)) return undefined;
    const days = (this.#hash('date', patientId).readUInt32BE(0) % MAX_SHIFT_DAYS) + 1;
    return new Date(time - days * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
  }

  #hash(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.#secret).update(`${purpose}\0${text}`, 'utf8').digest();
  }
}
