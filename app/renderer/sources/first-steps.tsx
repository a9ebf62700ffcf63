/** What a person does first, as long as no agent has been connected. */
export function FirstSteps() {
  return (
    <section className="card first-steps" aria-labelledby="first-steps-title" data-testid="first-steps">
      <h2 id="first-steps-title">See what your agents do</h2>
      <p>
        Hivebar receives the telemetry of your agents on this machine, and sends nothing anywhere. It needs no proxy and
        no change to how you start them.
      </p>
      <ol>
        <li>
          <strong>Connect an agent.</strong> You see the exact lines that change in its settings file first; a copy of
          the file is kept, and one click takes them back.
        </li>
        <li>
          <strong>Start a session.</strong> Its calls, costs, tools and failures appear on the overview within seconds.
        </li>
        <li>
          <strong>Import past sessions,</strong> if you like: the files that agents keep on this machine hold your last
          weeks.
        </li>
      </ol>
    </section>
  );
}
