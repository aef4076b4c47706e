import type { Check } from './check.ts'

/** One check for programs; `expected` and `found` are always there. */
export function toJsonCheck({ id, status, code, expected, found, spec, note, unproved }: Check): object {
  return {
    id,
    status,
    ...(code === undefined ? {} : { code }),
    expected: expected ?? null,
    found: found ?? null,
    spec,
    ...(note === undefined ? {} : { note }),
    ...(unproved ? { unproved } : {}),
  }
}
