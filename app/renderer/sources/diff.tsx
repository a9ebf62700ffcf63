import { type DiffLine } from '../../contract/connect.ts';

const marks: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', removed: '−', added: '+', gap: '…' };
const words: Readonly<Record<DiffLine['kind'], string>> = { same: '', removed: 'removed: ', added: 'added: ', gap: '' };

/** The lines of a file that change, with some around them. Can be scrolled, so it can be focused. */
export function Diff({ file, lines }: { file: string; lines: readonly DiffLine[] }) {
  return (
    <figure className="diff">
      <figcaption className="path">{file}</figcaption>
      <div
        className="diff-lines"
        role="region"
        aria-label={`Lines that change in ${file}`}
        tabIndex={0}
        data-testid="diff"
      >
        {lines.map(({ kind, text }, index) => (
          <div key={index} className={`diff-line diff-${kind}`}>
            <span aria-hidden="true">{marks[kind]}</span>
            {words[kind] !== '' && <span className="visually-hidden">{words[kind]}</span>}
            <code>{kind === 'gap' ? '' : text}</code>
          </div>
        ))}
      </div>
    </figure>
  );
}
