/** A noun with its count, as every message says it: "1 value", "2 values". */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
