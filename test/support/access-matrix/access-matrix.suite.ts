import { beforeAll, describe, expect, it } from '@jest/globals';
import { SECTIONS } from '@app/contracts';
import type { System } from '../system.js';
import { at, Asking } from './matrix-asking.js';
import { callersFor, type MatrixCaller } from './matrix-callers.js';
import { admitted, faultsOfList, faultsOfRecord, faultsWithoutRecord } from './matrix-judging.js';
import { recordsIn, type MatrixWorld } from './matrix-records.js';
import { collectionOf, routesOf, sectionOf, type MatrixRoute } from './matrix-routes.js';

const WRONG_WARD = '14137';
/** Nobody else's requests are held up, and no queue is filled. */
const AT_ONCE = 8;
/** End the record that the others try; tried last. */
const ENDS: readonly unknown[] = [
  ...['application.withdraw', 'approval.approve', 'approval.refuse'],
];

/** What is wrong with what one caller is answered by one route; empty when it is as the policy says. */
type Attempt = () => Promise<readonly string[]>;

/** Every route × every role × own, wrong ward, wrong section, somebody else: as the policy says, over HTTP. */
export function everyRouteFollowsThePolicy(system: () => System): void {
  describe('every route', () => {
    let routes: MatrixRoute[];
    let world: MatrixWorld;
    let callers: MatrixCaller[];
    let asking: Asking;

    beforeAll(async () => {
      routes = await routesOf(system());
      world = await recordsIn(system());
      callers = callersFor(world.ward, WRONG_WARD, world.owner);
      asking = new Asking(system(), world.usedKey);
    }, 60_000);

    /** Roles that may not are tried in one place; roles that may at their section, in another ward and at another section. */
    const triers = (route: MatrixRoute): MatrixCaller[] =>
      callers.filter((caller, index) =>
        admitted(caller, route) === undefined
          ? callers.findIndex(({ roles }) => String(roles) === String(caller.roles)) === index
          : isNear(caller, sectionOf(route)),
      );

    const recordsOf = (route: MatrixRoute) =>
      world.records.filter(({ collection }) => collection === collectionOf(route));

    function attemptsAt(route: MatrixRoute): Attempt[] {
      const named =
        (caller: MatrixCaller, faults: () => Promise<readonly string[]>): Attempt =>
        async () =>
          (await faults()).map(
            (fault) => `${route.method} ${route.path} by ${caller.name}: ${fault}`,
          );
      return triers(route).flatMap((caller) => {
        const asked = { asking, route, caller };
        if (route.path.includes('{'))
          return recordsOf(route).map((record) =>
            named(caller, () => faultsOfRecord(asked, record)),
          );
        return [
          named(caller, () =>
            route.method === 'GET'
              ? faultsOfList(asked, world.records)
              : faultsWithoutRecord(asked),
          ),
        ];
      });
    }

    it('names its action', () => {
      expect(routes.filter(({ action }) => action === undefined)).toEqual([]);
    });

    it('has something there to be tried on', () => {
      const untried = routes.filter(
        (route) => route.path.includes('{') && recordsOf(route).length === 0,
      );
      expect(untried.map(({ path }) => path)).toEqual([]);
    });

    it('refuses without a token', async () => {
      for (const { method, path } of routes) {
        const url = `${system().urlOf('applications')}${at(path)}`;
        expect({ path, status: (await fetch(url, { method })).status }).toEqual({
          path,
          status: 401,
        });
      }
    }, 30_000);

    it('does for each role, ward, section and owner what the policy says, and tells nobody what exists', async () => {
      const last = ({ action }: MatrixRoute): boolean => ENDS.includes(action);
      const attempts = [...routes.filter((route) => !last(route)), ...routes.filter(last)].flatMap(
        attemptsAt,
      );
      expect(attempts.length).toBeGreaterThan(400);
      expect(await inTurns(attempts)).toEqual([]);
    }, 300_000);
  });
}

/** Of the section, of its neighbour in the right ward, or of none. */
function isNear(
  { section, wards }: MatrixCaller,
  own: ReturnType<typeof sectionOf> = 'resident',
): boolean {
  const other = SECTIONS.find((one) => one !== own);
  return (
    section === undefined || section === own || (section === other && !wards.includes(WRONG_WARD))
  );
}

/** A few at once, the end of the list only when everything before it is done. */
async function inTurns(attempts: readonly Attempt[]): Promise<string[]> {
  const wrong: string[] = [];
  for (let first = 0; first < attempts.length; first += AT_ONCE) {
    const turn = attempts.slice(first, first + AT_ONCE).map((attempt) => attempt());
    wrong.push(...(await Promise.all(turn)).flat());
  }
  return wrong;
}
