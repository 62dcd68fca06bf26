/** A node's own news, for its manager. */
export type NodeEvent = {
  severity: 'info' | 'warning' | 'critical';
  category: string;
  message: string;
  flow_id?: string;
  input_id?: string;
  output_id?: string;
  details?: Record<string, unknown>;
};

/** News that waits for a connection. What does not fit is dropped: the oldest are kept, as in a full channel. */
export function createEventBacklog(capacity: number) {
  let waiting: NodeEvent[] = [];
  return {
    add(event: NodeEvent): void {
      if (waiting.length < capacity) waiting.push(event);
    },
    take(): NodeEvent[] {
      const taken = waiting;
      waiting = [];
      return taken;
    },
  };
}
