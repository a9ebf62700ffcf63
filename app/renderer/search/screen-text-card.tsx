import { Card } from '../ui/card.tsx';
import { ScreenTextSwitch } from './screen-text-switch.tsx';

/** Whether the text in windows is read, where somebody searches for it. */
export function ScreenTextCard() {
  return (
    <Card title="Screen text" testId="screen-text">
      <ScreenTextSwitch />
    </Card>
  );
}
