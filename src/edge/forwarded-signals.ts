/** What a signal can be sent to. */
export interface Target {
  kill(signal: NodeJS.Signals): boolean;
}

// The terminal gives these to its whole foreground group, so the child has them already and we only wait. To send
// SIGINT on would make it two, and at the second one terraform drops its state.
const waitedFor: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];
// These are sent to one process, and nobody else tells the child.
const forwarded: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP'];

/** Keeps this process alive through a terminal's signals while children run, and hands on the others. */
export class ForwardedSignals {
  readonly #targets = new Set<Target>();
  readonly #wait = () => {};
  readonly #forward = (signal: NodeJS.Signals) => {
    for (const target of this.#targets) target.kill(signal);
  };

  /** Runs `work` with the listeners in place; the listeners are shared by children that run side by side. */
  async during<T>(start: () => { readonly target: Target; readonly end: Promise<T> }): Promise<T> {
    if (this.#running++ === 0) this.#listen();
    let target: Target | undefined;
    try {
      const started = start();
      target = started.target;
      this.#targets.add(target);
      return await started.end;
    } finally {
      if (target !== undefined) this.#targets.delete(target);
      if (--this.#running === 0) this.#unlisten();
    }
  }

  #running = 0;

  #listen(): void {
    for (const signal of waitedFor) process.on(signal, this.#wait);
    for (const signal of forwarded) process.on(signal, this.#forward);
  }

  #unlisten(): void {
    for (const signal of waitedFor) process.off(signal, this.#wait);
    for (const signal of forwarded) process.off(signal, this.#forward);
  }
}
