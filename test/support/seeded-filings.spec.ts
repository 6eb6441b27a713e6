import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { SECTIONS } from '@app/contracts';
import { cityCalendar, determine, readDeterminationRequest } from '@app/procedures';
import { checkFiling } from '../../apps/applications/src/features/submit-application/check-filing.js';
import { SubmitApplicationDto } from '../../apps/applications/src/features/submit-application/submit-application.dto.js';
import { seededFiling, seededFilings, type FilingBody } from './seeded-filings.js';

const TODAY = '2026-11-21';
const filings = seededFilings(7, 300);

function sectionsOf({ chosenProcedures, ...body }: FilingBody): Set<string> {
  const { lifeEvent, eventDate, intakeDate, ward, householdFacts } = body;
  const read = readDeterminationRequest({ lifeEvent, eventDate, intakeDate, ward, householdFacts });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const { procedures } = determine(read.value, { calendar: cityCalendar() });
  const wanted = procedures.filter(
    ({ requirement, procedureId }) =>
      requirement === 'required' ||
      (requirement === 'offered' && chosenProcedures.includes(procedureId)),
  );
  return new Set(wanted.map(({ section }) => section).filter((one) => one !== 'other'));
}

describe('seeded filings', () => {
  it('are all accepted by the intake', () => {
    for (const { body } of filings) {
      const dto = plainToInstance(SubmitApplicationDto, body);
      expect(validateSync(dto, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
      expect(() => checkFiling(dto, TODAY)).not.toThrow();
    }
  });

  it('need one, two or three sections, about two on average, and every section has work', () => {
    const sections = filings.map(({ body }) => sectionsOf(body));
    const mean = sections.reduce((sum, { size }) => sum + size, 0) / sections.length;
    expect(new Set(sections.map(({ size }) => size))).toEqual(new Set([1, 2, 3]));
    expect(mean).toBeGreaterThan(1.85);
    expect(mean).toBeLessThan(2.15);
    expect(new Set(sections.flatMap((some) => [...some]))).toEqual(new Set(SECTIONS));
  });

  it('are the same for the same seed and index, and else different', () => {
    expect(seededFiling(7, 299)).toEqual(filings[299]);
    expect(seededFiling(8, 299)).not.toEqual(filings[299]);
    expect(new Set(filings.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(filings.length);
    expect(new Set(filings.map(({ body }) => JSON.stringify(body))).size).toBe(filings.length);
  });
});
