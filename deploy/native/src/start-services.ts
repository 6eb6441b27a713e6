import type { ServiceName } from '@app/contracts';
import type { DoorOf } from './front-door/front-door.js';
import type { RememberedPorts } from './ports.js';
import { describeFrontDoor, StackFrontDoor } from './stack-front-door.js';
import { ServiceProcess, StackService } from './stack-service.js';
import { describeService, type ServiceSurroundings } from './stack-services.js';
import type { ProcessDescription, SupervisedProcess } from './supervised-process.js';

export interface ServicesToStart {
  readonly services: readonly { readonly name: ServiceName; readonly processes: number }[];
  readonly around: ServiceSurroundings;
  readonly ports: RememberedPorts;
  /** Starts processes together, and waits until they are ready. */
  readonly start: (...descriptions: readonly ProcessDescription[]) => Promise<SupervisedProcess[]>;
}

interface Place {
  readonly name: string;
  readonly port: number;
}

interface PlannedService {
  readonly name: ServiceName;
  readonly port: number;
  readonly places: readonly Place[];
}

/** The front door first, so that it is closed last: who is stopped behind it is answered for. */
export async function startServices(options: ServicesToStart): Promise<StackService[]> {
  const { around, start } = options;
  const planned = await plan(options);
  const doorProcess = (
    await start(describeFrontDoor(planned.map(doorOf), around.logFile('front-door')))
  )[0];
  const door = new StackFrontDoor(doorProcess as SupervisedProcess);
  const processes = await start(
    ...planned.flatMap(({ name, places }) =>
      places.map((place) => describeService(name, place, around)),
    ),
  );
  const services = planned.map(({ name, port, places }) => {
    const own = places.map(
      (place) => new ServiceProcess(urlOf(place.port), named(processes, place.name)),
    );
    return new StackService(name, urlOf(port), own, door);
  });
  await Promise.all(services.map((service) => service.waitReady()));
  return services;
}

/** Ports in a fixed order: two who ask at the same time could be given the same. */
async function plan({ services, ports }: ServicesToStart): Promise<PlannedService[]> {
  const planned: PlannedService[] = [];
  for (const { name, processes } of services) {
    const port = await ports.get(name);
    const places: Place[] = [];
    for (let index = 1; index <= processes; index += 1) {
      const place = index === 1 ? name : `${name}-${index}`;
      places.push({ name: place, port: await ports.get(`${place} process`) });
    }
    planned.push({ name, port, places });
  }
  return planned;
}

const doorOf = ({ name, port, places }: PlannedService): DoorOf => ({
  service: name,
  port,
  processes: places.map((place) => urlOf(place.port)),
});

const urlOf = (port: number): string => `http://127.0.0.1:${port}`;

function named(processes: readonly SupervisedProcess[], name: string): SupervisedProcess {
  const found = processes.find(({ description }) => description.name === name);
  if (!found) throw new Error(`${name} was not started.`);
  return found;
}
