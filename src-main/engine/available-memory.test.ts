import { describe, expect, it } from 'vitest';
import {
  availableMemoryBytes,
  controlGroupBytes,
  linuxAvailableBytes,
  parseVmStat,
} from './available-memory.ts';

const files = (texts: Record<string, string>) => (path: string) => texts[path];

it('some memory is available here', () => {
  expect(availableMemoryBytes()).toBeGreaterThan(1e7);
});

it("Linux' available memory counts what caches give back", () => {
  const meminfo = 'MemTotal:       24684096 kB\nMemFree:         100 kB\nMemAvailable:   21824980 kB\n';
  expect(linuxAvailableBytes(files({ '/proc/meminfo': meminfo }))).toBe(21824980 * 1024);
  expect(linuxAvailableBytes(files({}))).toBeUndefined();
});

describe('a control group', () => {
  it('of version 2 leaves its limit less what is used, caches of files not counted', () => {
    const read = files({
      '/proc/self/cgroup': '0::/system.slice/slurm/job_7\n',
      '/sys/fs/cgroup/system.slice/slurm/job_7/memory.max': '1000000\n',
      '/sys/fs/cgroup/system.slice/slurm/job_7/memory.current': '700000\n',
      '/sys/fs/cgroup/system.slice/slurm/job_7/memory.stat':
        'anon 5\ninactive_file 200000\nactive_file 100000\n',
    });
    expect(controlGroupBytes(read)).toBe(600_000);
  });

  it('of version 1 too, and the tightest of a group and those above it counts', () => {
    const read = files({
      '/proc/self/cgroup': '9:name=systemd:/\n4:cpu,memory:/jobs/7\n0::/\n',
      '/sys/fs/cgroup/memory/jobs/7/memory.limit_in_bytes': '9223372036854771712\n',
      '/sys/fs/cgroup/memory/jobs/7/memory.usage_in_bytes': '10\n',
      '/sys/fs/cgroup/memory/jobs/memory.limit_in_bytes': '500\n',
      '/sys/fs/cgroup/memory/jobs/memory.usage_in_bytes': '400\n',
      '/sys/fs/cgroup/memory/jobs/memory.stat': 'inactive_file 7\ntotal_inactive_file 30\n',
    });
    expect(controlGroupBytes(read)).toBe(130);
  });

  it("in a container is found at its root where the path is the host's", () => {
    const read = files({
      '/proc/self/cgroup': '0::/docker/abc\n',
      '/sys/fs/cgroup/memory.max': '100\n',
      '/sys/fs/cgroup/memory.current': '150\n',
    });
    expect(controlGroupBytes(read)).toBe(0);
  });

  it('without a limit, or none at all, leaves everything', () => {
    const unlimited = { '/sys/fs/cgroup/memory.max': 'max\n', '/sys/fs/cgroup/memory.current': '5\n' };
    expect(controlGroupBytes(files({ '/proc/self/cgroup': '0::/\n', ...unlimited }))).toBe(Infinity);
    expect(controlGroupBytes(files({}))).toBe(Infinity);
  });
});

it('macOS gives back inactive, speculative and purgeable pages', () => {
  // As vm_stat of macOS 14 on an Apple M1 writes it.
  const text = [
    'Mach Virtual Memory Statistics: (page size of 16384 bytes)',
    'Pages free:                                5000.',
    'Pages active:                            300000.',
    'Pages inactive:                          200000.',
    'Pages speculative:                          100.',
    'Pages purgeable:                             20.',
  ].join('\n');
  expect(parseVmStat(text)).toBe(205_120 * 16_384);
  expect(parseVmStat('')).toBeUndefined();
});
