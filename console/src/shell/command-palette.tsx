import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { setSession } from '../api/session.ts';
import { places } from './places.ts';
import { chooseTheme } from './theme.ts';

const item =
  'flex cursor-pointer items-center justify-between gap-4 rounded-lg px-3 py-2.5 data-[selected=true]:bg-lever-soft';

/** Everything that can be gone to or done, by typing a few letters of it. */
export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const act = (work: () => void) => () => {
    onClose();
    work();
  };
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      label="Find or do"
      overlayClassName="fixed inset-0 z-40 bg-black/45"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[min(560px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-panel border border-rule bg-panel shadow-2xl"
    >
      <Command.Input
        placeholder="Where to, or what to do?"
        className="w-full border-rule border-b bg-transparent px-5 py-4 text-base outline-none placeholder:text-faint"
      />
      <Command.List className="max-h-[50vh] overflow-y-auto p-2">
        <Command.Empty className="px-3 py-6 text-center text-quiet">Nothing by that name.</Command.Empty>
        <Command.Group
          heading="Go to"
          className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-quiet [&_[cmdk-group-heading]]:text-xs"
        >
          {places.map((place) => (
            <Command.Item
              key={place.to}
              keywords={[place.about]}
              className={item}
              onSelect={act(() => navigate({ to: place.to }))}
            >
              <span>
                {place.name} <span className="text-quiet text-sm">{place.about}</span>
              </span>
              <kbd className="hidden font-mono text-quiet text-xs sm:inline">{place.keys}</kbd>
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group
          heading="Do"
          className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-quiet [&_[cmdk-group-heading]]:text-xs"
        >
          <Command.Item className={item} onSelect={act(() => chooseTheme('light'))}>
            Light room
          </Command.Item>
          <Command.Item className={item} onSelect={act(() => chooseTheme('dark'))}>
            Dark room
          </Command.Item>
          <Command.Item className={item} onSelect={act(() => chooseTheme('system'))}>
            Light or dark as the system has it
          </Command.Item>
          <Command.Item className={item} onSelect={act(() => open('/ml/docs/', '_blank', 'noopener'))}>
            Read the API reference
          </Command.Item>
          <Command.Item className={item} onSelect={act(() => setSession(undefined))}>
            Sign out
          </Command.Item>
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}
