import { beforeEach, describe, expect, it } from '@jest/globals';
import { Admission } from './admission.js';

let now = 0;
let admission: Admission;
beforeEach(() => {
  now = 0;
  admission = new Admission({ requests: 3, bytes: 100, pauseMs: 1_000 }, () => now);
});

describe('Admission', () => {
  it('refuses one request too many, and lets the next in when one has left', () => {
    for (let i = 0; i < 3; i++) expect(admission.enter(1)).toBeUndefined();
    expect(admission.enter(1)).toMatchObject({ code: 'too-many-requests' });
    admission.leave(1);
    expect(admission.enter(1)).toBeUndefined();
  });

  it('refuses a byte too many', () => {
    expect(admission.enter(60)).toBeUndefined();
    expect(admission.enter(41)).toMatchObject({ code: 'too-many-requests' });
    expect(admission.enter(40)).toBeUndefined();
    expect(admission.enter(1)).toMatchObject({ code: 'too-many-requests' });
  });

  it('lets nobody in for a while after the database failed, and then tries again', () => {
    expect(admission.enter(1)).toBeUndefined();
    admission.pause('database-unavailable');
    now = 999;
    expect(admission.enter(1)).toMatchObject({ code: 'database-unavailable' });
    now = 1_000;
    expect(admission.enter(1)).toBeUndefined();
  });
});
