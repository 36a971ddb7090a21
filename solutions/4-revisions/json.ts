/**
 * Given: plain data as JSON, with bytes as base64: `{"key":{"base64":"YQ=="}}`.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    each instanceof Uint8Array ? { base64: Buffer.from(each).toString('base64') } : each,
  );
}

/** @param json what {@link toJson} gave */
export function fromJson(json: string): unknown {
  return JSON.parse(json, (_, each) =>
    typeof each?.base64 === 'string' ? new Uint8Array(Buffer.from(each.base64, 'base64')) : each,
  );
}
