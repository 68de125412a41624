import { type DragEvent, useState } from 'react';

/** What an element needs to take dropped files; `hovering` while some are held over it. */
export interface FileDrop {
  readonly hovering: boolean;
  readonly handlers: {
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

/** Takes files that are dropped onto an element. Where they lie is told to main by the preload, not by the page. */
export function useFileDrop(onFiles: () => void): FileDrop {
  const [hovering, setHovering] = useState(false);
  const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');
  return {
    hovering,
    handlers: {
      onDragOver: (event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = 'copy';
        setHovering(true);
      },
      onDragLeave: (event) => {
        // Passing from one child to the next leaves nothing.
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget))
          setHovering(false);
      },
      onDrop: (event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        setHovering(false);
        onFiles();
      },
    },
  };
}
