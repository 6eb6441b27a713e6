import {
  factDefinition,
  valuesOf,
  type Confirmation,
  type DeterminationRequest,
  type FactRef,
  type FactValue,
  type ProcedureName,
  type Question,
  type Text,
  type Texts,
} from '@app/procedures';

type Plain = string | number | boolean | null;

export interface ChoiceView {
  readonly value: Plain;
  readonly text: Text;
}

export interface QuestionView extends FactRef {
  readonly question: Text;
  readonly label: Text;
  /** `boolean`, `code`, `code-list` (several of the choices), `person`, `date`, `integer`, `text`, `place`, … */
  readonly type: string;
  /** What can be answered, where that is a choice; 分からない is always possible beside it. */
  readonly choices?: readonly ChoiceView[];
  readonly dontKnow: Text;
  readonly why: WhyView;
}

/** Why something is asked: what hangs on the answer. */
export interface WhyView {
  readonly text: Text;
  readonly procedures: readonly (ProcedureName & { readonly procedureId: string })[];
}

export interface ConfirmationView extends FactRef {
  readonly label: Text;
  readonly value: FactValue;
  readonly answer?: Text;
}

/** What nobody knew, and what is settled at the counter therefore. */
export interface CounterView extends FactRef {
  readonly label: Text;
  readonly text: Text;
  readonly procedures: WhyView['procedures'];
}

export function questionView(
  { fact, person, why }: Question,
  request: DeterminationRequest,
  texts: Texts,
): QuestionView {
  const choices = choicesOf({ fact, ...(person !== undefined && { person }) }, request, texts);
  return {
    fact,
    ...(person !== undefined && { person }),
    question: texts.question(fact),
    label: texts.label(fact),
    type: typeOf(fact),
    ...(choices !== undefined && { choices }),
    dontKnow: texts.answer(fact, 'unknown'),
    why: { text: texts.phrase('why'), procedures: named(why, texts) },
  };
}

export function confirmationView(
  { fact, person, value }: Confirmation,
  texts: Texts,
): ConfirmationView {
  const plain = typeof value === 'object' && value !== null ? undefined : value;
  const isChoice = valuesOf(fact) !== undefined || plain === null;
  return {
    fact,
    ...(person !== undefined && { person }),
    label: texts.label(fact),
    value,
    ...(isChoice && plain !== undefined && { answer: texts.answer(fact, plain) }),
  };
}

export function counterView({ fact, person, why }: Question, texts: Texts): CounterView {
  return {
    fact,
    ...(person !== undefined && { person }),
    label: texts.label(fact),
    text: texts.phrase('askAtCounter'),
    procedures: named(why, texts),
  };
}

function named(ids: readonly string[], texts: Texts): WhyView['procedures'] {
  return ids.map((procedureId) => ({ procedureId, ...texts.procedureName(procedureId) }));
}

/** What an officer or citizen sees of `pension` is a code; lists are accepted for it but never asked. */
function typeOf(fact: string): string {
  const type = factDefinition(fact)?.type ?? 'text';
  return type === 'pension' ? 'code' : type;
}

function choicesOf(
  { fact, person }: FactRef,
  { householdFacts }: DeterminationRequest,
  texts: Texts,
): ChoiceView[] | undefined {
  const definition = factDefinition(fact);
  const choice = (value: Plain): ChoiceView => ({ value, text: texts.answer(fact, value) });
  const none = definition?.nullable === true ? [choice(null)] : [];
  if (definition?.type === 'person') {
    const others = householdFacts.persons.filter(({ id }) => id !== person);
    // A person is shown by the id of the household: the interview holds no names.
    const persons = others.map(({ id }) => ({ value: id, text: { text: id, language: 'ja' } }));
    return [...persons, ...(definition.values ?? []).map(choice), ...none];
  }
  if (definition?.type === 'code-list') return [...(definition.values ?? []).map(choice), ...none];
  return valuesOf(fact)?.flatMap((value) =>
    typeof value === 'object' && value !== null ? [] : [choice(value)],
  );
}
