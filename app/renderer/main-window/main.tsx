import { mount } from '../ui/mount.tsx';
import { MainWindow } from './main-window.tsx';
import '../charts/charts.css';
import '../overview/overview.css';
import '../agents/agents.css';
import '../agents/thread.css';
import '../errors/errors.css';
import '../sources/sources.css';
import '../sources/change-dialog.css';
import '../search/search.css';
import '../settings/settings.css';
import '../welcome/welcome.css';
import '../backup/backup.css';
import '../budgets/budgets.css';
import '../prices/prices.css';
import '../ui/work-strip.css';
import './main-window.css';

mount(<MainWindow />);
