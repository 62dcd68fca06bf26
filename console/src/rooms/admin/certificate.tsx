import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Certificate, uploadCertificate } from '../../api/node-settings.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/fields.tsx';
import { ago, date } from '../../ui/format.ts';
import { Lamp } from '../../ui/lamp.tsx';
import { Failure, Notice, Panel } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';

const SOON_MS = 30 * 86_400_000;

/** The certificate that nodes and browsers see on the door's own port, and how to put another one in its place. */
export function CertificatePanel({ certificate }: { certificate: Certificate }) {
  const { subject, issuer, is_self_signed, not_before, not_after, fingerprint, names, in_use } = certificate;
  const left = new Date(not_after).getTime() - Date.now();
  return (
    <Panel title="TLS certificate">
      <div className="flex flex-col gap-5">
        {!in_use && (
          <Notice>
            It is not used: something in front of this server speaks TLS, and has a certificate of its own.
          </Notice>
        )}
        <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-sm [&_dd]:[overflow-wrap:anywhere] [&_dt]:text-quiet">
          <dt>For</dt>
          <dd>{subject}</dd>
          <dt>By</dt>
          <dd>{is_self_signed ? 'Itself: nodes have to be told to trust it' : issuer}</dd>
          <dt>Names</dt>
          <dd>{names.map(shortName).join(', ')}</dd>
          <dt>Good</dt>
          <dd>
            <span className="inline-flex items-center gap-2">
              <Lamp tone={left < 0 ? 'danger' : left < SOON_MS ? 'caution' : 'clear'} />
              {date(not_before)} to {date(not_after)}
              {left < SOON_MS && `, ${left < 0 ? 'over' : 'ends'} ${ago(not_after)}`}
            </span>
          </dd>
          <dt>Fingerprint</dt>
          <dd className="font-mono text-xs leading-5">{fingerprint}</dd>
        </dl>
        <details className="rounded-md border border-rule px-4 py-3">
          <summary className="rounded font-medium text-sm">Use another certificate</summary>
          <Upload />
        </details>
      </div>
    </Panel>
  );
}

/** An IPv6 address as people write it: ::1 */
function shortName(name: string): string {
  const url = name.includes(':') && URL.canParse(`http://[${name}]`) ? new URL(`http://[${name}]`) : undefined;
  return url ? url.hostname.slice(1, -1) : name;
}

function Upload() {
  const [cert, setCert] = useState('');
  const [key, setKey] = useState('');
  const queries = useQueryClient();
  const upload = useMutation({
    mutationFn: () => uploadCertificate(cert, key),
    onSuccess: async () => {
      say('New connections see the new certificate.');
      setCert('');
      setKey('');
      await queries.invalidateQueries({ queryKey: ['node-settings', 'tls'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    upload.mutate();
  };
  return (
    <form onSubmit={submit} className="mt-4 flex flex-col gap-5">
      {upload.error && <Failure error={upload.error} />}
      <TextArea
        label="Certificate"
        required
        rows={5}
        spellCheck={false}
        placeholder="-----BEGIN CERTIFICATE-----"
        value={cert}
        onChange={(event) => setCert(event.target.value)}
        hint="PEM, with the chain behind it."
      />
      <TextArea
        label="Private key"
        required
        rows={5}
        spellCheck={false}
        autoComplete="off"
        placeholder="-----BEGIN PRIVATE KEY-----"
        value={key}
        onChange={(event) => setKey(event.target.value)}
        hint="PEM, without a passphrase. It is never shown again."
      />
      <div>
        <Button type="submit" look="lever" busy={upload.isPending}>
          Use this certificate
        </Button>
      </div>
    </form>
  );
}
