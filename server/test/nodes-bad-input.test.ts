import { nodesDoor } from './support/nodes-objects.ts';
import { walkBadInput } from './support/walk-bad-input.ts';

await walkBadInput(nodesDoor);
