import { getMetadataStorage } from 'class-validator';
import { distance } from 'fastest-levenshtein';

/** The name among the DTO's own fields that was probably meant; undefined when none is near. */
export function nearestField(unknown: string, dto: object | undefined): string | undefined {
  const near = fieldsOf(dto)
    .map((field) => ({ field, edits: distance(unknown.toLowerCase(), field.toLowerCase()) }))
    .filter(({ field, edits }) => edits <= allowedEdits(field))
    .sort((a, b) => a.edits - b.edits);
  return near[0]?.field;
}

/** A slip of the fingers, not another word: a third of the name, but at least two letters. */
const allowedEdits = (field: string): number => Math.max(2, Math.floor(field.length / 3));

function fieldsOf(dto: object | undefined): string[] {
  if (!dto) return [];
  const rules = getMetadataStorage().getTargetValidationMetadatas(
    dto.constructor,
    '',
    false,
    false,
  );
  return [...new Set(rules.map(({ propertyName }) => propertyName))];
}
