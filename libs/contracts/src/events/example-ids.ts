/** Ids of the one fictional case that all examples tell. */
export const EXAMPLE = {
  applicationId: '0197a3c0-0000-7000-8000-0000000a0001',
  caseId: '0197a3c0-0000-7000-8000-0000000a0002',
  reference: '7KQ2M-X9D4TR',
  taskId: '0197a3c0-0000-7000-8000-0000000a0011',
  nextTaskId: '0197a3c0-0000-7000-8000-0000000a0012',
  correctionId: '0197a3c0-0000-7000-8000-0000000a0021',
  withdrawalId: '0197a3c0-0000-7000-8000-0000000a0031',
  protectionId: '0197a3c0-0000-7000-8000-0000000a0041',
  ward: '14133',
  at: '2025-10-27T01:15:00.000Z',
} as const;
