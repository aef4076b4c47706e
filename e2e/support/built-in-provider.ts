import { expect } from '@playwright/test'
import type { Page } from 'playwright'
import { goTo } from './app.ts'

/** Starts the built-in provider as a person would; returns its issuer. */
export async function startBuiltInProvider(view: Page): Promise<string> {
  await goTo(view, 'Provider')
  await view
    .getByRole('button', { name: /^Start/ })
    .first()
    .click()
  await expect(view.getByText('Built-in provider running')).toBeVisible()
  const status = await view.evaluate(() => window.claimscope!['provider.status']())
  return status.ok && status.value.kind === 'running' ? status.value.issuer : ''
}
