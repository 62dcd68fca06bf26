import type { Tunnel } from '../../api/tunnels.ts';
import { Lamp, type Tone } from '../../ui/lamp.tsx';

const looks: Record<Tunnel['status'], { tone: Tone; word: string }> = {
  active: { tone: 'clear', word: 'Active' },
  pending: { tone: 'caution', word: 'Pending' },
  error: { tone: 'danger', word: 'Error' },
  disabled: { tone: 'idle', word: 'Off' },
};

export const statusWord = (status: Tunnel['status']) => looks[status].word;

export function TunnelStatus({ status }: { status: Tunnel['status'] }) {
  const { tone, word } = looks[status];
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap font-medium text-sm">
      <Lamp tone={tone} />
      {word}
    </span>
  );
}
