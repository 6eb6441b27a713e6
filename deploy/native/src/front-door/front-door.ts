import { ServiceDoor } from './service-door.js';
import { Upstream } from './upstream.js';

/** One service behind the door. */
export interface DoorOf {
  readonly service: string;
  /** Where clients connect, on 127.0.0.1. */
  readonly port: number;
  /** The addresses of its processes, as origins. */
  readonly processes: readonly string[];
}

/**
 * The one address of each service: gives every request to one of its processes that is ready, in turn. A request goes to
 * a second process only if the first cannot have seen it, or if it changes nothing.
 */
export class FrontDoor {
  readonly #doors = new Map<string, ServiceDoor>();

  private constructor() {}

  static async open(
    services: readonly DoorOf[],
    say: (event: string) => void = () => undefined,
  ): Promise<FrontDoor> {
    const front = new FrontDoor();
    for (const { service, port, processes } of services) {
      const upstreams = processes.map(
        (url) => new Upstream(url, (ready) => say(`${service} ${url} ${ready ? 'in' : 'out'}`)),
      );
      const door = new ServiceDoor(upstreams);
      front.#doors.set(service, door);
      await door.listen(port, '127.0.0.1');
    }
    return front;
  }

  /** Asks all processes of the service now; answers the addresses of those that get requests. */
  async look(service: string): Promise<string[]> {
    const upstreams = this.#doors.get(service)?.upstreams ?? [];
    await Promise.all(upstreams.map((one) => one.look()));
    return upstreams.filter((one) => one.isOpen).map(({ url }) => url);
  }

  /** No new request goes to the process at this address, until `putIn`. */
  takeOut(url: string): void {
    this.#at(url).takeOut();
  }

  putIn(url: string): void {
    this.#at(url).putIn();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#doors.values()].map((door) => door.close()));
  }

  #at(url: string): Upstream {
    const all = [...this.#doors.values()].flatMap(({ upstreams }) => upstreams);
    const found = all.find((one) => one.url === url);
    if (!found) throw new Error(`No process is known at ${url}.`);
    return found;
  }
}
