import type { AskedSettings } from './run-config.ts'

/** One level, by wire names: what was asked of the run. */
export function settingsOf(asked: AskedSettings): Record<string, unknown> {
  const { flow, parameters, ...rest } = asked
  return { ...rest, ...flow, parameters }
}
