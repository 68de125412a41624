import { existsSync } from 'node:fs';
import path from 'node:path';
import { findElectronRuntime } from './electron-runtime.ts';

/**
 * The environment in which WebGPU runs without a graphics card: Electron brings SwiftShader, a Vulkan driver that
 * computes on the processor, and Vulkan's loader. Null where no such Electron is installed.
 */
export function softwareVulkan(): Record<string, string> | null {
  const runtime = findElectronRuntime();
  if (runtime === null) return null;
  const folder = path.dirname(runtime.executable);
  const driver = path.join(folder, 'vk_swiftshader_icd.json');
  if (!existsSync(driver) || !existsSync(path.join(folder, 'libvulkan.so.1'))) return null;
  return { LD_LIBRARY_PATH: folder, VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver };
}
