/** Of what officers for moves between wards (区間異動) see, whatever ward of theirs it lies in. */
export const WARD_TRANSFER_LIFE_EVENTS: readonly string[] = ['move-between-wards'];
