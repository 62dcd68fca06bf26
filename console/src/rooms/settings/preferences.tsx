import { useMutation, useQueryClient } from '@tanstack/react-query';
import { changePreferences, type Preferences } from '../../api/profile.ts';
import { Checkbox, SelectField } from '../../ui/fields.tsx';
import { sentenceOf } from '../../ui/surfaces.tsx';
import { say } from '../../ui/toast.tsx';

const architectures = [
  ['lstm_autoencoder', 'LSTM autoencoder'],
  ['gru_predictor', 'GRU predictor'],
  ['sentinel', 'Sentinel'],
] as const;
const zones = Intl.supportedValuesOf('timeZone');

/** Each change is kept at once: there is nothing to send, and nothing to forget to send. */
export function PreferencesForm({ preferences }: { preferences: Preferences }) {
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: changePreferences,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['profile'] }),
    onError: (error) => say(sentenceOf(error), 'danger'),
  });
  const shown = { ...preferences, ...(change.isPending && change.variables) };
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <Checkbox
          label="Notify me outside of this console"
          checked={shown.notifications_enabled}
          onChange={(e) => change.mutate({ notifications_enabled: e.target.checked })}
        />
        <Checkbox
          label="By mail, too, not only on my phone"
          disabled={!shown.notifications_enabled}
          checked={shown.notifications_enabled && shown.email_notifications}
          onChange={(e) => change.mutate({ email_notifications: e.target.checked })}
        />
        <p className="text-quiet text-xs">
          The inbox keeps everything all the same, and what concerns the safety of your account is always mailed.
        </p>
      </div>
      <SelectField
        label="Architecture to start with"
        value={shown.default_architecture ?? ''}
        onChange={(e) =>
          change.mutate({ default_architecture: (e.target.value || null) as Preferences['default_architecture'] })
        }
        hint="Taken where a training is started without naming one."
      >
        <option value="">No preference</option>
        {architectures.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Time zone"
        value={shown.timezone}
        onChange={(e) => change.mutate({ timezone: e.target.value })}
      >
        {[...new Set(['UTC', shown.timezone, ...zones])].map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </SelectField>
    </div>
  );
}
