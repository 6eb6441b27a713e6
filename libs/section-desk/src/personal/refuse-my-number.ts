import type { TaskChangedSealed } from '@app/contracts';
import { containsMyNumber } from '@app/japan';
import { Problem, type FieldError } from '@app/observability';

const found = (field: string): FieldError => ({
  field,
  code: 'my-number',
  message: '個人番号のように見えます。 / This looks like a My Number.',
});

/** @throws Problem `my-number-refused` naming where an officer wrote a My Number, never what: it belongs nowhere here. */
export function refuseMyNumber({ note, items = [] }: TaskChangedSealed): void {
  const errors = [
    ...(note !== undefined && containsMyNumber(note) ? [found('reason')] : []),
    ...items.flatMap((item, index) =>
      containsMyNumber(item.note) || containsMyNumber(item.item) ? [found(`items[${index}]`)] : [],
    ),
  ];
  if (errors.length > 0) throw new Problem('my-number-refused', { errors });
}
