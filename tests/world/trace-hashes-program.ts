/** Prints the hashes of as many seeds as the argument says. */
import { hashesOf } from './trace-hashes.ts';

process.stdout.write(JSON.stringify(await hashesOf(Number(process.argv[2]))));
