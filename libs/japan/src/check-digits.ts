/**
 * The check digit of a local government code of five digits (全国地方公共団体コード), or undefined when the text is not
 * five digits.
 */
export function localGovernmentCheckDigit(code5: string): number | undefined {
  if (!/^[0-9]{5}$/.test(code5)) return undefined;
  const sum = [6, 5, 4, 3, 2].reduce((total, weight, at) => total + weight * Number(code5[at]), 0);
  return sum < 11 ? 11 - sum : (11 - (sum % 11)) % 10;
}

/** True for six digits whose last one is the check digit of the first five. */
export function isLocalGovernmentCode(code6: string): boolean {
  return (
    /^[0-9]{6}$/.test(code6) && localGovernmentCheckDigit(code6.slice(0, 5)) === Number(code6[5])
  );
}
