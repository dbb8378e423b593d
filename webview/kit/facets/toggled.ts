/** A list of chosen values with one of them put in or taken out; the order is that of the values shown. */
export const toggled = <T>(chosen: readonly T[] | undefined, value: T): readonly T[] =>
  chosen?.includes(value) === true ? chosen.filter((one) => one !== value) : [...(chosen ?? []), value];
