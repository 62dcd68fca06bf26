export { createFolderStorage, type FolderStorageOptions } from './folder.ts';
export type { Storage } from './types.ts';
