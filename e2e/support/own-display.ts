/**
 * The display of this worker, where the run has one for each: `E2E_DISPLAYS` lists them with commas. Null where all
 * share the one there is.
 */
export function ownDisplay(): string | null {
  const displays = (process.env.E2E_DISPLAYS ?? '').split(',')
  return displays[Number(process.env.TEST_PARALLEL_INDEX)] || null
}
