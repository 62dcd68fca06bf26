import { invalid } from '../../platform/errors.ts';
import { type EquipmentType, equipmentTypes, type NewDatasetFields } from './schema.ts';

const LONGEST_NAME = 255;
const LONGEST_PLACE = 255;
const MOST_METADATA = 50;
const LONGEST_METADATA_NAME = 100;
const LONGEST_METADATA = 4000;

export type CheckedFields = {
  name: string;
  equipmentType: EquipmentType;
  location: string | null;
  unit: string | null;
  metadata: Record<string, string | string[]>;
};

/** Checks what was sent beside the file. @throws invalid naming the field */
export function checkFields(fields: NewDatasetFields): CheckedFields {
  const name = text('name', fields.name, LONGEST_NAME);
  if (name === null) throw wrong('name', 'is required');
  const equipmentType = text('equipment_type', fields.equipmentType, LONGEST_NAME);
  if (equipmentType === null) throw wrong('equipment_type', 'is required');
  if (!isEquipmentType(equipmentType)) throw wrong('equipment_type', `must be one of ${equipmentTypes.join(', ')}`);
  return {
    name,
    equipmentType,
    location: text('location', fields.location, LONGEST_PLACE),
    unit: text('unit', fields.unit, LONGEST_PLACE),
    metadata: checkMetadata(fields.metadata ?? {}),
  };
}

function checkMetadata(sent: Record<string, string>): CheckedFields['metadata'] {
  const entries = Object.entries(sent);
  if (entries.length > MOST_METADATA) throw wrong('metadata', `may have at most ${MOST_METADATA} fields`);
  return Object.fromEntries(
    entries.map(([field, value]) => {
      if (field.length > LONGEST_METADATA_NAME) throw wrong(field.slice(0, 40), 'is too long a name for a field');
      const kept = text(field, value, LONGEST_METADATA) ?? '';
      return [field, field === 'tags' ? tagsOf(kept) : kept];
    }),
  );
}

function tagsOf(list: string): string[] {
  return list
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
}

function text(field: string, value: string | undefined, longest: number): string | null {
  if (value === undefined) return null;
  if (value.includes('\0') || !value.isWellFormed()) throw wrong(field, 'holds characters that are not allowed');
  const trimmed = value.trim();
  if (trimmed.length > longest) throw wrong(field, `may have at most ${longest} characters`);
  return trimmed === '' ? null : trimmed;
}

function isEquipmentType(name: string): name is EquipmentType {
  return (equipmentTypes as readonly string[]).includes(name);
}

function wrong(field: string, problem: string) {
  return invalid(`'${field}' ${problem}`, { code: 'VALIDATION_ERROR', details: [{ field, problem }] });
}
