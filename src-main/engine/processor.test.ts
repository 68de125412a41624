import { describe, expect, it } from 'vitest';
import { processorFeatures, readProcessor } from './processor.ts';

/** An AMD EPYC of the fourth generation under KVM, shortened to some of its flags. */
const EPYC = `processor\t: 0
vendor_id\t: AuthenticAMD
model name\t: AMD EPYC
flags\t\t: fpu sse sse2 ssse3 fma cx16 sse4_1 sse4_2 avx f16c avx2 avx512f avx512dq avx512bw avx512vl avx512_bf16 avx512_vnni avx512_bitalg
bugs\t\t: sysret_ss_attrs
`;

/** An Intel Xeon with matrix tiles (Sapphire Rapids), shortened. */
const SAPPHIRE_RAPIDS = `processor\t: 0
model name\t: Intel(R) Xeon(R) Platinum 8480+
flags\t\t: fpu sse4_1 avx f16c fma avx2 avx512f avx512bw avx512vl avx512_vnni avx512_bf16 avx_vnni amx_bf16 avx512_fp16 amx_tile amx_int8
vmx flags\t: vnmi preemption_timer
`;

/** A Neoverse V1 (AWS Graviton 3), shortened. */
const NEOVERSE_V1 = `processor\t: 0
BogoMIPS\t: 2100.00
Features\t: fp asimd evtstrm aes crc32 atomics fphp asimdhp cpuid asimddp sve svei8mm svebf16 i8mm bf16 dgh
CPU implementer\t: 0x41
`;

describe('processorFeatures', () => {
  it('names what decides the kernels of an x64 processor, sorted, and nothing else', () => {
    expect(processorFeatures(EPYC, 'x64')).toEqual([
      'avx',
      'avx2',
      'avx512bf16',
      'avx512bw',
      'avx512dq',
      'avx512f',
      'avx512vl',
      'avx512vnni',
      'f16c',
      'fma',
      'sse4.1',
    ]);
    expect(processorFeatures(SAPPHIRE_RAPIDS, 'x64')).toEqual(
      expect.arrayContaining(['amx-bf16', 'amx-int8', 'amx-tile', 'avx512fp16', 'avxvnni']),
    );
  });

  it('names those of an arm64 processor', () => {
    expect(processorFeatures(NEOVERSE_V1, 'arm64')).toEqual([
      'asimd',
      'bf16',
      'dotprod',
      'fp16',
      'i8mm',
      'sve',
      'sve-bf16',
      'sve-i8mm',
    ]);
  });

  it('counts only what every core has, where cores differ', () => {
    const little = 'processor\t: 1\nFeatures\t: fp asimd asimddp\n';
    expect(processorFeatures(`${NEOVERSE_V1}\n${little}`, 'arm64')).toEqual(['asimd', 'dotprod']);
  });

  it('names none for a text or an architecture that it does not know', () => {
    expect(processorFeatures('', 'x64')).toEqual([]);
    expect(processorFeatures('processor : 0\nflags : \n', 'x64')).toEqual([]);
    expect(processorFeatures(EPYC, 'riscv64')).toEqual([]);
  });
});

it("this machine's processor has an architecture and at least one feature or a name", () => {
  const { architecture, features } = readProcessor();
  expect(architecture).toBe(process.arch);
  expect(features.length).toBeGreaterThan(0);
  expect([...features].sort()).toEqual(features);
});
