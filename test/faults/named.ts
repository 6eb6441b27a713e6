/** Those with these names, in their own order; all when none is named. @throws with the names that there are */
export function named<T>(
  kind: string,
  all: readonly T[],
  nameOf: (one: T) => string,
  names: readonly string[],
): readonly T[] {
  const unknown = names.find((name) => !all.some((one) => nameOf(one) === name));
  if (unknown !== undefined)
    throw new Error(`There is no ${kind} ${unknown}; there are ${all.map(nameOf).join(', ')}.`);
  return names.length === 0 ? all : all.filter((one) => names.includes(nameOf(one)));
}
