import { languageFiles, reviewedText } from './language-file.js';

/** What is wrong, by its code: in that language where somebody reviewed it, else undefined. */
export function problemText(language: string, code: string): string | undefined {
  const file = languageFiles.get(language);
  return file && reviewedText(file, file.problems[code]);
}
