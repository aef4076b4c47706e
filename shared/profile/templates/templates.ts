import { emptyDraft, type ProfileDraft } from '../profile.ts'
import { cloudTemplates } from './cloud-templates.ts'
import { ownServerTemplates } from './own-server-templates.ts'
import type { ProfileTemplate } from './profile-template.ts'
import { socialTemplates } from './social-templates.ts'

/** By name. */
export const profileTemplates: readonly ProfileTemplate[] = [
  ...cloudTemplates,
  ...ownServerTemplates,
  ...socialTemplates,
].sort((a, b) => a.name.localeCompare(b.name))

export function findTemplate(id: string): ProfileTemplate | null {
  return profileTemplates.find((template) => template.id === id) ?? null
}

/** A new profile as this provider begins. */
export function draftOfTemplate(template: ProfileTemplate): ProfileDraft {
  return { ...emptyDraft, name: template.name, ...template.draft, template: template.id }
}
