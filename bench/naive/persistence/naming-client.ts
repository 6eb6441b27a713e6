import { createHash } from 'node:crypto';
import pg from 'pg';

const names = new Map<string, string>();

function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('hex').slice(0, 32);
    names.set(text, name);
  }
  return name;
}

/** TypeORM cannot name its statements; with a name, PostgreSQL prepares each once per connection. */
class NamingClient extends pg.Client {
  override query(...args: unknown[]): never {
    const [text, values, ...rest] = args;
    const query = typeof text === 'string' && Array.isArray(values) && values.length > 0;
    const named = query ? [{ name: nameOf(text), text, values }, ...rest] : args;
    return super.query.apply(this, named as Parameters<pg.Client['query']>) as never;
  }
}

class NamingPool extends pg.Pool {
  constructor(options: pg.PoolConfig) {
    super({ ...options, Client: NamingClient });
  }
}

/** `pg` as TypeORM takes it for its driver, with prepared statements. */
export const preparingPg = { ...pg, Pool: NamingPool };
