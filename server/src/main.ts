import { findCommand, helpText } from './commands/index.ts';

/*
 * The command line: `node server/src/main.ts <command>`. Each command is loaded when it is asked for.
 */
const [name = 'serve', ...args] = process.argv.slice(2);
const wantsHelp = name === 'help' || [name, ...args].some((argument) => argument === '--help' || argument === '-h');
const command = findCommand(name);

if (wantsHelp) {
  console.log(helpText());
} else if (!command) {
  console.error(`There is no command "${name}".\n\n${helpText()}`);
  process.exitCode = 2;
} else {
  const run = await command.load();
  // Whatever a library still holds open must not keep a stopped program running.
  process.exit(await run(args));
}
