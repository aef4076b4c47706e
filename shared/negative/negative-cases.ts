import { claimFaults } from './claim-faults.ts'
import { headerFaults } from './header-faults.ts'
import type { NegativeCase } from './negative-case.ts'
import { signatureFaults } from './signature-faults.ts'

/** Every fault, in the order of the table: the signature, the header, the claims. */
export const negativeCases: readonly NegativeCase[] = [...signatureFaults, ...headerFaults, ...claimFaults]
