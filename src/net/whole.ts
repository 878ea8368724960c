/**
 * A copy of a record with all its keys, to be changed and then left alone. It is written out key by key where a record is replaced
 * again and again: `{ ...record, key }` makes V8 look at every key anew once a few generations of copies have passed through one
 * spot (its CloneObjectIC gives each generation a shape of its own), which takes fifty times as long. The type asks for every key,
 * so that none is forgotten.
 */
export type Whole<T> = { -readonly [K in keyof Required<T>]: T[K] };
