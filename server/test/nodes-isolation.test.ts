import { nodesDoor } from './support/nodes-objects.ts';
import { walkIsolation } from './support/walk-isolation.ts';

await walkIsolation(nodesDoor);
