import { mount } from '../ui/mount.tsx';
import { Popover } from './popover.tsx';
import './popover.css';

mount(<Popover />);
