/** The command under a virtual screen of its own on Linux, elsewhere as it is. */
export function onVirtualScreen(command, args) {
  if (process.platform !== 'linux') return [command, args];
  return ['xvfb-run', ['-a', '-s', '-screen 0 2560x1600x24', command, ...args]];
}

export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
