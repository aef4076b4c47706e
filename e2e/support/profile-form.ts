import type { Page } from 'playwright'
import { goTo } from './app.ts'

export type ProfileEntry = {
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly port?: number
  readonly method?: 'none' | 'client_secret_basic' | 'client_secret_post'
  readonly secret?: string
}

/** Opens a new profile and types what a person would. */
export async function fillProfile(window: Page, entry: ProfileEntry): Promise<void> {
  await goTo(window, 'Profiles')
  await window.getByRole('button', { name: /^New/ }).first().click()
  await window.getByRole('textbox', { name: 'Name', exact: true }).fill(entry.name)
  await window.getByRole('textbox', { name: /^Issuer/ }).fill(entry.issuer)
  await window.getByRole('textbox', { name: /^Client ID/ }).fill(entry.clientId)
  if (entry.method) {
    await window.getByRole('combobox', { name: /^Client authentication/ }).selectOption(entry.method)
  }
  if (entry.secret) await window.getByLabel(/^Client secret/).fill(entry.secret)
  if (entry.port !== undefined)
    await window
      .getByRole('textbox', { name: 'Port' })
      .or(window.getByRole('spinbutton', { name: 'Port' }))
      .fill(String(entry.port))
}

export async function saveProfile(window: Page): Promise<void> {
  await window.getByRole('button', { name: /^Save/ }).click()
}
