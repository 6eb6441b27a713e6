import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colours only where the terminal shows them: styleText looks at the stream, NO_COLOR and FORCE_COLOR. */
export const styled = (style: Style, text: string): string => styleText(style, text);
export const dim = (text: string): string => styled('dim', text);
export const bold = (text: string): string => styled('bold', text);

export const say = (text = ''): void => console.log(text);

export function heading(ja: string, en: string): void {
  say();
  say(`${bold(`■ ${ja}`)} ${dim(`/ ${en}`)}`);
}

const COMBINING = /\p{Mark}|\p{Default_Ignorable_Code_Point}/u;
/** Scripts and forms that take two columns in a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

/** Columns that a text takes in a terminal. */
export const widthOf = (text: string): number =>
  [...text].reduce(
    (width, char) => width + (COMBINING.test(char) ? 0 : WIDE.test(char) ? 2 : 1),
    0,
  );

export const padded = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - widthOf(text)));
