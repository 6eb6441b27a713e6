import type { Determination, DeterminedProcedure, Filing } from './api-shapes.js';
import { dim, heading, padded, say, styled } from './terminal.js';
import { lifeEventName, sectionName, visitText } from './words.js';

function showProcedure(procedure: DeterminedProcedure, nameOf: (id: string) => string): void {
  const { nameJa, section, deadline, noLossDeadline, dependsOn, reason, reasonEn, law } = procedure;
  const until = deadline === null ? '期限なし / no deadline' : `期限 ${deadline}`;
  const noLoss =
    noLossDeadline && noLossDeadline !== deadline ? ` (${noLossDeadline} まで満額)` : '';
  say(
    `  ${styled('cyan', padded(nameJa, 34))} ${padded(sectionName(section), 12)} ${until}${noLoss}`,
  );
  say(`      ${visitText(procedure)}`);
  say(dim(`      ${reason} / ${reasonEn}`));
  say(dim(`      根拠 ${law}`));
  if (dependsOn.length > 0) say(dim(`      前提 / after: ${dependsOn.map(nameOf).join('、')}`));
}

/** What the city's rules say that this family has to do, before anything is filed. */
export function showDetermination(filing: Filing, determination: Determination): void {
  const { procedures, questions, automaticEffects, ruleSet } = determination;
  const chosen = filing.chosenProcedures ?? [];
  const nameOf = (id: string): string =>
    procedures.find(({ procedureId }) => procedureId === id)?.nameJa ?? id;
  const needed = procedures.filter(({ requirement }) => requirement === 'required');
  const wanted = procedures.filter(
    ({ requirement, procedureId }) => requirement !== 'required' && chosen.includes(procedureId),
  );
  const event = lifeEventName(filing.lifeEvent);
  heading(
    `${event} (${filing.eventDate}、${filing.ward.name ?? filing.ward.code5}): 必要な手続`,
    `${filing.lifeEvent}: what is needed, by rule set ${ruleSet}`,
  );
  for (const procedure of [...needed, ...wanted]) showProcedure(procedure, nameOf);
  const others = procedures.length - needed.length - wanted.length;
  say(
    dim(
      `  ほかに任意・条件つきの手続 ${others} 件 / ${others} more are offered or depend on answers`,
    ),
  );
  for (const { textJa, textEn } of questions.slice(0, 3)) say(dim(`  ? ${textJa} / ${textEn}`));
  for (const effect of automaticEffects) say(dim(`  自動 / by itself: ${effect}`));
}
