import { type BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain } from 'electron';
import { LightboxError } from '../../src-core/base/errors.ts';
import {
  CALL_CHANNEL,
  type CallResult,
  DROP_CHANNEL,
  EVENT_CHANNEL,
} from '../../src-core/contract/bridge.ts';
import type { EventDefinition } from '../../src-core/contract/define.ts';
import { type EventName, type EventPayload, events } from '../../src-core/contract/events.ts';
import type { App } from '../app/create-app.ts';
import type { AppSession } from '../app/session.ts';
import { APP_ORIGIN } from './hardening.ts';
import type { OutboundTrace } from './trace.ts';

/** Answers the window's calls: only those of the top frame of our own page, under our own origin. */
export function connectCalls(
  app: App,
  window: BrowserWindow,
  session: AppSession,
  trace: OutboundTrace,
): void {
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown): Promise<CallResult<unknown>> => {
    const result = isOwnTopFrame(event, window)
      ? await app.call(session, name, input)
      : refused('This call did not come from the program itself.');
    trace.record('answer', { name, result }, session);
    return result;
  });
  ipcMain.on(DROP_CHANNEL, (event, paths: unknown) => {
    if (isOwnTopFrame(event, window)) app.dropped(session, paths);
  });
}

/** The sender's own URL is compared as an origin: an empty or opaque one never passes. */
function isOwnTopFrame(event: IpcMainInvokeEvent | IpcMainEvent, window: BrowserWindow): boolean {
  const frame = event.senderFrame;
  if (window.isDestroyed() || frame === null || frame !== window.webContents.mainFrame) return false;
  try {
    const { protocol, host } = new URL(frame.url);
    return `${protocol}//${host}` === APP_ORIGIN;
  } catch {
    return false;
  }
}

function refused(message: string): CallResult<never> {
  return { ok: false, error: new LightboxError('FORBIDDEN_SENDER', message).toPayload() };
}

/** Sends an event to the window when the person signed in there may know of it. */
export function sendEvent<Name extends EventName>(
  window: BrowserWindow,
  session: AppSession,
  trace: OutboundTrace,
  name: Name,
  payload: EventPayload<Name>,
): void {
  const { role }: EventDefinition = events[name];
  if (window.isDestroyed() || (role !== 'anyone' && session.person?.role !== role)) return;
  trace.record('event', { name, payload }, session);
  window.webContents.send(EVENT_CHANNEL, name, payload);
}
