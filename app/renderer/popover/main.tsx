import { mount } from '../ui/mount.tsx';
import { Popover } from './popover.tsx';
import '../budgets/budgets.css';
import './popover.css';

mount(<Popover />);
