import { runCommandLine } from './command-line.ts';

/** The `lightbox` command under plain Node. */
process.exitCode = await runCommandLine(process.argv.slice(2));
