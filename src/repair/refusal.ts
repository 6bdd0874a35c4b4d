/** Why an edit is not made. Values, never thrown past this folder: another repair may still be possible. */
export class Refusal {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

export function refuse(reason: string): Refusal {
  return new Refusal(reason);
}
