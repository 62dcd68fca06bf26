export {
  type Compiled,
  CompileFailed,
  type CompileOptions,
  type Compiler,
  CompilerMissing,
  compile,
  type FindCompilerOptions,
  findCompiler,
  type Target,
} from './compiler.ts';
