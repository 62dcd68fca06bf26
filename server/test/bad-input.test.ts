import { mlDoor } from './support/ml-objects.ts';
import { walkBadInput } from './support/walk-bad-input.ts';

await walkBadInput(mlDoor);
