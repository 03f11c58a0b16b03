/** Twenty people's numbers as they are written by hand, and numbers nobody may be sent a code to. */

export interface Subscriber {
  readonly country: string;
  readonly callingCode: string;
  /** Dialled inside the country before the number; '' where there is none. */
  readonly trunk: string;
  /** National significant number in the groups people write. */
  readonly groups: readonly string[];
}

export const subscribers: readonly Subscriber[] = [
  { country: 'US', callingCode: '1', trunk: '', groups: ['212', '456', '7890'] },
  { country: 'CA', callingCode: '1', trunk: '', groups: ['416', '555', '1234'] },
  { country: 'MX', callingCode: '52', trunk: '', groups: ['55', '1234', '5678'] },
  { country: 'BR', callingCode: '55', trunk: '', groups: ['11', '96123', '4567'] },
  { country: 'GB', callingCode: '44', trunk: '0', groups: ['7400', '123', '456'] },
  { country: 'DE', callingCode: '49', trunk: '0', groups: ['151', '2345', '6789'] },
  { country: 'FR', callingCode: '33', trunk: '0', groups: ['6', '12', '34', '56', '78'] },
  { country: 'ES', callingCode: '34', trunk: '', groups: ['612', '345', '678'] },
  { country: 'IT', callingCode: '39', trunk: '', groups: ['312', '345', '6789'] },
  { country: 'NL', callingCode: '31', trunk: '0', groups: ['6', '1234', '5678'] },
  { country: 'CH', callingCode: '41', trunk: '0', groups: ['78', '123', '45', '67'] },
  { country: 'SE', callingCode: '46', trunk: '0', groups: ['70', '123', '45', '67'] },
  { country: 'PL', callingCode: '48', trunk: '', groups: ['512', '345', '678'] },
  { country: 'TR', callingCode: '90', trunk: '0', groups: ['501', '234', '56', '78'] },
  { country: 'IN', callingCode: '91', trunk: '0', groups: ['81234', '56789'] },
  { country: 'JP', callingCode: '81', trunk: '0', groups: ['90', '1234', '5678'] },
  { country: 'AU', callingCode: '61', trunk: '0', groups: ['412', '345', '678'] },
  { country: 'NG', callingCode: '234', trunk: '0', groups: ['802', '123', '4567'] },
  { country: 'ZA', callingCode: '27', trunk: '0', groups: ['71', '123', '4567'] },
  { country: 'SG', callingCode: '65', trunk: '', groups: ['8123', '4567'] },
];

/** Premium rate, shared cost, personal, satellite, global and toll-free services. */
export const forbidden: readonly string[] = [
  '19005551234',
  '19002345678',
  '448431234567',
  '449012345678',
  '449112345678',
  '449876543210',
  '447012345678',
  '447098765432',
  '448430123456',
  '448712345678',
  '448445551234',
  '80012345678',
  '80812345678',
  '870773111632',
  '870301234567',
  '878101234567890',
  '881612345678',
  '881712345678',
  '881812345678',
  '882161234567',
  '882345678901',
  '882161234568901',
  '883510001234567',
  '883130123456',
  '888123456789',
  '979123456789',
  '979987654321',
  '33899123456',
  '33891123456',
  '33810123456',
  '34803123456',
  '34806123456',
  '34901123456',
  '34902123456',
  '34704123456',
  '39899123456',
  '39199123456',
  '39848123456',
  '499001234567',
  '491801234567',
  '48701234567',
  '41900123456',
  '41840123456',
  '41878123456',
  '43900123456',
  '43810123456',
  '46900123456',
  '46939123456',
  '319061234567',
  '48801234567',
];
