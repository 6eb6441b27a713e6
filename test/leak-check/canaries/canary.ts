/** A text that stands in what a fictional person sends and nowhere else: found where it may not be, something leaks. */
export interface Canary {
  readonly name: string;
  readonly text: string;
}
