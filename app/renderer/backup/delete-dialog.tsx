import { type Backup } from '../../contract/backup.ts';
import { formatCounted } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import { AskDialog } from '../ui/ask-dialog.tsx';

interface DeleteDialogProps {
  readonly backup: Backup;
  /** How many backups cannot be restored without it. */
  readonly needing: number;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}

/** Asks before a backup goes for good. */
export function DeleteDialog({ backup, needing, onDelete, onClose }: DeleteDialogProps) {
  return (
    <AskDialog
      title="Delete this backup?"
      testId="delete-backup"
      agree={needing === 0 ? 'Delete' : `Delete ${formatCounted(needing + 1, 'backup', 'backups')}`}
      onAgree={onDelete}
      onClose={onClose}
    >
      <p>The backup of {formatMoment(backup.atMs)} is removed from the disk.</p>
      {needing > 0 && (
        <p>
          {formatCounted(needing, 'later backup needs', 'later backups need')} it and {needing === 1 ? 'goes' : 'go'}{' '}
          with it.
        </p>
      )}
    </AskDialog>
  );
}
