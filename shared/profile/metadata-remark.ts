import type { ExtraParameter } from './extra-parameter.ts'
import type { MetadataSnapshot } from './metadata-snapshot.ts'
import type { ProfileDraft } from './profile.ts'

/** What of a profile is held against the metadata. */
export type ComparedProfile = Pick<ProfileDraft, 'token_endpoint_auth_method' | 'scope' | 'flow'> & {
  readonly parameters: readonly ExtraParameter[]
}

/** One thing about the metadata that this profile's person should know. */
export type MetadataRemark = {
  /**
   * `differs`: a run will probably fail. `missing`: something cannot be done or proved. `agrees`: said for
   * completeness. `fact`: nothing of the profile speaks of it.
   */
  readonly kind: 'differs' | 'missing' | 'agrees' | 'fact'
  readonly text: string
  readonly spec: string
}

type Listed = Extract<
  {
    [N in keyof MetadataSnapshot]-?: NonNullable<MetadataSnapshot[N]> extends readonly string[] ? N : never
  }[keyof MetadataSnapshot],
  string
>

type Held = {
  /** Begins the sentence. */
  readonly what: string
  readonly value: string
  readonly spec: string
  readonly plural?: true
}

/**
 * Whether what the profile sends stands in a list of the metadata: `differs` where the list is there without it, and
 * nothing where there is no list.
 */
export function heldAgainst(
  metadata: MetadataSnapshot,
  name: Listed,
  { what, value, spec, plural }: Held,
): readonly MetadataRemark[] {
  const announced = metadata[name]
  if (announced === undefined) return []
  const subject = `${what} ${value} ${plural ? 'are' : 'is'}`
  if (announced.includes(value)) return [{ kind: 'agrees', text: `${subject} announced.`, spec }]
  return [{ kind: 'differs', text: `${subject} not announced; ${listText(announced)}.`, spec }]
}

export function listText(announced: readonly string[]): string {
  return announced.length === 0 ? 'the list of it is empty' : `announced: ${announced.join(', ')}`
}
