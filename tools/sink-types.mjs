/** Writes the declarations of `hivebar/sink`, so that other projects see its types: only what its entry reaches. */
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { repoRoot } from './console.mjs';

/**
 * @param {string} entry relative to the repository
 * @param {string} outDir absolute
 */
export function writeSinkTypes(entry, outDir) {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(repoRoot, path.dirname(entry), 'tsconfig.json'),
    {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: path.join(repoRoot, 'app'),
      outDir,
    },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  if (config === undefined) throw new Error(`${entry} has no tsconfig.json.`);
  const program = ts.createProgram([path.join(repoRoot, entry)], config.options);
  const diagnostics = ts.getPreEmitDiagnostics(program);
  if (diagnostics[0] !== undefined) fail(diagnostics[0]);
  program.emit(undefined, (file, text) => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    // The compiler leaves the extensions of the sources in; beside declarations they would name nothing.
    fs.writeFileSync(file, text.replaceAll(/(from '|import\(')(\.[^']+)\.ts'/g, "$1$2.js'"));
  });
}

/** @param {ts.Diagnostic} diagnostic */
function fail(diagnostic) {
  throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
}
