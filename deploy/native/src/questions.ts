import type { ChildProcess } from 'node:child_process';

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Questions to a child process and their answers, over Node's channel between parent and child. */
export class Questions {
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  ask<T>(child: ChildProcess | undefined, question: unknown): Promise<T> {
    if (!child?.connected)
      return Promise.reject(new Error('The process does not run or takes no questions.'));
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as T), reject });
      child.send({ id, question });
    });
  }

  onAnswer(message: unknown): void {
    const { id, value, error } = message as Answer;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(error));
  }

  onEnd(): void {
    for (const { reject } of this.#waiting.values())
      reject(new Error('The process ended before it answered.'));
    this.#waiting.clear();
  }
}

/** The child's side: answers every question with what `answer` resolves to. */
export function answerQuestions(answer: (question: unknown) => Promise<unknown>): void {
  process.on('message', (message) => {
    const { id, question } = message as { id: number; question: unknown };
    answer(question).then(
      (value) => process.send?.({ id, value } satisfies Answer),
      (error: unknown) =>
        process.send?.({
          id,
          error: error instanceof Error ? error.message : 'unknown',
        } satisfies Answer),
    );
  });
}
