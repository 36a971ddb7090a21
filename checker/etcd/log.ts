import { type LogLevel, logLevels } from './flags.ts';

export type Log = (level: LogLevel, line: string) => void;

/** One line on the error output for whatever is as grave as asked for. */
export function createLog(least: LogLevel): Log {
  return (level, line) => {
    if (logLevels.indexOf(level) > logLevels.indexOf(least)) return;
    process.stderr.write(`${new Date().toISOString()} ${level.padEnd(5)} ${line}\n`);
  };
}
