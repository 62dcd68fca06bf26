import { mlDoor } from './support/ml-objects.ts';
import { walkIsolation } from './support/walk-isolation.ts';

await walkIsolation(mlDoor);
