/**
 * Stands in every clear column, event and label for the ward of a case that names a protected person (支援措置): the true
 * one is only in sealed parts. No ward of a city has this code.
 */
export const PROTECTED_WARD = 'protected';
