/** What somebody tells an adult of. */
export type About =
  | { kind: 'message'; room: string; message: string; name: string }
  | { kind: 'adult'; group: string; adult: string; name: string };
