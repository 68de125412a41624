import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { posix } from 'node:path';

/** The text of a file of the system, undefined where it cannot be read. */
export type ReadText = (path: string) => string | undefined;

/**
 * Bytes that can still be allocated without pushing anything else out: what the system calls available, and no
 * more than a control group (a container, a cluster's job) leaves.
 */
export function availableMemoryBytes(): number {
  switch (process.platform) {
    case 'linux':
      return Math.min(linuxAvailableBytes(readText) ?? freemem(), controlGroupBytes(readText));
    case 'darwin':
      return darwinAvailableBytes() ?? freemem();
    default:
      // Windows counts what it keeps in reserve for files as free.
      return freemem();
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** MemAvailable of /proc/meminfo: free memory and what the kernel would give back of its caches. */
export function linuxAvailableBytes(read: ReadText): number | undefined {
  const kibibytes = /^MemAvailable:\s*(\d+) kB$/m.exec(read('/proc/meminfo') ?? '')?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

/** Where each version of control groups says what is allowed, used, and used by caches of files. */
const CONTROL_GROUPS = [
  {
    root: '/sys/fs/cgroup',
    path: /^0::(.*)$/m,
    limit: 'memory.max',
    usage: 'memory.current',
    cache: /^(?:in)?active_file (\d+)$/gm,
  },
  {
    root: '/sys/fs/cgroup/memory',
    path: /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m,
    limit: 'memory.limit_in_bytes',
    usage: 'memory.usage_in_bytes',
    cache: /^total_(?:in)?active_file (\d+)$/gm,
  },
] as const;

/** What the tightest control group of this process still allows; Infinity without a limit. */
export function controlGroupBytes(read: ReadText): number {
  const own = read('/proc/self/cgroup') ?? '';
  let least = Number.POSITIVE_INFINITY;
  for (const { root, path, limit, usage, cache } of CONTROL_GROUPS) {
    const group = path.exec(own)?.[1];
    if (group === undefined) continue;
    for (const folder of withParents(group)) {
      const at = (name: string): string => read(posix.join(root, folder, name)) ?? '';
      const allowed = Number.parseInt(at(limit), 10);
      const used = Number.parseInt(at(usage), 10);
      // "max", and groups that are not there: no limit.
      if (Number.isNaN(allowed) || Number.isNaN(used)) continue;
      const reclaimable = [...at('memory.stat').matchAll(cache)].reduce(
        (sum, found) => sum + Number(found[1]),
        0,
      );
      least = Math.min(least, Math.max(0, allowed - used + reclaimable));
    }
  }
  return least;
}

/** A limit of a group above holds too; in a container the path may be the host's, and only "/" be there. */
function withParents(group: string): string[] {
  const folders = [group];
  while (folders.at(-1) !== posix.dirname(folders.at(-1) ?? '/'))
    folders.push(posix.dirname(folders.at(-1) ?? '/'));
  return folders;
}

function darwinAvailableBytes(): number | undefined {
  try {
    return parseVmStat(execFileSync('/usr/bin/vm_stat', { encoding: 'utf8', timeout: 2000 }));
  } catch {
    return undefined;
  }
}

/** What macOS' vm_stat counts as free or given back on demand; os.freemem() there leaves out the second. */
export function parseVmStat(text: string): number | undefined {
  const pageBytes = Number(/page size of (\d+) bytes/.exec(text)?.[1]);
  const pages = ['free', 'inactive', 'speculative', 'purgeable'].reduce(
    (sum, kind) => sum + Number(new RegExp(`^Pages ${kind}:\\s*(\\d+)\\.$`, 'm').exec(text)?.[1] ?? 0),
    0,
  );
  return Number.isNaN(pageBytes) || pages === 0 ? undefined : pages * pageBytes;
}
