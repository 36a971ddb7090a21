import { UsageError } from '../cli/command.ts';

/**
 * npm takes options that stand before `--` for its own: `npm run update --dry-run` starts the command without it, which
 * would then do what was only to be tried. npm leaves a trace of such an option in the environment.
 *
 * @throws {UsageError} with what to type instead
 */
export function refuseSwallowed(command: string, options: string[], environment = process.env): void {
  for (const option of options) {
    const value = environment[`npm_config_${option.replaceAll('-', '_')}`];
    if (!value) continue;
    throw new UsageError(
      `npm has kept --${option} for itself: options go behind --, as in npm run ${command} -- --${option}`,
    );
  }
}
