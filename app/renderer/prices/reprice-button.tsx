import { useState } from 'react';
import { RepriceDialog } from './reprice-dialog.tsx';

/** Opens the dialog that computes costs anew. */
export function RepriceButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button small" data-testid="reprice" onClick={() => setOpen(true)}>
        Compute costs anew…
      </button>
      {open && <RepriceDialog onClose={() => setOpen(false)} />}
    </>
  );
}
