import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react';

export interface MenuItem<Key extends string> {
  readonly key: Key;
  readonly label: string;
}

interface MenuButtonProps<Key extends string> {
  readonly label: ReactNode;
  readonly className?: string;
  readonly testId: string;
  readonly items: readonly MenuItem<Key>[];
  readonly onChoose: (key: Key) => void;
  /** Given to whoever opens the menu from the keyboard. */
  readonly buttonRef?: RefObject<HTMLButtonElement | null>;
}

/** A button that opens a menu: arrows, Home, End move, Enter chooses, Esc and a click elsewhere close. */
export function MenuButton<Key extends string>(props: MenuButtonProps<Key>) {
  const { label, className = 'button', testId, items, onChoose, buttonRef } = props;
  const [open, setOpen] = useState(false);
  const ownRef = useRef<HTMLButtonElement>(null);
  const button = buttonRef ?? ownRef;
  const frame = useRef<HTMLDivElement>(null);
  const menuId = useId();

  useEffect(() => {
    if (!open) return;
    frame.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    function closeOutside(event: MouseEvent): void {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) setOpen(false);
    }
    // A popover that hides on losing the focus must not come back with its menu open.
    const closeUnfocused = () => setOpen(false);
    document.addEventListener('mousedown', closeOutside);
    window.addEventListener('blur', closeUnfocused);
    return () => {
      document.removeEventListener('mousedown', closeOutside);
      window.removeEventListener('blur', closeUnfocused);
    };
  }, [open]);

  function close(): void {
    setOpen(false);
    button.current?.focus();
  }

  return (
    <div className="menu-frame" ref={frame}>
      <button
        ref={button}
        type="button"
        className={className}
        data-testid={testId}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menuId : undefined}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      {open && (
        <div id={menuId} className="menu" role="menu" onKeyDown={(event) => moveFocus(event, close)}>
          {items.map((item) => (
            <button
              key={item.key}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className="menu-item"
              data-testid={`${testId}-${item.key}`}
              onClick={() => {
                close();
                onChoose(item.key);
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const index = items.findIndex((item) => item === document.activeElement);
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: (index + 1) % items.length,
    ArrowUp: (index + items.length - 1) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const target = targets[event.key];
  if (target !== undefined) {
    event.preventDefault();
    items[target]?.focus();
  } else if (event.key === 'Escape') {
    // The page closes on Esc too; here it closes the menu alone.
    event.stopPropagation();
    close();
  } else if (event.key === 'Tab') {
    close();
  }
}
