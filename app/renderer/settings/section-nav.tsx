/** The sections of the settings, in their order. */
export const sections = [
  { name: 'recording', label: 'Recording' },
  { name: 'storage', label: 'Storage' },
  { name: 'prices', label: 'Model prices' },
  { name: 'budgets', label: 'Budgets' },
  { name: 'agents', label: 'Agents' },
  { name: 'always-on', label: 'Always-on agent' },
  { name: 'endpoints', label: 'Endpoints' },
  { name: 'database', label: 'Database' },
  { name: 'general', label: 'General' },
  { name: 'diagnostics', label: 'Diagnostics' },
] as const;

export type SectionName = (typeof sections)[number]['name'];

interface SectionNavProps {
  readonly section: SectionName;
  readonly onGo: (section: SectionName) => void;
}

export function SectionNav({ section, onGo }: SectionNavProps) {
  return (
    <nav className="section-nav" aria-label="Settings">
      {sections.map(({ name, label }) => (
        <button
          key={name}
          type="button"
          className="section-link"
          aria-current={name === section ? 'true' : undefined}
          data-testid={`settings-${name}`}
          onClick={() => onGo(name)}
        >
          {label}
        </button>
      ))}
    </nav>
  );
}
