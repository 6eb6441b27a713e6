import { procedure, procedures } from '../catalogue.js';
import codes from '../data/catalogue-codes.json' with { type: 'json' };
import data from '../data/documents.json' with { type: 'json' };
import type { Determination, DeterminedProcedure } from '../determination.js';
import { RuleDataError } from '../errors.js';

/** A document with all the procedures that use it: it is brought once. */
export interface MergedDocument {
  readonly document: string;
  readonly procedures: readonly string[];
}

/** A document that nobody brings, because another step of the same case makes it. */
export interface ProducedDocument extends MergedDocument {
  readonly by: string;
}

/** A document that the city may not ask for, and for whom that holds (reference 1.2). */
export interface DocumentNotAsked extends MergedDocument {
  readonly code: string;
  readonly ifJa: string;
  readonly ifEn: string;
}

export interface MergedDocuments {
  readonly bring: readonly MergedDocument[];
  readonly produced: readonly ProducedDocument[];
  readonly notAsked: readonly DocumentNotAsked[];
}

interface NotAsked {
  readonly ifJa: string;
  readonly ifEn: string;
  readonly validFrom?: string;
}

const NOT_ASKED: Readonly<Record<string, NotAsked>> = codes.documentsNotAsked;
const STANDS_FOR: Readonly<Record<string, string>> = data.standsFor;
const PRODUCERS = new Map(data.producedBy.map(({ document, by }) => [document, by]));
check();

/**
 * The documents of some procedures of a determination, each once: what to bring, what another step of the case produces
 * and what may not be asked for. In the order of the procedures.
 */
export function mergedDocuments(
  used: readonly DeterminedProcedure[],
  { procedures: all, evaluatedOn }: Pick<Determination, 'procedures' | 'evaluatedOn'>,
): MergedDocuments {
  const required = new Set(
    all.filter((one) => one.requirement === 'required').map((one) => one.procedureId),
  );
  const bring = new Map<string, string[]>();
  const produced = new Map<string, ProducedDocument & { procedures: string[] }>();
  const notAsked = new Map<string, DocumentNotAsked & { procedures: string[] }>();
  for (const { procedureId, documents } of used) {
    for (const document of documents) {
      const by = producerOf(document, procedureId, required);
      const code = codeNotAsked(document, procedureId, evaluatedOn);
      if (by !== undefined)
        entry(produced, document, { document, by, procedures: [] }).procedures.push(procedureId);
      else if (code !== undefined)
        entry(notAsked, document, notAskedAs(document, code)).procedures.push(procedureId);
      else entry(bring, document, []).push(procedureId);
    }
  }
  return {
    bring: [...bring].map(([document, ids]) => ({ document, procedures: ids })),
    produced: [...produced.values()],
    notAsked: [...notAsked.values()],
  };
}

function producerOf(
  document: string,
  procedureId: string,
  required: ReadonlySet<string>,
): string | undefined {
  return PRODUCERS.get(document)?.find((id) => id !== procedureId && required.has(id));
}

function codeNotAsked(document: string, procedureId: string, day: string): string | undefined {
  const code = STANDS_FOR[document];
  if (code === undefined) return undefined;
  const inForce = (NOT_ASKED[code]?.validFrom ?? '') <= day;
  return inForce && procedure(procedureId, day).documentsNotAsked.includes(code) ? code : undefined;
}

function notAskedAs(document: string, code: string): DocumentNotAsked & { procedures: string[] } {
  const { ifJa = '', ifEn = '' } = NOT_ASKED[code] ?? {};
  return { document, code, ifJa, ifEn, procedures: [] };
}

function entry<T>(map: Map<string, T>, key: string, fresh: T): T {
  const found = map.get(key) ?? fresh;
  map.set(key, found);
  return found;
}

function check(): void {
  const texts = new Set(procedures().flatMap(({ documents }) => documents));
  const ids = new Set(procedures().map(({ id }) => id));
  const fail = (problem: string): never => {
    throw new RuleDataError('documents.json', problem);
  };
  for (const document of [...PRODUCERS.keys(), ...Object.keys(STANDS_FOR)])
    if (!texts.has(document)) fail(`the catalogue has no document "${document}"`);
  for (const id of [...PRODUCERS.values()].flat()) if (!ids.has(id)) fail(`unknown id ${id}`);
  for (const code of Object.values(STANDS_FOR))
    if (NOT_ASKED[code] === undefined) fail(`unknown code ${code}`);
}
