import type { Handlers, HandlersOf } from './handlers.ts';
import { signingKeyOf } from './package-keys.ts';
import { PackageOpening } from './package-opening.ts';
import { writePackages } from './package-writing.ts';
import type { AppPorts } from './ports.ts';
import { takeReadings, writeReadings } from './readings-exchange.ts';
import { signedIn } from './session.ts';
import { SingleTask } from './single-task.ts';

/** Packages out and readings in: one piece of work at a time. */
export class Exchange {
  readonly #task = new SingleTask('Packages or readings are being written or taken in. Wait or cancel.');
  readonly handlers: HandlersOf<'packages'> & Pick<Handlers, 'reader.writeReadings'>;

  constructor(ports: AppPorts) {
    const opening = new PackageOpening(ports);
    this.handlers = {
      'packages.write': ({ studyId, readerIds }, session) => {
        const order = { studyId, readerIds, key: signingKeyOf(session), actor: signedIn(session).name };
        return this.#task.run((signal) => writePackages(ports, order, signal));
      },
      'packages.takeReadings': (_input, session) => {
        const [key, { name }] = [signingKeyOf(session), signedIn(session)];
        return this.#task.run((signal) => takeReadings(ports, key, name, signal));
      },
      'packages.open': () => this.#task.run((signal) => opening.open(signal)),
      'packages.accept': ({ token }, session) =>
        this.#task.run((signal) => opening.accept(token, session.person?.name ?? null, signal)),
      'packages.cancel': () => {
        this.cancel();
        return {};
      },
      'reader.writeReadings': ({ studyId }, session) => {
        const { id: readerId, name: actor } = signedIn(session);
        return writeReadings(ports, { studyId, readerId, key: signingKeyOf(session), actor });
      },
    };
  }

  cancel(): void {
    this.#task.cancel();
  }

  /** Settles when nothing is under way any more. */
  finished(): Promise<void> {
    return this.#task.finished();
  }
}
