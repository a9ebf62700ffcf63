/** What was to be measured does not run here. Thrown rather than returned: it ends the benchmark wherever it happens. */
export class MeasurementFailed extends Error {
  override readonly name = 'MeasurementFailed';
}
