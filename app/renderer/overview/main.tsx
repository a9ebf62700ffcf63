import { mount } from '../ui/mount.tsx';
import { Overview } from './overview.tsx';
import '../charts/charts.css';
import './overview.css';

mount(<Overview />);
