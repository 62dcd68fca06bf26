import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { healthQuery } from '../../api/nodes.ts';
import { CopyText } from '../../ui/copy.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Notice } from '../../ui/surfaces.tsx';
import { managerBlock, nodeAddress } from './configuration.ts';

/** A registration token, this once, and how to give it to the program on the other side. */
export function Registration({ token, type }: { token: string; type: string }) {
  const [generation, setGeneration] = useState<'new' | 'old'>('new');
  // A server that does not say is taken for one that nodes do not trust by themselves.
  const isSelfSigned = useQuery(healthQuery).data?.self_signed_cert ?? true;
  const address = nodeAddress(location);
  const newest = type === 'relay' ? 'relay 0.5 or newer' : 'edge 0.31 or newer';
  const oldest = type === 'relay' ? 'older relay' : 'older edge';
  return (
    <div className="flex flex-col gap-5">
      <Notice tone="caution">
        The token is shown this once and is good for one registration. Whoever has it can register as this node.
      </Notice>
      <CopyText label="Registration token" text={token} secret />
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h3 className="text-base">On the node</h3>
          <Segments
            legend="Version of the program"
            value={generation}
            onChange={setGeneration}
            choices={[
              { value: 'new', title: newest },
              { value: 'old', title: oldest },
            ]}
          />
        </div>
        <ol className="flex list-decimal flex-col gap-3 pl-5 text-sm marker:text-quiet">
          <li>
            Put this into its configuration file.
            <div className="mt-2">
              <CopyText
                label="Part of the configuration"
                text={managerBlock(address, token, isSelfSigned, generation)}
              />
            </div>
          </li>
          {isSelfSigned && (
            <li>
              This server's certificate signs itself, so the program also has to be allowed to trust it, by its
              environment.
              <div className="mt-2">
                <CopyText label="Environment" text="BILBYCAST_ALLOW_INSECURE=1" />
              </div>
            </li>
          )}
          <li>
            Start it. It registers within seconds, keeps the credentials it is given, connects again with them, and
            turns “Online” here.
          </li>
        </ol>
        <p className="text-quiet text-sm">
          The address has to be reachable from the node: only <code className="font-mono text-xs">wss://</code> is
          taken. If the port or the name is another one from outside, change it.
        </p>
      </div>
    </div>
  );
}
