/** Grey lines where `rows` lines of text will stand. */
export function Skeleton({ rows }: { rows: number }) {
  return (
    <div className="skeleton" role="status" aria-label="Loading" data-testid="loading">
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className="skeleton-line" />
      ))}
    </div>
  );
}
