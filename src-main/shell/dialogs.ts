import { type BrowserWindow, dialog } from 'electron';
import type { Dialogs, FileFilter } from '../app/ports.ts';

const toElectron = (filters: readonly FileFilter[]) =>
  filters.map(({ name, extensions }) => ({ name, extensions: [...extensions] }));

/** The system's own dialogs, modal to the window. */
export function systemDialogs(window: () => BrowserWindow): Dialogs {
  return {
    openFiles: async (title, filters) => {
      const answer = await dialog.showOpenDialog(window(), {
        title,
        filters: toElectron(filters),
        properties: ['openFile', 'multiSelections', 'dontAddToRecent'],
      });
      return answer.canceled ? [] : answer.filePaths;
    },
    openFolder: async (title) => {
      const answer = await dialog.showOpenDialog(window(), {
        title,
        properties: ['openDirectory', 'dontAddToRecent'],
      });
      return answer.canceled ? null : (answer.filePaths[0] ?? null);
    },
    saveFile: async (title, suggestedName, filters) => {
      const answer = await dialog.showSaveDialog(window(), {
        title,
        defaultPath: suggestedName,
        filters: toElectron(filters),
        properties: ['dontAddToRecent', 'showOverwriteConfirmation'],
      });
      return answer.canceled || answer.filePath === undefined || answer.filePath === ''
        ? null
        : answer.filePath;
    },
  };
}
