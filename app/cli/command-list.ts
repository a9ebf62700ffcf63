import type { Command } from './command.ts';
import { agentCommand } from './commands/agent.ts';
import { askCommand } from './commands/ask.ts';
import { backupCommand } from './commands/backup.ts';
import { benchCommand } from './commands/bench.ts';
import { connectCommand } from './commands/connect.ts';
import { doctorCommand } from './commands/doctor.ts';
import { forgetCommand } from './commands/forget.ts';
import { importCommand } from './commands/import.ts';
import { mcpCommand } from './commands/mcp.ts';
import { pricesCommand } from './commands/prices.ts';
import { pushCommand } from './commands/push.ts';
import { queryCommand } from './commands/query.ts';
import { repriceCommand } from './commands/reprice.ts';
import { restoreCommand } from './commands/restore.ts';
import { schemaCommand } from './commands/schema.ts';
import { serveCommand } from './commands/serve.ts';
import { statusCommand } from './commands/status.ts';

/** Every command, in the order in which `--help` lists them. */
export const commands: readonly Command[] = [
  serveCommand,
  statusCommand,
  queryCommand,
  askCommand,
  mcpCommand,
  pushCommand,
  connectCommand,
  importCommand,
  agentCommand,
  pricesCommand,
  repriceCommand,
  forgetCommand,
  backupCommand,
  restoreCommand,
  schemaCommand,
  doctorCommand,
  benchCommand,
];
