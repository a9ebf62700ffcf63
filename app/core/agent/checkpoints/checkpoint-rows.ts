/** Rows as they are pushed; the columns are explained in schema/hive/0140-keep-checkpoints.sql. Times without unit: epoch. */

export interface CheckpointRow {
  readonly ts_ms: number;
  readonly thread_id: string;
  readonly checkpoint_ns: string;
  readonly checkpoint_id: string;
  readonly parent_checkpoint_id: string;
  readonly graph_name: string;
  readonly step: number;
  readonly source: string;
  readonly type: string;
  readonly checkpoint: Uint8Array;
  readonly metadata_type: string;
  readonly metadata: Uint8Array;
  readonly channel_versions: Readonly<Record<string, string>>;
  readonly written_us: number;
}

export interface CheckpointValueRow {
  readonly ts_ms: number;
  readonly thread_id: string;
  readonly checkpoint_ns: string;
  readonly channel: string;
  readonly version: string;
  readonly checkpoint_id: string;
  readonly type: string;
  readonly value: Uint8Array;
  readonly written_us: number;
}

export interface CheckpointWriteRow {
  readonly ts_ms: number;
  readonly thread_id: string;
  readonly checkpoint_ns: string;
  readonly checkpoint_id: string;
  readonly task_id: string;
  readonly task_path: string;
  readonly idx: number;
  readonly channel: string;
  readonly type: string;
  readonly value: Uint8Array;
  readonly precedence: number;
}

export interface CheckpointTables {
  readonly 'hive.checkpoints': CheckpointRow;
  readonly 'hive.checkpoint_values': CheckpointValueRow;
  readonly 'hive.checkpoint_writes': CheckpointWriteRow;
}
export type CheckpointTable = keyof CheckpointTables;

/** All tables of checkpoints. What refers to others stands first, so that deleting in this order leaves nothing that lacks a part. */
export const checkpointTables = [
  'hive.checkpoints',
  'hive.checkpoint_writes',
  'hive.checkpoint_values',
] as const satisfies readonly CheckpointTable[];

/** A number or text as it is written in `version`; never equal for two that differ. */
export function versionText(version: number | string): string {
  return JSON.stringify(version);
}

/** Of ordinary writes to one place the first counts, of special ones (negative `idx`) the last. */
export function precedenceOf(idx: number, writtenUs: number): number {
  return idx < 0 ? writtenUs : Number.MAX_SAFE_INTEGER - writtenUs;
}
