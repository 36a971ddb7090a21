import { parseArgs } from 'node:util';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { readingArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { runProgram } from './program.ts';

const command: Command = {
  name: 'deploy',
  summary: 'the odometer: how far one nginx.yaml gets on your code',
  help: `
npm run deploy                     on what you have built so far

  -- --solutions                   on the reference instead of your code

An API server is started on a store of its own, nginx.yaml goes in by its door, and what lies in the store then says how
far it got. Nothing is left behind. Lower lessons that do not pass yet are the reference's.`,
  async run(args) {
    refuseSwallowed('deploy', ['solutions']);
    readingArguments(() => parseArgs({ args, options: { solutions: { type: 'boolean' } } }));
    return runProgram({ name: 'deploy', layers: ['kv-store', 'wal', 'raft', 'revisions', 'api-server'] }, args);
  },
};

export default command;
