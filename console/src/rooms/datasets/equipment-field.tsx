import { SelectField } from '../../ui/fields.tsx';
import { equipment } from '../../ui/words.ts';

/** What kind of machine a dataset's readings come from. */
export function EquipmentField({ value, onChange }: { value: string; onChange(value: string): void }) {
  return (
    <SelectField
      label="Equipment"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      hint="What the sensors sit on."
    >
      {Object.entries(equipment).map(([type, name]) => (
        <option key={type} value={type}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
