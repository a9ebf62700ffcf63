const paths = {
  pause: 'M5 3.5v9M11 3.5v9',
  play: 'M5 3.2v9.6l7.6-4.8z',
  folder: 'M1.8 4.2v8.2h12.4V5.6H8L6.6 4.2z',
  power: 'M8 2v5.4M4.6 4.2a5 5 0 1 0 6.8 0',
  window: 'M2 3h12v10H2zM2 6h12',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6M13.2 2v3h-3',
  chevron: 'M4 6l4 4 4-4',
  warning: 'M8 2.2l6.3 11H1.7zM8 6.4v3.2M8 11.4v.2',
  keyboard: 'M1.5 4.5h13v7.5h-13zM4 7h.2M6.6 7h.2M9.2 7h.2M11.8 7h.2M5 9.6h6',
  table: 'M2 3h12v10H2zM2 6.4h12M2 9.8h12M6.4 3v10',
  chart: 'M2.5 13.5h11M4.5 11V7.5M8 11V3.5M11.5 11V5.5',
  close: 'M4 4l8 8M12 4l-8 8',
  sort: 'M8 3v10M4.5 9.5L8 13l3.5-3.5',
  copy: 'M5.5 5.5h7.5v8h-7.5zM3 10.5v-8h7.5',
  plug: 'M5.5 2v3.5M10.5 2v3.5M3.8 5.5h8.4v2.3a4.2 4.2 0 0 1-8.4 0zM8 12v2.2',
  search: 'M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM9.9 9.9L13.5 13.5',
  text: 'M2.5 4h11M2.5 7h8M2.5 10h11M2.5 13h5',
  agent: 'M5 5.5h6v6H5zM8 3v2.5M8 11.5V14M3 8.5h2M11 8.5h2M6.9 8.2v.4M9.1 8.2v.4',
  back: 'M10 3.5L5.5 8l4.5 4.5',
  up: 'M8 13V3.5M4.5 7L8 3.5 11.5 7',
  down: 'M8 3v9.5M4.5 9L8 12.5 11.5 9',
  same: 'M3.5 6.2h9M3.5 9.8h9',
  sliders:
    'M2.5 4.5h5.8M12.2 4.5h1.3M2.5 8h1.3M7.2 8h6.3M2.5 11.5h4.8M11.2 11.5h2.3M10.2 3a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3zM5.5 6.5a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3zM9.2 10a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3z',
  timeline: 'M2 4.5h6M5 8h9M3.5 11.5h5M11 11.5h2.5',
  previous: 'M10 4L6 8l4 4',
  next: 'M6 4l4 4-4 4',
  plus: 'M8 3.5v9M3.5 8h9',
  minus: 'M3.5 8h9',
  flask: 'M6.2 2h3.6M6.8 2v4.2L3 12.6c-.3.7.1 1.4.9 1.4h8.2c.8 0 1.2-.7.9-1.4L9.2 6.2V2M5 10h6',
  terminal: 'M1.8 3h12.4v10H1.8zM4.4 6l2.2 2-2.2 2M8.2 10.2h3.2',
  history: 'M3.2 8a4.9 4.9 0 1 0 1.6-3.6M3 2.6v2.6h2.6M8 5.4V8l1.9 1.4',
  lock: 'M4 7.2h8v6H4zM5.6 7V5a2.4 2.4 0 0 1 4.8 0v2',
  pen: 'M3 13l.7-3 6.9-6.9 2.3 2.3L6 12.3z',
  panel: 'M2 3h12v10H2zM6.2 3v10',
  eye: 'M1.5 8s2.4-4.5 6.5-4.5S14.5 8 14.5 8s-2.4 4.5-6.5 4.5S1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 1 1 0-3.6z',
} as const;

export type IconName = keyof typeof paths;

/** A 16-unit line icon; decoration only, the words beside it or on its button carry the meaning. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

/** The mark of Hivebar. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path className="mark-cell" d="M10 1.2l7.6 4.4v8.8L10 18.8l-7.6-4.4V5.6z" />
      <path className="mark-bars" d="M6.5 12.8V10M10 12.8V6.4M13.5 12.8V8.6" />
    </svg>
  );
}
