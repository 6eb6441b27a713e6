import { dim, padded, say, styled } from './terminal.js';

type Colour = 'cyan' | 'green' | 'yellow' | 'magenta' | 'red';

/** One line per thing that happened, with the time since the first. */
export class Timeline {
  private readonly began = performance.now();

  tell(family: string, who: string, colour: Colour, what: string, more = ''): void {
    const at = `${((performance.now() - this.began) / 1000).toFixed(1)} s`.padStart(7);
    const end = more === '' ? '' : ` ${dim(more)}`;
    say(`${dim(at)}  ${padded(family, 5)} ${styled(colour, padded(who, 11))} ${what}${end}`);
  }
}
