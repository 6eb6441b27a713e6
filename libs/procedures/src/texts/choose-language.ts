import { preferredLanguage } from '@app/japan';
import { languageFiles } from './language-file.js';

export const JAPANESE = 'ja';
/** BCP 47 tags of the languages there are texts in. */
export const LANGUAGES: readonly string[] = [...languageFiles.keys()];

/** The language for an Accept-Language header: one of which there are texts, else Japanese. Never throws. */
export function chooseLanguage(header: string | undefined): string {
  return preferredLanguage(header, LANGUAGES) ?? JAPANESE;
}
