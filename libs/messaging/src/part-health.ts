/** How a part of a process is: `degraded` asks for somebody's attention, `failing` for another process. */
export type PartHealth = 'ok' | 'degraded' | 'failing';
