import { delugeCommand } from "./deluge-command";

// The program behind `npm run deluge`; scripts/deluge.mjs bundles and starts it.

/** npm runs scripts in the checkout; INIT_CWD is where the person was. */
const cwd = process.env.INIT_CWD ?? process.cwd();

process.exitCode = await delugeCommand(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  env: process.env,
  cwd,
});
