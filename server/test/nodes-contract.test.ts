import { nodesDoor } from './support/nodes-objects.ts';
import { walkContract } from './support/walk-contract.ts';

await walkContract(nodesDoor);
