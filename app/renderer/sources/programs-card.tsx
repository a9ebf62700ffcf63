import { type ReactNode } from 'react';
import { type Endpoints } from '../../contract/connect.ts';
import { type PartHealth } from '../../contract/health.ts';
import { type LiveView } from '../data/live-view.ts';
import { Card } from '../ui/card.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { langGraphSnippet, openTelemetrySnippet } from './snippets.ts';
import { SourceRows } from './sources-card.tsx';

interface ProgramsCardProps {
  readonly endpoints: LiveView<Endpoints>;
  readonly programs: readonly PartHealth[];
}

/** Programs that report by themselves: what came from them, and how another one is led here. */
export function ProgramsCard({ endpoints, programs }: ProgramsCardProps) {
  if (endpoints.state === 'failed') return null;
  return (
    <Card title="Your own programs" note="Anything with OpenTelemetry, LangGraph or LangChain" testId="programs">
      {programs.length > 0 && <SourceRows parts={programs} />}
      {endpoints.state === 'loading' ? <Skeleton rows={4} /> : <Ways endpoints={endpoints.value} />}
    </Card>
  );
}

/** The addresses of this Hivebar, and texts that lead a program to them. */
export function Ways({ endpoints, children }: { endpoints: Endpoints; children?: ReactNode }) {
  return (
    <>
      <dl className="addresses">
        <Address name="OTLP over HTTP" address={endpoints.otlpUrl} testId="otlp-url" />
        <Address name="Unix socket" address={endpoints.socketPath} testId="socket-path" />
        {children}
      </dl>
      <div className="snippets">
        <Snippet title="OpenTelemetry, by the environment" text={openTelemetrySnippet(endpoints)} />
        <Snippet title="LangGraph and LangChain, in TypeScript" text={langGraphSnippet} />
      </div>
    </>
  );
}

export function Address({ name, address, testId }: { name: string; address: string | null; testId: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {address === null ? (
          <span className="source-state">Not open</span>
        ) : (
          <>
            <code className="path" data-testid={testId}>
              {address}
            </code>
            <CopyButton text={address} what={name} />
          </>
        )}
      </dd>
    </div>
  );
}

/** A text to be copied into a file or a terminal. */
export function Snippet({ title, text }: { title: string; text: string }) {
  return (
    <figure className="snippet">
      <figcaption>
        <span>{title}</span>
        <CopyButton text={text} what={title} />
      </figcaption>
      <pre tabIndex={0} role="region" aria-label={title}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}
