/**
 * The mark of a body that is still to be written. A stub throws it, so that nothing passes by accident
 * and the checker can tell "not begun" from "wrong".
 */
export class Todo extends Error {
  override readonly name = 'Todo';
  readonly code = 'todo';
  readonly exercise: string;

  constructor(exercise: string, task: string) {
    super(`exercise ${exercise} is still to do: ${task}`);
    this.exercise = exercise;
  }
}

/**
 * Stands where your code goes. Replace the whole call.
 *
 * @param exercise the exercise the body belongs to, such as `1.2`
 * @param task what the body must do, in a line
 * @throws {Todo} always
 */
export function todo(exercise: string, task: string): never {
  throw new Todo(exercise, task);
}
