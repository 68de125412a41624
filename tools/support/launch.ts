import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright';

export const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export interface LaunchOptions {
  /** The person's data folder; the same one again continues where it was left. */
  readonly userData: string;
  /** Where everything that leaves main for the window is recorded. */
  readonly traceFile?: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** Device pixels per CSS pixel; without it the system's. */
  readonly scaleFactor?: number;
}

export interface RunningWorkstation {
  readonly electron: ElectronApplication;
  readonly page: Page;
  /** The program's own process; known also after its end. */
  readonly process: ChildProcess;
}

/** Starts the built workstation in the Electron that LIGHTBOX_ELECTRON names and waits for its page. */
export async function launchWorkstation(options: LaunchOptions): Promise<RunningWorkstation> {
  const executablePath = process.env['LIGHTBOX_ELECTRON'];
  if (executablePath === undefined) throw new Error('LIGHTBOX_ELECTRON is not set; start through npm.');
  const electron = await _electron.launch({
    executablePath,
    args: [
      // Chromium's own sandbox cannot start as root; the page stays sandboxed by its web preferences.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(options.scaleFactor === undefined ? [] : [`--force-device-scale-factor=${options.scaleFactor}`]),
      `--user-data-dir=${options.userData}`,
      repositoryRoot,
    ],
    env: {
      ...environment(),
      ...(options.traceFile === undefined ? {} : { LIGHTBOX_TRACE_FILE: options.traceFile }),
    },
  });
  const page = await electron.firstWindow();
  if (options.size !== undefined) await resizeWindow(electron, options.size);
  return { electron, page, process: electron.process() };
}

export async function resizeWindow(
  electron: ElectronApplication,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
}

/** Ends the program as a power cut would: no handler of it runs. */
export async function killWorkstation({ process: child }: RunningWorkstation): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGKILL');
  await gone;
}

/** Answers the next system dialogs: files to open, or where to save. Dialogs themselves cannot be driven. */
export async function answerDialogs(
  electron: ElectronApplication,
  answers: { readonly open?: readonly string[]; readonly save?: string },
): Promise<void> {
  await electron.evaluate(
    ({ dialog }, { open, save }) => {
      dialog.showOpenDialog = async () => ({ canceled: open === null, filePaths: open ?? [] });
      dialog.showSaveDialog = async () => ({ canceled: save === null, filePath: save ?? '' });
    },
    { open: answers.open === undefined ? null : [...answers.open], save: answers.save ?? null },
  );
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
