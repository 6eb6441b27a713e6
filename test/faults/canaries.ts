/**
 * Words that stand in every personal text of the load and nowhere else: found in a topic, a table or a log, something
 * personal lies there in clear.
 */
export const CANARIES = ['金糸雀', 'カナリア', 'kanaria', '架空町', '世田谷区架空'] as const;

export const canaryEmail = (mark: string): string => `kanaria.${mark}@example.jp`;
export const canaryName = (mark: string): string => `カナリア${mark}`;
export const canaryText = (mark: string): string => `金糸雀 ${mark}`;
