import { useEffect, useId, useRef } from 'react';

/** A modal dialog that is open for as long as it is drawn: its element, the id of its title, and what closes it. */
export function useDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  return { dialog, titleId, close: () => dialog.current?.close() };
}
