import { mlDoor } from './support/ml-objects.ts';
import { walkContract } from './support/walk-contract.ts';

await walkContract(mlDoor);
