// Only the system packages: sudo node scripts/setup/install-system.mjs
import { SetupError, step } from './step.mjs'
import { installSystemPackages } from './system.mjs'

try {
  await step('system packages', false, () => installSystemPackages('everything'))
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  process.exit(1)
}
