#!/usr/bin/env node
// Our TUF client as a command, for whoever wants to try it against a repository or an independent suite; runs in Node.
//   tuf-cli.ts --metadata-dir DIR init ROOT.json
//   tuf-cli.ts --metadata-dir DIR --metadata-url URL refresh
//   tuf-cli.ts --metadata-dir DIR --metadata-url URL --target-name PATH … --target-base-url URL --target-dir DIR download
// Exit code 0: done; 1: refused, and why on stderr.
import { runTufCommand } from './tuf-command.ts';
import { runUpdate } from './tuf-update.ts';

process.exitCode = await runTufCommand(process.argv.slice(2), runUpdate);
