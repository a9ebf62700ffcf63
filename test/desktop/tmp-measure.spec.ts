import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from './fixtures.ts';
import { expect } from '@playwright/test';
test('measure', async ({ start, display }) => {
  test.setTimeout(400_000);
  const app = await start({ settings: { recording: { pollMs: 250, screenText: true, idleAfterMs: 3_600_000 } } });
  await expect.poll(async () => (await app.status()).overall).toBe('recording');
  const pid = app.electronApp.process().pid!;
  const cpu = () => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) * 10; };
  const metrics = () => app.electronApp.evaluate(({ app: a }) => a.getAppMetrics().map((m) => `${m.type}${m.name ? '/' + m.name : ''} ${Math.round(m.memory.workingSetSize / 1024)}`).join(', '));
  const lag = () => app.electronApp.evaluate(async () => { const { monitorEventLoopDelay } = (process as any).mainModule.require('node:perf_hooks'); const h = monitorEventLoopDelay({ resolution: 5 }); h.enable(); (globalThis as any).h = h; });
  const lagOut = () => app.electronApp.evaluate(() => { const h = (globalThis as any).h; return { p99: h.percentile(99) / 1e6, max: h.max / 1e6 }; });
  console.log('before', await metrics());
  const kids = [];
  await lag();
  let n = 0;
  for (const [geo, file] of [['80x24', 'docs/recording.md'], ['160x55', 'docs/architecture.md'], ['200x60', 'docs/formats/otlp.md'], ['80x24', 'README.md']]) {
    const c0 = cpu(); const t0 = Date.now(); n++;
    kids.push(spawn('xterm', ['-T', `${geo} ${file}`, '-geometry', `${geo}+10+10`, '-e', 'sh', '-c', `fold -s -w 78 ${file} | head -58; sleep 600`], { env: { ...process.env, DISPLAY: display.name }, stdio: 'ignore' }));
    await expect.poll(async () => { await display.pressKey('Shift_L'); return (await app.status()).sources.find((s) => s.name === 'screen-text')?.counters['texts']; }, { timeout: 60_000 }).toBe(n);
    console.log(geo, 'wall', Date.now() - t0, 'cpu main ms', cpu() - c0, await metrics());
  }
  await expect.poll(async () => (await app.query(`SELECT count() AS n FROM seq.mem_events WHERE kind='ocr'`))[0]?.['n']).toBe('4');
  console.log(await app.query(`SELECT subject, JSONExtractInt(payload,'took_ms') AS took, JSONExtractInt(payload,'confidence') AS conf, length(JSONExtractString(payload,'text')) AS len, substring(JSONExtractString(payload,'text'),1,160) AS t FROM seq.mem_events WHERE kind='ocr' ORDER BY ts_ms`));
  console.log('lag', await lagOut());
  console.log('part', (await app.status()).sources.find((s) => s.name === 'screen-text'));
  const c1 = cpu(); 
  await expect.poll(async () => (await app.electronApp.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((w) => w.webContents.getURL().includes('picture')).length)), { timeout: 200_000, intervals: [2000] }).toBe(0);
  console.log('rested', await metrics(), cpu() - c1);
  for (const kid of kids) kid.kill();
});
