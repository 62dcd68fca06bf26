/** What the built-in assistant understands, for who says something else. */
export const abilities = [
  'I am the built-in assistant: I understand plain requests such as',
  '- stop the flow X on edge Y; start, restart or delete it; stop all flows on edge Y;',
  '- add an output srt to hub.example.com:9000 named “Hub” to the flow X on edge Y; remove the output Z from the flow X;',
  '- set the latency of the flow X to 300 ms;',
  '- create a flow “News” on edge Y from srt listener 0.0.0.0:9000 to udp 239.1.1.1:5000.',
  'What I propose is shown first and done only when you apply it.',
].join('\n');

export const questions = [
  'I am the built-in assistant: I answer from what the nodes report at this moment. You can ask me',
  '- which nodes are offline, and what is wrong;',
  '- for the status of a node or a flow, and which flows run or stand still;',
  '- for the bitrate of a node or a flow, now or over the last hour or day;',
  '- for the latest events and alarms, of all nodes or one;',
  '- for versions, tunnels and how many nodes there are.',
].join('\n');
