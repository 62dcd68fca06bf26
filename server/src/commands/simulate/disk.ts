/** What a node knows of its place at the manager. */
export type Credentials = {
  registrationToken?: string | undefined;
  nodeId?: string | undefined;
  nodeSecret?: string | undefined;
};

/** The config file of a node, as far as its credentials go: it survives the process, memory does not. */
export type Disk = { read(): Credentials; write(credentials: Credentials): void };

/** @param onWrite told of every change, to keep it in a real file */
export function createDisk(initial: Credentials, onWrite?: (credentials: Credentials) => void): Disk {
  let kept = { ...initial };
  return {
    read: () => ({ ...kept }),
    write(credentials) {
      kept = { ...credentials };
      onWrite?.({ ...kept });
    },
  };
}
