import { join } from 'node:path';
import { app, dialog, globalShortcut, ipcMain, powerMonitor, protocol, session, shell } from 'electron';
import { mcpLaunch } from '../core/connect/mcp-launch.ts';
import { collectDiagnostics } from '../core/diagnostics/collect.ts';
import type { Settings } from '../contract/settings.ts';
import { runtimePath } from '../core/database/runtime-file.ts';
import { startRecorder } from '../core/recorder.ts';
import { answerFromFolder, appScheme } from './app-files.ts';
import { agentCalls } from './agent-calls.ts';
import { alwaysOnCalls, followAgent } from './always-on-calls.ts';
import { setAppMenu } from './app-menu.ts';
import { serveCalls } from './calls.ts';
import { chooseDataDir, makeDataDir } from './data-dir.ts';
import { announceConsole, consoleCalls } from './console-calls.ts';
import { consoleDialogs } from './console-dialogs.ts';
import { forgetCalls } from './forget-calls.ts';
import { closeSession, keepPagesInPlace } from './hardening.ts';
import { appLog, commandLineFile, electronHost, logFile } from './host-electron.ts';
import { rememberIntroduction } from './introduction.ts';
import { jobCalls } from './job-calls.ts';
import { type LaunchOptions, type PageName, readLaunchOptions } from './launch-options.ts';
import { loginItem } from './login-item.ts';
import { chooseModelFile } from './model-file-dialog.ts';
import { electronNotifications } from './notifications-electron.ts';
import { createOverview } from './overview.ts';
import { createPopover } from './popover.ts';
import { popoverShortcut } from './popover-shortcut.ts';
import { quitCleanly } from './quit.ts';
import { screenTextCalls } from './screen-text-calls.ts';
import { settingsCalls } from './settings-calls.ts';
import { claimDataDir } from './single-instance.ts';
import { createTray } from './tray.ts';

type OpenPage = (page: PageName) => void;

/** Exit statuses: 1 could not start, 2 wrong arguments, 70 a bug ended the app. */
const options = readLaunchOptions(process.argv.slice(1), process.cwd());
if (options.ok) prepare(options.value);
else giveUp(options.error, 2);

/** What has to happen before Electron is ready. */
function prepare(launch: LaunchOptions): void {
  const dataDir = makeDataDir(chooseDataDir(launch));
  if (!dataDir.ok) {
    giveUp(dataDir.error, 1);
    return;
  }
  app.setName('Hivebar');
  // The profile of the windows lies with the data, so that two data directories make two separate apps.
  app.setPath('userData', join(dataDir.value, 'windows'));
  app.setPath('sessionData', join(dataDir.value, 'windows'));
  const claim = claimDataDir(app, launch.show);
  if (!claim.ok) {
    giveUp(`Hivebar already runs on ${dataDir.value}; its window was opened.`, 0);
    return;
  }
  app.dock?.hide();
  // Two small windows that change once a second do not earn a GPU process, its memory and its drivers' faults.
  if (process.platform === 'linux') app.disableHardwareAcceleration();
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true } }]);
  void app
    .whenReady()
    .then(() => start(launch, dataDir.value, claim.value))
    .catch((error: unknown) => {
      dialog.showErrorBox('Hivebar could not start', String(error));
      app.exit(1);
    });
}

/** Everything that runs, in the order in which it starts. */
function start(launch: LaunchOptions, dataDir: string, onSecondStart: (open: OpenPage) => void): void {
  const devTools = !app.isPackaged;
  const log = appLog(dataDir, app.isPackaged);
  const notifications = electronNotifications(log);
  const host = electronHost(app, dataDir, log, notifications);
  const { clock } = host;
  log('info', 'Hivebar starts', { version: app.getVersion(), electron: process.versions.electron, demo: launch.demo });

  keepPagesInPlace(app, log);
  closeSession(session.defaultSession, devTools);
  protocol.handle(appScheme, (request) => answerFromFolder(join(app.getAppPath(), 'dist', 'renderer'), request));
  setAppMenu(process.platform, devTools, () => overview.show('settings'));
  const introduction = rememberIntroduction(dataDir, launch.demo, log);

  const recorder = startRecorder(host, { demo: launch.demo });
  const quitting = quitCleanly(app, { stopAll: () => recorder.stop(), clock, log });
  process.on('uncaughtException', (error) => {
    log('error', 'a bug ended the app', { error: error.stack ?? String(error) });
    quitting.quit(70);
  });
  process.on('unhandledRejection', (reason) => {
    log('error', 'an operation failed without anybody noticing', { error: String(reason) });
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    log('warn', 'a helper process of the windows ended', { type, reason, exitCode });
  });
  powerMonitor.on('shutdown', () => quitting.machineShutsDown());

  const iconsDir = join(host.paths.resourcesDir, 'icons');
  const pageDeps = { devTools, clock, log };
  const onPageLeft = () => void recorder.console.leave();
  const overview = createOverview({ dataDir, icon: join(iconsDir, 'app', '256x256.png'), onPageLeft }, pageDeps);
  const popover = createPopover({ trayBounds: () => tray.bounds(), status: () => recorder.status() }, pageDeps);
  notifications.onClick((place) => overview.show(place));
  const openPage: OpenPage = (page) => (page === 'overview' ? overview.show() : popover.show());
  const actions = {
    pause: (length: Parameters<typeof recorder.pause>[0]) => recorder.pause(length),
    resume: () => recorder.resume(),
    pauseAgent: () => void recorder.alwaysOn.pause(),
    resumeAgent: () => void recorder.alwaysOn.resume(),
    openOverview: () => overview.show(),
    openSettings: () => overview.show('settings'),
    showDataFolder: () => void shell.openPath(dataDir),
    quit: () => app.quit(),
    loginItem: loginItem(app),
  };
  const tray = createTray(
    join(iconsDir, 'tray'),
    { status: recorder.status(), agent: recorder.alwaysOn.status().state },
    { onClick: () => popover.toggle(), actions },
  );
  const shortcut = popoverShortcut(globalShortcut, () => popover.toggle(), log);
  const followShortcut = ({ shortcuts }: Settings) => shortcut.set(shortcuts.popover);
  recorder.settings.onChange(followShortcut);
  void recorder.settings.report().then(({ settings }) => {
    if (settings.ok) followShortcut(settings.value);
  });

  serveCalls(
    ipcMain,
    {
      status: () => recorder.status(),
      ask: ({ name, params }) => recorder.ask(name, params),
      pause: ({ length }) => recorder.pause(length).then(() => recorder.status()),
      resume: () => recorder.resume().then(() => recorder.status()),
      retry: () => recorder.retry().then(() => recorder.status()),
      openPlace: ({ place }) => overview.show(place),
      ...agentCalls(recorder.agents),
      ...consoleCalls(recorder.console, consoleDialogs(overview.window)),
      ...screenTextCalls(recorder.screenText),
      ...settingsCalls({
        settings: recorder.settings,
        permissions: host.permissions,
        introduction,
        loginItem: actions.loginItem,
        facts: () => ({
          version: app.getVersion(),
          electron: process.versions.electron,
          dataDir,
          logFile: logFile(dataDir),
          runtimeFile: runtimePath(dataDir),
          popoverShortcut: shortcut.state(),
        }),
        mcpLaunch: () => mcpLaunch({ commandFile: commandLineFile(app), dataDir, host }),
        openFile: (path) => shell.openPath(path),
        showInFolder: (path) => shell.showItemInFolder(path),
        diagnostics: () =>
          collectDiagnostics(host, {
            status: recorder.status(),
            tableSpace: () => recorder.settings.tableSpace(),
          }),
        askForFolder: async () => {
          const { canceled, filePaths } = await dialog.showOpenDialog({
            title: 'Folder for backups',
            buttonLabel: 'Put backups here',
            properties: ['openDirectory', 'createDirectory'],
          });
          return canceled ? undefined : filePaths[0];
        },
        askWhereToSave: async (defaultPath) => {
          const { canceled, filePath } = await dialog.showSaveDialog({ title: 'Save diagnostics', defaultPath });
          return canceled || filePath === '' ? undefined : filePath;
        },
      }),
      ...forgetCalls(recorder.forgetting),
      ...jobCalls(recorder.jobs),
      ...alwaysOnCalls(recorder.alwaysOn, () => chooseModelFile(overview.window())),
      showDataFolder: () => actions.showDataFolder(),
      requestPermission: ({ name }) => host.permissions.request(name),
      quit: () => actions.quit(),
    },
    log,
  );
  announceConsole(recorder.console, overview.window);
  recorder.forgetting.onProgress((progress) => overview.announceForget(progress));
  recorder.onStatus((status) => {
    tray.update(status);
    popover.announce(status);
    overview.announce(status);
  });
  followAgent(recorder.alwaysOn, clock, (status) => {
    tray.updateAgent(status.state);
    popover.announceAgent(status);
    overview.announceAgent(status);
  });
  recorder.jobs.work.onChange((items) => overview.announceWork(items));

  onSecondStart(openPage);
  app.on('activate', () => overview.show());
  // Closing the last window ends nothing: the recorder lives in the menu bar.
  app.on('window-all-closed', () => undefined);
  // Who starts the app by hand wants to see it; a start at login stays in the menu bar.
  const show = launch.show ?? (app.getLoginItemSettings().wasOpenedAtLogin ? 'none' : 'overview');
  if (show !== 'none') openPage(show);
}

function giveUp(message: string, status: number): void {
  if (status === 0) process.stdout.write(`${message}\n`);
  else {
    process.stderr.write(`${message}\n`);
    if (process.platform === 'darwin') dialog.showErrorBox('Hivebar could not start', message);
  }
  app.exit(status);
}
