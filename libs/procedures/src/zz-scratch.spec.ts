import { it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { cityCalendar, determine, readDeterminationRequest } from './index.js';
it('x', () => {
  for (const f of ['test/examples/case-01-birth.json','test/examples/case-04-move-in.json']) {
    const { lifeEvent, eventDate, intakeDate, ward, householdFacts } = JSON.parse(readFileSync(f,'utf8'));
    const r = readDeterminationRequest({ lifeEvent, eventDate, intakeDate, ward, householdFacts });
    if (!r.ok) throw new Error(JSON.stringify(r.errors));
    const d = determine(r.value, { calendar: cityCalendar() });
    for (const p of d.procedures) console.log(p.requirement, p.procedureId, p.persons.join(), p.deadline, p.filing, p.ruleId, p.dependsOn.join());
    console.log(d.questions.map(q=>`${q.fact} ${q.person} ${q.why.join()}`).join('\n'));
    console.log(d.automaticEffects, d.informational);
    const t=performance.now(); for (let i=0;i<200;i++) determine(r.value, { calendar: cityCalendar() }); console.log((performance.now()-t)/200,'ms');
  }
});
