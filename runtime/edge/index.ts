export {
  type BuildOptions,
  buildEdgeBinary,
  type EdgeBinary,
  type EdgeBinaryOptions,
  type EdgeTarget,
  prepareEdgeRuntime,
} from './build.ts';
