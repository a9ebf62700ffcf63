import { lazy, Suspense } from 'react';
import { useSession } from '../data/session.ts';
import { Skeleton } from '../ui/skeleton.tsx';

/** Editor and grid are as large as the rest of the window together: they are loaded when somebody goes there. */
const Console = lazy(async () => ({ default: (await import('./console.tsx')).Console }));

export function ConsolePlace() {
  const { calls } = useSession();
  return (
    <Suspense fallback={<Skeleton rows={8} />}>
      <Console platform={calls.platform} />
    </Suspense>
  );
}
