import { runCommandLine } from './command-line.ts';

/** The `lightbox` command under plain Node. */
// A reader that closed the pipe early (`| head`) is no error of ours.
process.stdout.on('error', () => undefined);
process.exitCode = await runCommandLine(process.argv.slice(2));
