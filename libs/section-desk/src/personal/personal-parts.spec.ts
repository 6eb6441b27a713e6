import { describe, expect, it } from '@jest/globals';
import { SECTION_CONTRACTS } from '@app/contracts';
import { SealError, type OpenedPart } from '@app/privacy';
import { fittingPart, personalOf, type ReceivedContent } from './personal-parts.js';

const part = (taskId: string, sequence: number) => ({
  taskId,
  sequence,
  caseId: 'case',
  type: 'type',
  jwe: 'jwe',
});
const opened = (content: ReceivedContent): OpenedPart<ReceivedContent> => ({
  state: 'opened',
  content,
});
const opening = opened({
  identities: [{ person: 'p1', familyName: '窓口', givenName: '太郎' }],
  facts: { a: { eventDate: '2026-03-28' }, b: { insurance: 'nhi' } },
});

describe('personalOf', () => {
  it('gives each task its own facts of what came for the case', () => {
    const found = personalOf([part('a', 1), part('b', 1)], [opening, opening]);
    expect(found.get('a')?.facts).toEqual({ eventDate: '2026-03-28' });
    expect(found.get('b')?.facts).toEqual({ insurance: 'nhi' });
  });

  it('lets a correction replace facts and identities as a whole, and only those that it brings', () => {
    const answers = [{ item: 'bank-account', value: '窓口銀行 普通 0000000' }];
    const corrected = opened({ answers, facts: { eventDate: '2026-03-29' } });
    const personal = personalOf([part('a', 1), part('a', 3)], [opening, corrected]).get('a');
    expect(personal).toMatchObject({
      readability: 'readable',
      facts: { eventDate: '2026-03-29' },
      identities: [{ familyName: '窓口' }],
    });
    expect(personal?.answers.get(3)).toEqual(answers);
  });

  it('shows nothing of an erased case', () => {
    const personal = personalOf([part('a', 1), part('a', 2)], [opening, { state: 'erased' }]);
    expect(personal.get('a')).toMatchObject({ readability: 'erased', identities: [], facts: {} });
  });

  it('takes what opened and breaks its contract for a damaged part', () => {
    const { openTasks } = SECTION_CONTRACTS.insurance;
    const read = fittingPart(openTasks, opened({ facts: { a: '窓口' } } as never));
    expect(read).toMatchObject({ state: 'refused', error: { code: 'sealed-content-invalid' } });
    expect(personalOf([part('a', 1)], [read]).get('a')?.readability).toBe('unreadable');
  });

  it('says so when a part is damaged, and leaves other tasks alone', () => {
    const refused = {
      state: 'refused',
      error: new SealError('tampered', 'changed'),
    } as const;
    const found = personalOf([part('a', 1), part('b', 1)], [refused, opening]);
    expect(found.get('a')?.readability).toBe('unreadable');
    expect(found.get('b')?.readability).toBe('readable');
  });
});
