/** Token of the section's name within its module. */
export const SECTION = Symbol('madoguchi:section');
