/** The assistant of the nodes door: answers about live nodes, and actions a person may apply. */
export type { Envelope, Info, Leaf, Multiple, Proposal, Reply, Step } from './schema.ts';
export { type Asked, createNodesAssistant, type NodesAssistant, type NodesAssistantDeps } from './service.ts';
